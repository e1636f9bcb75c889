package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// places are etcd's folders of the kinds that can be put; a kind that is not here must go through the API.
var places = map[schema.GroupKind]string{
	{Kind: "Node"}:                                      "minions",
	{Kind: "Pod"}:                                       "pods",
	{Kind: "Namespace"}:                                 "namespaces",
	{Kind: "ConfigMap"}:                                 "configmaps",
	{Kind: "ReplicationController"}:                     "controllers",
	{Kind: "PersistentVolume"}:                          "persistentvolumes",
	{Kind: "PersistentVolumeClaim"}:                     "persistentvolumeclaims",
	{Group: "apps", Kind: "DaemonSet"}:                  "daemonsets",
	{Group: "apps", Kind: "Deployment"}:                 "deployments",
	{Group: "apps", Kind: "ReplicaSet"}:                 "replicasets",
	{Group: "apps", Kind: "StatefulSet"}:                "statefulsets",
	{Group: "batch", Kind: "CronJob"}:                   "cronjobs",
	{Group: "batch", Kind: "Job"}:                       "jobs",
	{Group: "policy", Kind: "PodDisruptionBudget"}:      "poddisruptionbudgets",
	{Group: "scheduling.k8s.io", Kind: "PriorityClass"}: "priorityclasses",
	{Group: "storage.k8s.io", Kind: "CSINode"}:          "csinodes",
	{Group: "storage.k8s.io", Kind: "StorageClass"}:     "storageclasses",
}

// put writes objects as the API server stores them, past its checks: the only way to keep uid, creation time and status as a
// snapshot has them. Each is a put of its own, since a paged list of keys that share a revision may miss some.
func put(args []string) error {
	flags := flag.NewFlagSet("put", flag.ExitOnError)
	address := flags.String("etcd", "", "etcd's address")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := etcdClient(*address)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(64)
	count, err := putAll(ctx, client, group)
	if waited := group.Wait(); err == nil {
		err = waited
	}
	if err == nil {
		fmt.Println(count)
	}
	return err
}

func putAll(ctx context.Context, client *clientv3.Client, group *errgroup.Group) (int, error) {
	encoder := protobuf.NewSerializer(legacyscheme.Scheme, legacyscheme.Scheme)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 64<<20)
	count := 0
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		object, kind, err := legacyscheme.Codecs.UniversalDeserializer().Decode(lines.Bytes(), nil, nil)
		if err != nil {
			return count, fmt.Errorf("object %d: %w", count+1, err)
		}
		key, err := keyOf(object, kind.GroupKind())
		if err != nil {
			return count, fmt.Errorf("object %d: %w", count+1, err)
		}
		legacyscheme.Scheme.Default(object)
		object.GetObjectKind().SetGroupVersionKind(*kind)
		value, err := runtime.Encode(encoder, object)
		if err != nil {
			return count, fmt.Errorf("%s: %w", key, err)
		}
		group.Go(func() error {
			_, err := client.Put(ctx, key, string(value))
			return err
		})
		count++
	}
	return count, lines.Err()
}

func keyOf(object runtime.Object, kind schema.GroupKind) (string, error) {
	place, known := places[kind]
	if !known {
		return "", fmt.Errorf("%s cannot be put", kind)
	}
	about, err := meta.Accessor(object)
	if err != nil {
		return "", err
	}
	if about.GetName() == "" {
		return "", fmt.Errorf("a %s without a name", kind.Kind)
	}
	if about.GetNamespace() == "" {
		return "/registry/" + place + "/" + about.GetName(), nil
	}
	return "/registry/" + place + "/" + about.GetNamespace() + "/" + about.GetName(), nil
}
