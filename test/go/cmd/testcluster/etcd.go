package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"strconv"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd runs etcd inside this process, on a free port of this machine only, and without waiting for the disk. It ends with
// the process: what it holds is of no use afterwards.
func startEtcd(dir string) (address string, err error) {
	config := embed.NewConfig()
	config.Dir = dir
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	// With port 0 the gateway would dial port 0 for ever.
	config.EnableGRPCGateway = false
	config.QuotaBackendBytes = 8 << 30
	config.MaxRequestBytes = 16 << 20
	local := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	config.ListenClientUrls, config.ListenPeerUrls = []url.URL{local}, []url.URL{local}
	config.AdvertiseClientUrls, config.AdvertisePeerUrls = []url.URL{local}, []url.URL{local}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-server.Server.ReadyNotify():
	case <-time.After(time.Minute):
		server.Close()
		return "", fmt.Errorf("etcd was not ready within a minute")
	}
	return "http://" + server.Clients[0].Addr().String(), nil
}

func etcdClient(address string) (*clientv3.Client, error) {
	if address == "" {
		return nil, fmt.Errorf("--etcd is missing")
	}
	return clientv3.New(clientv3.Config{Endpoints: []string{address}, DialTimeout: 10 * time.Second})
}

// compact makes etcd forget, and tells the API server so through the key that its own compactor writes: it looks there every
// few seconds, and lets go of what its cache still has of older revisions.
func compact(args []string) error {
	flags := flag.NewFlagSet("compact", flag.ExitOnError)
	address := flags.String("etcd", "", "etcd's address")
	if err := flags.Parse(args); err != nil {
		return err
	}
	client, err := etcdClient(*address)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// Nothing is forgotten of the newest revision, so one more is made.
	put, err := client.Put(ctx, "testcluster", "compacted")
	if err != nil {
		return err
	}
	revision := put.Header.Revision
	if _, err := client.Compact(ctx, revision, clientv3.WithCompactPhysical()); err != nil {
		return err
	}
	if _, err := client.Put(ctx, "compact_rev_key", strconv.FormatInt(revision, 10)); err != nil {
		return err
	}
	fmt.Println(revision)
	return nil
}
