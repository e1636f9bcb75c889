package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ready is what `up` prints, one line of JSON, once /readyz answers 200.
type ready struct {
	Server     string         `json:"server"`
	Etcd       string         `json:"etcd"`
	Kubeconfig string         `json:"kubeconfig"`
	CA         string         `json:"ca"`
	Pids       map[string]int `json:"pids"`
}

type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

// up starts a control plane in --dir and keeps it until standard input ends: whoever started it cannot leave it behind.
func up(args []string) error {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	dir := flags.String("dir", "", "folder for keys, logs and etcd's data")
	controllers := flags.String("controllers", "", "controllers to run, as kube-controller-manager takes them; none by default")
	withScheduler := flags.Bool("scheduler", false, "run the scheduler too")
	host := flags.String("host", "127.0.0.1", "address to serve on")
	port := flags.Int("port", 0, "port to serve on; 0 chooses a free one")
	etcdURL := flags.String("etcd", "", "an etcd that runs already (for a second API server); none starts one")
	var apiFlags list
	flags.Var(&apiFlags, "api-flag", "a further flag of kube-apiserver")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *dir == "" {
		return fmt.Errorf("up: --dir is missing")
	}
	keys, err := makeKeys(*dir, *host)
	if err != nil {
		return err
	}
	if *etcdURL == "" {
		if *etcdURL, err = startEtcd(filepath.Join(*dir, "etcd")); err != nil {
			return err
		}
	}
	if *port == 0 {
		if *port, err = freePort(); err != nil {
			return err
		}
	}
	server := fmt.Sprintf("https://%s:%d", *host, *port)
	kubeconfig, err := keys.writeKubeconfig(server)
	if err != nil {
		return err
	}
	p := &processes{dir: *dir, pids: map[string]int{}, ended: make(chan error, 3)}
	defer p.kill()
	if err := p.start("kube-apiserver", append(apiServerFlags(keys, *etcdURL, *host, *port, *controllers != ""), apiFlags...)); err != nil {
		return err
	}
	if err := waitReady(server, keys.adminToken, p.ended); err != nil {
		return err
	}
	if *controllers != "" {
		if err := p.start("kube-controller-manager", append(clientFlags(kubeconfig),
			"--service-account-private-key-file="+keys.path("sa.key"), "--root-ca-file="+keys.path("ca.crt"),
			"--controllers="+*controllers, "--secure-port=0")); err != nil {
			return err
		}
	}
	if *withScheduler {
		if err := p.start("kube-scheduler", append(clientFlags(kubeconfig), "--secure-port=0")); err != nil {
			return err
		}
	}
	line, err := json.Marshal(ready{Server: server, Etcd: *etcdURL, Kubeconfig: kubeconfig, CA: keys.path("ca.crt"), Pids: p.pids})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	return p.untilInputEnds()
}

func apiServerFlags(keys *keys, etcd, host string, port int, accounts bool) []string {
	flags := []string{
		"--etcd-servers=" + etcd, "--bind-address=" + host, fmt.Sprintf("--secure-port=%d", port),
		"--tls-cert-file=" + keys.path("server.crt"), "--tls-private-key-file=" + keys.path("server.key"),
		"--token-auth-file=" + keys.path("tokens.csv"), "--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + keys.path("sa.pub"), "--service-account-signing-key-file=" + keys.path("sa.key"),
		"--service-cluster-ip-range=10.0.0.0/24", "--endpoint-reconciler-type=none", "--allow-privileged=true",
	}
	if !accounts {
		// Without the controllers nobody makes the default accounts that this plugin asks for.
		flags = append(flags, "--disable-admission-plugins=ServiceAccount")
	}
	return flags
}

func clientFlags(kubeconfig string) []string {
	return []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig, "--leader-elect=false",
	}
}

// processes are this program again, under other commands.
type processes struct {
	dir   string
	pids  map[string]int
	ended chan error
}

func (p *processes) start(name string, args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(p.dir, name+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	child := exec.Command(self, append([]string{name}, args...)...)
	child.Stdout, child.Stderr = log, log
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := child.Start(); err != nil {
		return err
	}
	p.pids[name] = child.Process.Pid
	go func() { p.ended <- fmt.Errorf("%s ended (%v); its log is %s", name, child.Wait(), log.Name()) }()
	return nil
}

// untilInputEnds also ends when one of the processes does: a control plane without one of its parts proves nothing.
func (p *processes) untilInputEnds() error {
	closed := make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); close(closed) }()
	select {
	case <-closed:
		return nil
	case err := <-p.ended:
		return err
	}
}

// kill does not ask politely: an API server whose etcd goes first would hang for minutes.
func (p *processes) kill() {
	for _, pid := range p.pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

func waitReady(server, token string, ended <-chan error) error {
	client := &http.Client{
		Timeout:   2 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, server+"/readyz", nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		if answer, err := client.Do(request); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return fmt.Errorf("kube-apiserver was not ready within three minutes")
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
