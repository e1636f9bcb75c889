import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";

/**
 * The id of the run that was due at `scheduledAt`: the same for every retry, another for every other cluster or time.
 * `my-project_asia-northeast1_ml-prod_20261120T120000Z_1a2b3c4d`: letters, digits, `-` and `_` only, so that it may be part of a
 * BigQuery job id. The last part is a digest of the exact names and milliseconds, since characters such as the colon of
 * `example.com:project` become `-`.
 */
export function runId(cluster: ClusterId | null, scheduledAt: Instant): string {
  const names = cluster === null ? ["unknown-cluster"] : [cluster.project, cluster.location, cluster.name];
  const exact = `${cluster === null ? "" : formatCluster(cluster)}@${scheduledAt}`;
  return [...names.map(plain), stamp(scheduledAt), digest(exact)].join("_");
}

function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]/gu, "-");
}

/** `20261120T120000Z` */
function stamp(at: Instant): string {
  return formatInstant(at)
    .replace(/\.\d+/u, "")
    .replaceAll(/[^\dTZ]/gu, "");
}

/** FNV-1a, 32 bits, over UTF-16 units, as 8 hex digits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
