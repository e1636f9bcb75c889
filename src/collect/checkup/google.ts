import type { Check, CheckArea, CheckState } from "../../model/check.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import { googleHeaders } from "../google-auth.ts";
import { type Answer, ask, field, textOf } from "./ask.ts";

function check(area: CheckArea, name: string, state: CheckState, what: string, cure: string | null = null): Check {
  return { area, name, state, what, cure };
}

type Headers = Readonly<Record<string, string>>;

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** Headers to ask with, or the check that says why there are none. */
async function signIn(area: CheckArea, endpoint: string | null): Promise<Headers | Check> {
  try {
    return await googleHeaders(endpoint, [SCOPE], (why) => new Error(why));
  } catch {
    return check(
      area,
      "credentials",
      "failed",
      "there are no Google credentials",
      "gcloud auth application-default login",
    );
  }
}

function isCheck(value: Headers | Check): value is Check {
  return "area" in value && "cure" in value;
}

/** Who the pod is to Google: its own account by Workload Identity, or that of the node, which all pods share. */
export async function checkWorkloadIdentity(
  environment: Readonly<Record<string, string | undefined>>,
  cluster: ClusterId | null,
  inCluster: boolean,
): Promise<Check> {
  if (!inCluster) return check("identity", "Workload Identity", "skipped", "not in a cluster");
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

/** The tables that a store makes, and the permissions that storing and reading need of each. */
const TABLE_PERMISSIONS = ["bigquery.tables.getData", "bigquery.tables.updateData"] as const;

/** BigQuery: the dataset, where it is, its tables, and what we may do there. */
export async function checkBigQuery(
  { project, dataset }: { readonly project: string; readonly dataset: string },
  tables: readonly string[],
  endpoint: string | null,
): Promise<readonly Check[]> {
  const headers = await signIn("store", endpoint);
  if (isCheck(headers)) return [headers];
  const base = `${(endpoint ?? "https://bigquery.googleapis.com").replace(/\/$/u, "")}/bigquery/v2/projects/${encodeURIComponent(project)}`;
  const at = `${base}/datasets/${encodeURIComponent(dataset)}`;
  const found = await ask(at, headers);
  const name = `dataset ${project}.${dataset}`;
  const refused = refusal("store", name, found, {
    missing: `bq --location=LOCATION mk --dataset ${project}:${dataset}`,
    forbidden: bind(project, "roles/bigquery.dataEditor"),
  });
  if (refused !== null || !found.ok) return refused === null ? [] : [refused];
  const location = textOf(found.body, "location") || "unknown";
  const listed = await ask(`${at}/tables?maxResults=1000`, headers);
  const jobs = await ask(`${base}/jobs?maxResults=1&projection=minimal`, headers);
  const known = tableNames(listed);
  return [
    check("store", name, "ok", `in ${location}`),
    known === null
      ? check("store", "tables", "warning", "cannot be listed", bind(project, "roles/bigquery.dataEditor"))
      : tablesCheck(known, tables),
    refusal("store", "run jobs", jobs, { missing: "", forbidden: bind(project, "roles/bigquery.jobUser") }) ??
      check("store", "run jobs", "ok", `in project ${project}`),
    ...(await permissions(
      at,
      (known ?? []).filter((table) => tables.includes(table)),
      project,
      headers,
    )),
  ];
}

function tableNames(answer: Answer): readonly string[] | null {
  if (!answer.ok || answer.status !== 200) return null;
  const all = field(answer.body, "tables");
  return Array.isArray(all) ? all.map((table) => textOf(table, "tableReference", "tableId")) : [];
}

function tablesCheck(known: readonly string[], tables: readonly string[]): Check {
  const missing = tables.filter((table) => !known.includes(table));
  const what =
    missing.length === 0
      ? `all ${tables.length} are there`
      : `not there yet: ${missing.join(", ")}; the first audit makes them`;
  return check("store", "tables", "ok", what);
}

/** One table tells for all: roles are granted on the dataset. */
async function permissions(
  at: string,
  known: readonly string[],
  project: string,
  headers: Headers,
): Promise<readonly Check[]> {
  const [first] = known;
  if (first === undefined) return [];
  const url = `${at}/tables/${encodeURIComponent(first)}:testIamPermissions`;
  const body = JSON.stringify({ permissions: TABLE_PERMISSIONS });
  const answer = await ask(url, { ...headers, "content-type": "application/json" }, { method: "POST", body });
  if (!answer.ok || answer.status !== 200) return [];
  const held = field(answer.body, "permissions");
  const missing = TABLE_PERMISSIONS.filter((one) => !Array.isArray(held) || !held.includes(one));
  if (missing.length === 0) return [check("store", "read and write tables", "ok", "allowed")];
  const what = `not allowed: ${missing.join(", ")}`;
  return [check("store", "read and write tables", "failed", what, bind(project, "roles/bigquery.dataEditor"))];
}

function bind(project: string, role: string): string {
  return `gcloud projects add-iam-policy-binding ${project} --member=serviceAccount:ACCOUNT --role=${role}`;
}

/** What an answer that is none of the hoped-for says; `null` when it is well. */
function refusal(
  area: CheckArea,
  name: string,
  answer: Answer,
  cures: { readonly missing: string; readonly forbidden: string },
): Check | null {
  if (!answer.ok) return check(area, name, "failed", answer.why, "check the network, a proxy and the private endpoint");
  switch (answer.status) {
    case 200:
      return null;
    case 401:
      return check(
        area,
        name,
        "failed",
        "the credentials are not accepted (401)",
        "gcloud auth application-default login",
      );
    case 403:
      return check(area, name, "failed", "not allowed (403)", cures.forbidden);
    case 404:
      return check(area, name, "failed", "not there (404)", cures.missing);
    default:
      return check(area, name, "failed", `answered with status ${answer.status}`, "run it again later");
  }
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
