// Command filters asks the scheduler's own filter plugins. It reads one question sheet a line on standard input and
// writes one answer sheet a line: for each asked pod and node the plugin that refuses and its words, or null when all agree.
//
// A pod that stands on a node is taken off it before it is asked about. Plugins and their order are those of the
// default profile, as the cluster autoscaler's simulation runs them: PreFilter once a pod, then Filter node by node.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/klog/v2"
)

type sheet struct {
	Objects []json.RawMessage `json:"objects"`
	Ask     []question        `json:"ask"`
}

type question struct {
	Pod   string   `json:"pod"`
	Nodes []string `json:"nodes"`
}

// refusal says which plugin refused, in which phase, and why. No refusal is null.
type refusal struct {
	Plugin string `json:"plugin"`
	// Early is set when PreFilter refused, before any filter was asked.
	Early  bool   `json:"early"`
	Reason string `json:"reason"`
}

type answers struct {
	Refusals [][]*refusal `json:"refusals"`
	Error    string       `json:"error,omitempty"`
}

func main() {
	klog.SetLogger(klog.Logger{})
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if err := out.Encode(answer(line)); err != nil {
				fmt.Fprintln(os.Stderr, "filters: cannot write:", err)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}

func answer(line []byte) answers {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var asked sheet
	if err := json.Unmarshal(line, &asked); err != nil {
		return answers{Error: err.Error()}
	}
	objects, err := decode(asked.Objects)
	if err != nil {
		return answers{Error: err.Error()}
	}
	cluster, err := newCluster(ctx, objects)
	if err != nil {
		return answers{Error: err.Error()}
	}
	result := answers{Refusals: make([][]*refusal, 0, len(asked.Ask))}
	for _, q := range asked.Ask {
		refusals, err := cluster.refusals(ctx, q)
		if err != nil {
			return answers{Error: err.Error()}
		}
		result.Refusals = append(result.Refusals, refusals)
	}
	return result
}
