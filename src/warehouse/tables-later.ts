import { nullable, required } from "./column.ts";

const CLUSTER = [
  nullable("project", "STRING", "Google Cloud project of the cluster; null when not known."),
  nullable("location", "STRING", "Region or zone of the cluster."),
  nullable("cluster", "STRING", "Name of the cluster."),
] as const;

/** Columns of notices. A row is never changed: of several with the same key the highest revision counts. */
export const NOTICES = [
  ...CLUSTER,
  required("episode_id", "STRING", "The episode that was told; of a flood or a digest what names it."),
  required("channel", "STRING", "Where it was told: the id of a Slack channel."),
  required("revision", "INT64", "Counts up with each change; the highest is the state."),
  required("kind", "STRING", "episode, flood or digest."),
  required("state", "STRING", "posting, posted, resolved, muted, held, failed or unknown."),
  required("updated_at", "TIMESTAMP", "When this revision was written, UTC."),
  nullable("run_id", "STRING", "The run that wrote it; null when a person did by a button."),
  nullable("route", "STRING", "The route that chose the channel, such as a team's name."),
  nullable("ts", "STRING", "Slack's name of the message."),
  nullable("thread_ts", "STRING", "Slack's name of the thread that it is in."),
  nullable("muted_until", "TIMESTAMP", "Until when nothing is told of it, UTC."),
  nullable("muted_by", "STRING", "Who muted it."),
  nullable("mute_reason", "STRING", "Why it was muted."),
  nullable("taken_by", "STRING", "Who said that they take it."),
  nullable("last_step_usd", "NUMERIC", "The last step of the bill that the thread was told."),
  nullable(
    "payload",
    "STRING",
    "All that is remembered of the message, as JSON; the message's own metadata says the same.",
  ),
  nullable("error", "STRING", "Why the last attempt failed, in Slack's word."),
] as const;

/** Columns of workload_usage. Of several rows with the same key the one written last counts. */
export const WORKLOAD_USAGE = [
  ...CLUSTER,
  required("day", "DATE", "Calendar day of window_end in UTC; the table is partitioned by it."),
  required("workload_kind", "STRING", "Kind of the object to edit: CronJob, Deployment, …; Pod when nothing owns it."),
  required("workload_namespace", "STRING", "Its namespace."),
  required("workload_name", "STRING", "Its name."),
  required(
    "container",
    "STRING",
    "The container's name; empty in the row that says from when to when a workload was asked for.",
  ),
  required(
    "pod",
    "STRING",
    "The pod's name; in the row that says from when to when a workload was asked for, which has no container, the workload's own.",
  ),
  required("pod_uid", "STRING", "The pod's uid; empty where it is not known."),
  required("window_start", "TIMESTAMP", "Beginning of the time that was measured, UTC."),
  required("window_end", "TIMESTAMP", "End of the time that was measured, UTC."),
  required("updated_at", "TIMESTAMP", "When the row was written, UTC."),
  required("source", "STRING", "Where the figures come from: monitoring."),
  nullable("peak_memory_bytes", "INT64", "Most memory in use that could not be given back."),
  nullable("memory_limit_bytes", "INT64", "Largest limit of memory; null when it had none."),
  nullable("cpu_seconds", "FLOAT64", "CPU time that it took, in core seconds."),
  nullable("seconds", "FLOAT64", "How long it ran, in seconds."),
  nullable("restarts", "INT64", "How often it was restarted."),
] as const;
