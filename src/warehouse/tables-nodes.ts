import { nullable, required, since } from "./column.ts";
import { NODE, PRICE, RUN } from "./tables-common.ts";

/** Columns of node_verdicts. */
export const NODE_VERDICTS = [
  ...RUN,
  ...NODE,
  ...PRICE,
  required("verdict", "STRING", "Removable, or the cluster autoscaler's reason why not."),
  nullable("utilization", "FLOAT64", "Requests by allocatable, of the resource that decides."),
  nullable("utilization_resource", "STRING", "The resource that decides: cpu, memory, or the GPU's name."),
  nullable("cpu_utilization", "FLOAT64", "CPU requests by allocatable."),
  nullable("memory_utilization", "FLOAT64", "Memory requests by allocatable."),
  nullable("gpu_utilization", "FLOAT64", "GPU requests by allocatable; null on nodes without GPUs."),
  required("pods", "INT64", "Pods on the node."),
  required("pods_to_move", "INT64", "Pods that a drain would move elsewhere."),
  required("blockers", "INT64", "Pods that the autoscaler will not move."),
  required("pinned", "BOOL", "Would the autoscaler remove the node, were its blockers not there?"),
  required("finding", "BOOL", "Is there a row in findings?"),
  nullable("why_not", "STRING", "Why the node is no finding; null when it is one."),
  nullable("observation", "STRING", "What else is worth knowing, such as at-risk; several are separated by commas."),
  nullable("usd_per_hour", "NUMERIC", "The node's price for an hour; null when not known, never 0 for that."),
  required("price_estimated", "BOOL", "Does the price rest on a guess?"),
  required("price_estimates", "STRING", "What was guessed, one a line; empty when nothing."),
  nullable(
    "waste_usd_per_hour",
    "NUMERIC",
    "Price of the node less that of the home; null when not known or not asked.",
  ),
  required("uncertain", "STRING", "What in the verdict is not mirrored or not known, one a line; empty when nothing."),
  since(
    2,
    nullable(
      "pinned_waste_usd_per_hour",
      "NUMERIC",
      "What the pinned node wasted an hour, finding or not, as episodes count it; null when it is not pinned or that is not known.",
    ),
  ),
  since(
    2,
    nullable(
      "pinned_doubtful",
      "BOOL",
      "true: what was not listed leaves open whether the node is pinned; the run is no evidence for the node either way.",
    ),
  ),
  since(2, nullable("own_since", "TIMESTAMP", "Since when the node is pinned as this snapshot alone tells, UTC.")),
  since(2, nullable("own_since_evidence", "STRING", "By what own_since is known.")),
  since(2, nullable("own_since_proven", "BOOL", "true: since then. false: at most since then.")),
  since(2, nullable("own_since_what", "STRING", "The object that proves it, in words.")),
  since(
    2,
    nullable(
      "busy_until",
      "TIMESTAMP",
      "When the last larger pod ended, before which the pinned node was in use; null when no object tells.",
    ),
  ),
  since(
    2,
    nullable(
      "busy_since",
      "TIMESTAMP",
      "When the node that is in use now came to be so, as the starts of its pods tell; null when it is not in use.",
    ),
  ),
] as const;

/** Columns of findings. */
export const FINDINGS = [
  ...RUN,
  ...NODE,
  ...PRICE,
  nullable("usd_per_hour", "NUMERIC", "The node's price for an hour by the deciding book."),
  required("price_estimated", "BOOL", "Does the price of the node or of its home rest on a guess?"),
  nullable("utilization", "FLOAT64", "Requests by allocatable, of the resource that decides."),
  nullable("home_kind", "STRING", "spare: room on nodes that stay anyway; new: a new node; null: no home was found."),
  nullable("home_machine_type", "STRING", "Machine type of the new node."),
  nullable("home_provisioning", "STRING", "standard, spot, preemptible or flex-start."),
  nullable("home_usd_per_hour", "NUMERIC", "What the home costs more an hour: 0 for spare room."),
  required("home_nodes", "STRING", "Nodes with spare room that take blockers, separated by commas."),
  required("home_relaxed", "STRING", "Selectors that name a place and were relaxed for the home, separated by commas."),
  nullable("waste_usd_per_hour", "NUMERIC", "Price of the node less that of the home, by the deciding book."),
  nullable("list_waste_usd_per_hour", "NUMERIC", "The same by the cloud's list prices, before discounts."),
  nullable("autoscaler_waste_usd_per_hour", "NUMERIC", "The same by the open-source autoscaler's price model."),
  nullable("gke_waste_usd_per_hour", "NUMERIC", "The same by GKE's autoscaler's price model."),
  nullable("limited_by", "STRING", "room or poolMinimum when the node could not have been saved; waste is then 0."),
  required("cordoned", "BOOL", "Is the node cordoned?"),
  required("blockers", "INT64", "Pods that hold the node: rows in blockers."),
  required("reasons", "STRING", "The blockers' reasons, each once, separated by commas."),
  required("teams", "STRING", "The blockers' teams, each once, separated by commas."),
  nullable("pinned_since", "TIMESTAMP", "Since when the node is pinned, UTC; null when nothing tells."),
  required("since_evidence", "STRING", "By what pinned_since is known: pod-finished, job-finished, earlier-run, …"),
  required("since_proven", "BOOL", "true: since then. false: at most since then."),
  required("since_what", "STRING", "The object that proves it, in words; empty when there is none."),
  required("accrued_usd", "NUMERIC", "Confirmed waste so far."),
  required("advice_kinds", "STRING", "What to change, by kind, separated by commas."),
  required("advice_text", "STRING", "What to change and why, a sentence a line."),
  nullable("advice_target", "STRING", "The object that advice_patch is for: Kind namespace/name."),
  nullable("advice_patch", "STRING", "YAML for kubectl patch --patch-file, of the first advice that has one."),
  nullable("advice_command", "STRING", "The command of the first advice that has one."),
  since(
    2,
    nullable(
      "since_earliest",
      "TIMESTAMP",
      "Where what was measured tells no more: it began no earlier than this, and no later than pinned_since.",
    ),
  ),
  since(
    2,
    nullable(
      "sized_home_kind",
      "STRING",
      "The home if the blockers asked for what their past runs needed: spare or new; null when that is not known or changes nothing.",
    ),
  ),
  since(2, nullable("sized_home_machine_type", "STRING", "Machine type of that home, if it is a new node.")),
  since(2, nullable("sized_home_usd_per_hour", "NUMERIC", "What that home costs more an hour: 0 for spare room.")),
  since(
    2,
    nullable(
      "needs",
      "STRING",
      "What the blockers' workloads need by their past runs, one a line; null when not known.",
    ),
  ),
  since(2, nullable("episode_id", "STRING", "The episode that the finding belongs to: a row in episodes.")),
  since(2, nullable("confirmed_usd", "NUMERIC", "Waste that this run confirmed: what accrued since the run before.")),
  since(2, nullable("team", "STRING", "The team of most of the blockers; of several the first by name.")),
] as const;

/** Columns of blockers. */
export const BLOCKERS = [
  ...RUN,
  required("resource_id", "STRING", "Uid of the node that the pod is on."),
  required("resource_name", "STRING", "Name of that node."),
  required("finding", "BOOL", "Is that node a finding of this run?"),
  required("namespace", "STRING", "The pod's namespace."),
  required("pod", "STRING", "The pod's name."),
  required("pod_uid", "STRING", "The pod's uid."),
  required("reason", "STRING", "The autoscaler's name for why it will not move the pod."),
  required("team", "STRING", "The owning team."),
  required("team_from", "STRING", "Where the team's name comes from: label, annotation or namespace."),
  required("workload_kind", "STRING", "Kind of the object to edit: CronJob, Deployment, …; Pod when nothing owns it."),
  required("workload_namespace", "STRING", "Its namespace."),
  required("workload_name", "STRING", "Its name."),
  required(
    "owner_chain",
    "STRING",
    "From the pod's controller upwards: Job batch/x-1 > CronJob batch/x; empty for none.",
  ),
  required("cpu_request", "NUMERIC", "Requested cores."),
  required("memory_request_bytes", "INT64", "Requested bytes of memory."),
  required("requests", "STRING", "All requests as Kubernetes writes them: cpu=500m, memory=2Gi."),
  nullable("pod_started_at", "TIMESTAMP", "When the pod started, UTC."),
  since(
    2,
    nullable(
      "waste_share_usd_per_hour",
      "NUMERIC",
      "The blocker's share of the finding's waste: all blockers of a node bear it alike, and the shares sum up to it. Null on nodes that are no finding.",
    ),
  ),
  since(
    2,
    nullable(
      "confirmed_share_usd",
      "NUMERIC",
      "The blocker's share of the waste that this run confirmed, shared alike. Null on nodes that are no finding.",
    ),
  ),
] as const;
