import { nullable, required, since } from "./column.ts";
import { PRICE, RUN } from "./tables-common.ts";

/** Columns of runs. */
export const RUNS = [
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
  since(
    2,
    nullable(
      "previous_run_id",
      "STRING",
      "The run before it in this cluster, of whose episodes its own went on; null for the first.",
    ),
  ),
  since(
    2,
    nullable("scheduled_seconds", "INT64", "scheduled_at in seconds since 1970, for the time between two runs."),
    "CAST(epoch(scheduled_at) AS BIGINT)",
  ),
  since(2, nullable("period_seconds", "INT64", "The configured time between two runs.")),
  since(
    2,
    nullable("max_gap_seconds", "INT64", "The configured longest gap between two runs that still counts as confirmed."),
  ),
  since(
    2,
    nullable(
      "missing_kinds",
      "STRING",
      "Kinds of objects that the run could not list or was not given, and that pods name: it is a partial run; empty for a whole one.",
    ),
  ),
  since(2, nullable("monitoring_calls", "INT64", "Calls of Cloud Monitoring; null when it was not asked.")),
  since(2, nullable("monitoring_points", "INT64", "Points that it answered; null when it was not asked.")),
  since(2, nullable("open_episodes", "INT64", "Episodes that are open after the run.")),
  since(2, nullable("confirmed_usd", "NUMERIC", "Waste that this run confirmed: what accrued since the run before.")),
  since(2, nullable("collect_seconds", "FLOAT64", "How long the cluster, or its snapshot, was read.")),
  since(2, nullable("judge_seconds", "FLOAT64", "How long the verdicts took.")),
  since(2, nullable("audit_seconds", "FLOAT64", "How long prices, homes and findings took.")),
  since(2, nullable("run_seconds", "FLOAT64", "From the start of the process until the rows were ready to be stored.")),
  since(
    2,
    nullable("api_requests", "INT64", "Requests to the API server, repeated ones included; null when files were read."),
  ),
  since(2, nullable("api_retries", "INT64", "Of these, the requests that were repeated.")),
  since(2, nullable("api_bytes", "INT64", "Bytes of the API server's answers as they came over the network.")),
  since(2, nullable("peak_memory_bytes", "INT64", "The most memory that the process has held.")),
] as const;
