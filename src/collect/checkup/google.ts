import { type Check, check } from "../../model/check.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import { ask, textOf } from "./ask.ts";
import { bind, isCheck, refusal, signIn } from "./google-ask.ts";

/** Who the pod is to Google: its own account by Workload Identity, or that of the node, which all pods share. */
export async function checkWorkloadIdentity(
  environment: Readonly<Record<string, string | undefined>>,
  cluster: ClusterId | null,
  { inCluster, wanted }: { readonly inCluster: boolean; readonly wanted: boolean },
): Promise<Check> {
  if (!inCluster) return check("identity", "Workload Identity", "skipped", "not in a cluster");
  if (!wanted)
    return check("identity", "Workload Identity", "skipped", "neither BigQuery nor Cloud Monitoring is asked");
  const host = environment["GCE_METADATA_HOST"] || "metadata.google.internal";
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/?recursive=true`;
  const answer = await ask(url, { "Metadata-Flavor": "Google" });
  const email = answer.ok && answer.status === 200 ? textOf(answer.body, "email") : "";
  const cure = workloadPool(cluster);
  if (email === "") {
    return check("identity", "Workload Identity", "failed", "the metadata server names no account for this pod", cure);
  }
  if (/^\d+-compute@/u.test(email)) {
    return check("identity", "Workload Identity", "warning", `off: the pod acts as its node, ${email}`, cure);
  }
  return check("identity", "Workload Identity", "ok", `as ${email}`);
}

function workloadPool(cluster: ClusterId | null): string {
  const { project, location, name } = cluster ?? { project: "PROJECT", location: "LOCATION", name: "CLUSTER" };
  return `gcloud container clusters update ${name} --location=${location} --project=${project} --workload-pool=${project}.svc.id.goog`;
}

/** Cloud Monitoring: may we read the project's time series? */
export async function checkMonitoring(project: string, endpoint: string | null, now: number): Promise<Check> {
  const name = `time series of ${project}`;
  // The adapter speaks gRPC to private endpoints: what is no address of HTTP cannot be asked here.
  if (endpoint !== null && !/^https?:/u.test(endpoint)) {
    return check("monitoring", name, "skipped", `${endpoint} speaks gRPC: an audit asks it`);
  }
  const headers = await signIn("monitoring", endpoint);
  if (isCheck(headers)) return headers;
  const query = new URLSearchParams({
    filter: 'metric.type = "kubernetes.io/container/cpu/request_cores"',
    "interval.startTime": new Date(now - 600_000).toISOString(),
    "interval.endTime": new Date(now).toISOString(),
    pageSize: "1",
    view: "HEADERS",
  });
  const base = (endpoint ?? "https://monitoring.googleapis.com").replace(/\/$/u, "");
  const answer = await ask(`${base}/v3/projects/${encodeURIComponent(project)}/timeSeries?${query}`, headers);
  return (
    refusal("monitoring", name, answer, {
      missing: `gcloud services enable monitoring.googleapis.com --project=${project}`,
      forbidden: bind(project, "roles/monitoring.viewer"),
    }) ?? check("monitoring", name, "ok", "may be read")
  );
}
