// Command testcluster is a real Kubernetes control plane for the tests, in one program: etcd, kube-apiserver,
// kube-controller-manager, kube-scheduler and kubectl, each unchanged, as the release in go.mod has them.
//
//	testcluster up --dir DIR [--controllers LIST] [--scheduler] [--api-flag FLAG…]   runs until its standard input ends
//	testcluster put --etcd URL        writes objects, one JSON line each, straight into etcd
//	testcluster compact --etcd URL    makes etcd forget all revisions but the newest
//	testcluster kubectl|kube-apiserver|kube-controller-manager|kube-scheduler …
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// commands are Kubernetes' own, under the names of their binaries.
var commands = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllermanager.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	"kubectl":                 kubectl.NewDefaultKubectlCommand,
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("say what: up, put, compact, kubectl, kube-apiserver, kube-controller-manager or kube-scheduler"))
	}
	name := os.Args[1]
	if make, known := commands[name]; known {
		// kubectl looks at the arguments of the process itself, for plugins.
		os.Args = os.Args[1:]
		os.Exit(cli.Run(make()))
	}
	var err error
	switch name {
	case "up":
		err = up(os.Args[2:])
	case "put":
		err = put(os.Args[2:])
	case "compact":
		err = compact(os.Args[2:])
	default:
		err = fmt.Errorf("no such command: %q", name)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "testcluster:", err)
	os.Exit(1)
}
