import { nullable, required, since } from "./column.ts";

/** Every row says which run of which cluster it is of. */
export const RUN = [
  required("run_id", "STRING", "The run: the same for a retry, another for every other cluster or scheduled time."),
  since(
    2,
    required(
      "attempt_id",
      "STRING",
      "The attempt that committed the run: run_id and a digest of all its rows. A retried run takes a new snapshot; only rows of the attempt that runs names count.",
    ),
    "run_id || '_00000000'",
  ),
  required("day", "DATE", "Calendar day of scheduled_at in the report's time zone; tables are partitioned by it."),
  since(2, required("week", "DATE", "The Monday of that day's week."), "CAST(date_trunc('week', day) AS DATE)"),
  since(2, required("month", "DATE", "The first day of that day's month."), "CAST(date_trunc('month', day) AS DATE)"),
  required("scheduled_at", "TIMESTAMP", "When the run was due, UTC."),
  required("taken_at", "TIMESTAMP", "When the snapshot was taken, UTC."),
  nullable("project", "STRING", "Google Cloud project of the cluster (FOCUS: SubAccountId); null when not known."),
  nullable("location", "STRING", "Region or zone of the cluster."),
  nullable("cluster", "STRING", "Name of the cluster."),
] as const;

/** The node that a row is about, by FOCUS' names where it has them. */
export const NODE = [
  required("resource_id", "STRING", "The node's uid: another for a new node of the same name."),
  required("resource_name", "STRING", "The node's name."),
  nullable("node_pool", "STRING", "GKE node pool."),
  nullable("region_id", "STRING", "Region of the node."),
  nullable("availability_zone", "STRING", "Zone of the node."),
  nullable("machine_type", "STRING", "Machine type, such as n2-highmem-64."),
  required("provisioning", "STRING", "standard, spot, preemptible or flex-start."),
  nullable("node_created_at", "TIMESTAMP", "When the node was created, UTC."),
] as const;

export const PRICE = [
  required("book", "STRING", "The price book that decides: list, autoscaler or gke."),
  required("billing_currency", "STRING", "Currency of all amounts: USD."),
] as const;
