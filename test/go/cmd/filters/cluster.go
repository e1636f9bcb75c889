package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	config "k8s.io/kubernetes/pkg/scheduler/apis/config/latest"
	"k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodevolumelimits"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
	"k8s.io/kubernetes/pkg/scheduler/metrics"
)

var initMetrics sync.Once

// expendable is the autoscaler's default priority cutoff: pods below it are not seen at all.
const expendable = -10

type objects struct {
	nodes  []*v1.Node
	pods   []*v1.Pod
	others []runtime.Object
}

func decode(raw []json.RawMessage) (objects, error) {
	var found objects
	decoder := scheme.Codecs.UniversalDeserializer()
	for _, text := range raw {
		object, _, err := decoder.Decode(text, nil, nil)
		if err != nil {
			return found, fmt.Errorf("object %.80s: %w", text, err)
		}
		switch typed := object.(type) {
		case *v1.Node:
			found.nodes = append(found.nodes, typed)
		case *v1.Pod:
			found.pods = append(found.pods, typed)
		default:
			found.others = append(found.others, object)
		}
	}
	return found, nil
}

// place is the node that the pod counts on, "" for none: the autoscaler's loop drops ended and expendable pods, and puts
// a pod that is only nominated on its node.
func place(pod *v1.Pod) string {
	if pod.Status.Phase == v1.PodSucceeded || pod.Status.Phase == v1.PodFailed {
		return ""
	}
	if pod.Spec.Priority != nil && *pod.Spec.Priority < expendable {
		return ""
	}
	if pod.Spec.NodeName != "" {
		return pod.Spec.NodeName
	}
	if pod.DeletionTimestamp != nil {
		return ""
	}
	return pod.Status.NominatedNodeName
}

type cluster struct {
	nodes []*v1.Node
	pods  []*v1.Pod
	// The framework reads whatever snapshot stands here.
	lister    *lister
	framework framework.Framework
}

func newCluster(ctx context.Context, found objects) (*cluster, error) {
	initMetrics.Do(metrics.InitMetrics)
	client := fake.NewSimpleClientset(found.others...)
	factory := informers.NewSharedInformerFactory(client, 0)
	configuration, err := config.Default()
	if err != nil {
		return nil, err
	}
	shared := &lister{}
	built, err := frameworkruntime.NewFramework(ctx, plugins.NewInTreeRegistry(), &configuration.Profiles[0],
		frameworkruntime.WithClientSet(client),
		frameworkruntime.WithInformerFactory(factory),
		frameworkruntime.WithSnapshotSharedLister(shared),
		frameworkruntime.WithSharedDRAManager(noClaims{}),
		frameworkruntime.WithSharedCSIManager(nodevolumelimits.NewCSIManager(factory.Storage().V1().CSINodes().Lister())),
	)
	if err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return &cluster{nodes: found.nodes, pods: found.pods, lister: shared, framework: built}, nil
}

// refusals asks about one pod on many nodes.
func (c *cluster) refusals(ctx context.Context, q question) ([]*refusal, error) {
	pod := c.named(q.Pod)
	if pod == nil {
		return nil, fmt.Errorf("there is no pod %s", q.Pod)
	}
	snapshot := cache.NewSnapshot(c.standing(q.Pod), c.nodes)
	c.lister.Snapshot = snapshot
	state := framework.NewCycleState()
	allowed, status, _ := c.framework.RunPreFilterPlugins(ctx, state, pod)
	answers := make([]*refusal, len(q.Nodes))
	for i, name := range q.Nodes {
		node, err := snapshot.Get(name)
		if err != nil {
			return nil, err
		}
		switch {
		case !status.IsSuccess():
			answers[i] = &refusal{Plugin: status.Plugin(), Early: true, Reason: status.Message()}
		case !allowed.AllNodes() && !allowed.NodeNames.Has(name):
			answers[i] = &refusal{Plugin: "NodeAffinity", Early: true, Reason: "not one of the named nodes"}
		default:
			if refused := c.framework.RunFilterPlugins(ctx, state, pod, node); !refused.IsSuccess() {
				answers[i] = &refusal{Plugin: refused.Plugin(), Reason: refused.Message()}
			}
		}
	}
	return answers, nil
}

// named copies the pod as one that looks for a place.
func (c *cluster) named(key string) *v1.Pod {
	for _, pod := range c.pods {
		if keyOf(pod) == key {
			copied := pod.DeepCopy()
			copied.Spec.NodeName = ""
			return copied
		}
	}
	return nil
}

// standing copies the pods on nodes, but the asked one. Copies, since PodRequests may write into the spec that it reads.
func (c *cluster) standing(asked string) []*v1.Pod {
	known := make(map[string]bool, len(c.nodes))
	for _, node := range c.nodes {
		known[node.Name] = true
	}
	standing := make([]*v1.Pod, 0, len(c.pods))
	for _, pod := range c.pods {
		if keyOf(pod) == asked || !known[place(pod)] {
			continue
		}
		copied := pod.DeepCopy()
		copied.Spec.NodeName = place(pod)
		standing = append(standing, copied)
	}
	return standing
}

func keyOf(pod *v1.Pod) string {
	return pod.Namespace + "/" + pod.Name
}
