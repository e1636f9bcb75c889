import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { digest, plainName, stamp } from "./digest.ts";

/**
 * The id of the run that was due at `scheduledAt`: the same for every retry, another for every other cluster or time.
 * `my-project_asia-northeast1_ml-prod_20261120T120000Z_1a2b3c4d`: letters, digits, `-` and `_` only, so that it may be part of a
 * BigQuery job id. The last part is a digest of the exact names and milliseconds, since characters such as the colon of
 * `example.com:project` become `-`.
 */
export function runId(cluster: ClusterId | null, scheduledAt: Instant): string {
  const names = cluster === null ? ["unknown-cluster"] : [cluster.project, cluster.location, cluster.name];
  const exact = `${cluster === null ? "" : formatCluster(cluster)}@${scheduledAt}`;
  return [...names.map(plainName), stamp(scheduledAt), digest(exact)].join("_");
}

/**
 * The id of the episode of a node (by `nodeKey`) that the run due at `scheduledAt` opened: the same for every retry of that run.
 * `gke-training-large-1a2b_20261120T120000Z_1a2b3c4d`
 */
export function episodeId(cluster: ClusterId | null, name: string, key: string, scheduledAt: Instant): string {
  const exact = `${cluster === null ? "" : formatCluster(cluster)}@${scheduledAt}@${key}`;
  return [plainName(name), stamp(scheduledAt), digest(exact)].join("_");
}
