import { nullable, type RowOf, required } from "./column.ts";

export { type Day, day, exactNumeric, type Numeric, numeric } from "./column.ts";

/** Every row says which run of which cluster it is of. */
const RUN = [
  required("run_id", "STRING", "The run: the same for a retry, another for every other cluster or scheduled time."),
  required("day", "DATE", "Calendar day of scheduled_at in the report's time zone; tables are partitioned by it."),
  required("scheduled_at", "TIMESTAMP", "When the run was due, UTC."),
  required("taken_at", "TIMESTAMP", "When the snapshot was taken, UTC."),
  nullable("project", "STRING", "Google Cloud project of the cluster (FOCUS: SubAccountId); null when not known."),
  nullable("location", "STRING", "Region or zone of the cluster."),
  nullable("cluster", "STRING", "Name of the cluster."),
] as const;

/** The node that a row is about, by FOCUS' names where it has them. */
const NODE = [
  required("resource_id", "STRING", "The node's uid: another for a new node of the same name."),
  required("resource_name", "STRING", "The node's name."),
  nullable("node_pool", "STRING", "GKE node pool."),
  nullable("region_id", "STRING", "Region of the node."),
  nullable("availability_zone", "STRING", "Zone of the node."),
  nullable("machine_type", "STRING", "Machine type, such as n2-highmem-64."),
  required("provisioning", "STRING", "standard, spot, preemptible or flex-start."),
  nullable("node_created_at", "TIMESTAMP", "When the node was created, UTC."),
] as const;

const PRICE = [
  required("book", "STRING", "The price book that decides: list, autoscaler or gke."),
  required("billing_currency", "STRING", "Currency of all amounts: USD."),
] as const;

const RUNS = [
  ...RUN,
  ...PRICE,
  required("version", "STRING", "Barnacle's version."),
  required("nodes", "INT64", "Nodes in the snapshot."),
  required("pods", "INT64", "Pods in the snapshot."),
  required("pinned_nodes", "INT64", "Nodes that only pods which may not be evicted keep alive."),
  required("unpriced_nodes", "INT64", "Nodes whose price is not known; they count in no amount."),
  required("findings", "INT64", "Rows of this run in findings."),
  required("observations", "INT64", "What is worth knowing but no waste, as node_verdicts.observation tells."),
  required("usd_per_hour", "NUMERIC", "Price of all priced nodes for an hour."),
  required("waste_usd_per_hour", "NUMERIC", "Waste of all findings for an hour."),
  required("estimated_usd_per_hour", "NUMERIC", "The part of usd_per_hour that rests on a guess."),
  nullable("estimated_share", "FLOAT64", "estimated_usd_per_hour by usd_per_hour; null when nothing is priced."),
  required("accrued_usd", "NUMERIC", "Confirmed waste of the open findings so far."),
  required("notes", "STRING", "What a reader of the figures must know, one a line; empty when nothing."),
] as const;

const NODE_VERDICTS = [
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
] as const;

const FINDINGS = [
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
] as const;

const BLOCKERS = [
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
] as const;

/**
 * All tables. They are flat, with one row for each node, finding or blocker of a run, so that the same rows fit DuckDB and BigQuery
 * and views need no dialect. What is hard to say in SQL is computed before and stored.
 */
export const TABLES = {
  runs: { description: "One row a run. Its row is the commit: a run without one does not exist.", columns: RUNS },
  node_verdicts: { description: "Each node of each run: verdict, utilization, price.", columns: NODE_VERDICTS },
  findings: { description: "Nodes that small pods keep alive, with what that wastes.", columns: FINDINGS },
  blockers: { description: "Each pod that the autoscaler will not move, on any node.", columns: BLOCKERS },
} as const;

export type TableName = keyof typeof TABLES;

/** A row of the table. */
export type Row<Name extends TableName> = RowOf<(typeof TABLES)[Name]["columns"]>;

export type RunRow = Row<"runs">;
export type NodeVerdictRow = Row<"node_verdicts">;
export type FindingRow = Row<"findings">;
export type BlockerRow = Row<"blockers">;

/** All rows of one run. */
export interface RunRows {
  readonly run: RunRow;
  readonly nodeVerdicts: readonly NodeVerdictRow[];
  readonly findings: readonly FindingRow[];
  readonly blockers: readonly BlockerRow[];
}
