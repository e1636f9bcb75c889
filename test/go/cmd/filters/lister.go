package main

import (
	"k8s.io/kubernetes/pkg/scheduler/backend/cache"
)

// lister hands the framework the snapshot of the question at hand.
type lister struct {
	*cache.Snapshot
}
