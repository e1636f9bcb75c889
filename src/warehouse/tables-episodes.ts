import { nullable, required } from "./column.ts";
import { NODE, PRICE, RUN } from "./tables-common.ts";

/** Columns of episodes. */
export const EPISODES = [
  ...RUN,
  ...NODE,
  ...PRICE,
  required(
    "episode_id",
    "STRING",
    "The episode: one node pinned without a break. The same in every run, another for every other cluster, node or beginning.",
  ),
  required("state", "STRING", "open, or closed by this run. A closed episode has no rows of later runs."),
  required("change", "STRING", "What this run did to it: opened, continued or closed."),
  required(
    "found",
    "BOOL",
    "Has any run so far made a finding of it? false: pinned, but so far for less than the autoscaler's unneeded time; such episodes are not to be counted.",
  ),
  required("finding", "BOOL", "Is there a row in findings for it in this very run?"),
  required(
    "opened_at",
    "TIMESTAMP",
    "Since when it is known to be pinned, UTC: where an object proves it, else the first run that found it.",
  ),
  required(
    "opened_evidence",
    "STRING",
    "By what: pod-finished, job-finished, monitoring; earlier-run for the first run that found it.",
  ),
  required("opened_proven", "BOOL", "true: it began then. false: it was pinned then and may have begun earlier."),
  required("opened_what", "STRING", "The object that proves it, in words; empty when there is none."),
  nullable(
    "not_before",
    "TIMESTAMP",
    "The earliest time at which it can have begun, UTC; accrues nothing. Null when nothing tells.",
  ),
  nullable(
    "opened_waste_usd_per_hour",
    "NUMERIC",
    "Waste an hour at the first run that found it: the rate from opened_at to first_seen_at.",
  ),
  required("first_seen_at", "TIMESTAMP", "The first run that found it pinned, UTC (taken_at)."),
  required("last_seen_at", "TIMESTAMP", "The last run that found it pinned, UTC (taken_at)."),
  required("runs_seen", "INT64", "How many runs found it pinned."),
  nullable(
    "closed_at",
    "TIMESTAMP",
    "When it ended, UTC: where an object proves it, else the first run that no longer found it; null while open.",
  ),
  nullable(
    "closed_evidence",
    "STRING",
    "By what: pod-finished, job-finished, monitoring; later-run for the run that no longer found it.",
  ),
  nullable("closed_proven", "BOOL", "true: it ended then, and was counted until then. false: it had ended by then."),
  nullable("end_cause", "STRING", "pod-finished, pod-moved, pod-gone, node-gone, rule-changed, busy-again or unknown."),
  required("end_what", "STRING", "The object that ended it, in words; empty while open or when there is none."),
  required("confirmed_hours", "FLOAT64", "The hours that accrued_usd counts."),
  required("confirmed_ms", "INT64", "The same in milliseconds, exact."),
  required("accrued_usd", "NUMERIC", "Confirmed waste so far."),
  required(
    "confirmed_now_hours",
    "FLOAT64",
    "The hours that this run confirmed; their sum over all runs is confirmed_hours.",
  ),
  required(
    "confirmed_now_usd",
    "NUMERIC",
    "The waste that this run confirmed; its sum over all runs of a found episode is accrued_usd.",
  ),
  nullable("usd_per_hour", "NUMERIC", "The node's price for an hour when it was last seen."),
  required("price_estimated", "BOOL", "Does the price of the node or of its home rest on a guess?"),
  nullable("home_kind", "STRING", "spare or new, as the last finding said; null when no home was found."),
  nullable("home_machine_type", "STRING", "Machine type of the new node."),
  nullable("home_usd_per_hour", "NUMERIC", "What the home costs more an hour: 0 for spare room."),
  nullable(
    "waste_usd_per_hour",
    "NUMERIC",
    "Waste an hour when it was last seen, by the deciding book; null when not known.",
  ),
  nullable("list_waste_usd_per_hour", "NUMERIC", "The same by the cloud's list prices, before discounts."),
  nullable("autoscaler_waste_usd_per_hour", "NUMERIC", "The same by the open-source autoscaler's price model."),
  nullable("gke_waste_usd_per_hour", "NUMERIC", "The same by GKE's autoscaler's price model."),
  required("team", "STRING", "The team of most of its blockers when last seen; of several the first by name."),
  required("teams", "STRING", "All their teams, each once, separated by commas."),
  required(
    "workload_kind",
    "STRING",
    "Kind of the object to edit, of the first blocker by name: CronJob, Deployment, …",
  ),
  required("workload_namespace", "STRING", "Its namespace."),
  required("workload_name", "STRING", "Its name."),
  required("workloads", "STRING", "All workloads that hold the node: Kind namespace/name, separated by commas."),
  required("reasons", "STRING", "The blockers' reasons, each once, separated by commas."),
  required("blockers", "INT64", "How many pods held the node when it was last seen."),
  required("blockers_json", "STRING", "These pods as JSON: for programs, views leave it alone."),
] as const;

/** Columns of endings. */
export const ENDINGS = [
  ...RUN,
  required("kind", "STRING", "Pod or Job."),
  required("namespace", "STRING", "Its namespace."),
  required("name", "STRING", "Its name."),
  required("uid", "STRING", "Its uid; empty where a dump has none."),
  required("ended_at", "TIMESTAMP", "When its last container finished, or when the Job completed or failed, UTC."),
] as const;
