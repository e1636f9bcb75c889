/** What stands after the list of commands in `barnacle --help`. */
export const MANUAL = `
Input:
  Without --snapshot the cluster is read: in the cluster with the pod's service account, else that of kubeconfig's current
  context (--context). It is only read: get and list, no secrets. --snapshot takes files as kubectl get -o json prints them.

Settings:
  A flag beats the environment, the environment beats the YAML file that --config or BARNACLE_CONFIG names.
  BARNACLE_CLUSTER, BARNACLE_BOOK, BARNACLE_STORE   as the flags
  KUBECONFIG, NO_COLOR, TERM                        as everywhere
  HTTPS_PROXY, NO_PROXY                             a proxy, and what is asked without it
  SLACK_BOT_TOKEN                                   the only secret

Output:
  Data goes to stdout; progress (on a terminal only), warnings and errors to stderr.

Exit codes:
  0    it ran, whatever it found
  1    the cluster, a store or a sink failed; what worked stays
  2    wrong usage, configuration or input
  3    audit --fail-on-waste: the waste is at least that
  130, 143   stopped by a signal

Examples:
  $ barnacle audit                                     the cluster of the current context
  $ barnacle explain gke-prod-large-1a2b3c4d-x7k2      why is this node still here?
  $ barnacle snapshot > cluster.jsonl                  to hand to somebody else, redacted

kubectl barnacle is the same program, where kubectl-barnacle is on the PATH. barnacle COMMAND --help tells more of each.`;
