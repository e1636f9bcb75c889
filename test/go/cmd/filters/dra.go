package main

import (
	v1 "k8s.io/api/core/v1"
	resourceapi "k8s.io/api/resource/v1"
	fwk "k8s.io/kube-scheduler/framework"
)

// noClaims is a cluster without dynamic resource allocation: no device class stands for any extended resource. The
// plugin asks nothing else for pods that have no resource claims.
type noClaims struct{ fwk.SharedDRAManager }

func (noClaims) DeviceClassResolver() fwk.DeviceClassResolver { return noClasses{} }

type noClasses struct{}

func (noClasses) GetDeviceClass(v1.ResourceName) *resourceapi.DeviceClass { return nil }
