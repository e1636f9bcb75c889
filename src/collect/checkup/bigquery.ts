import { type Check, check } from "../../model/check.ts";
import { type Answer, ask, field, textOf } from "./ask.ts";
import { bind, type Headers, isCheck, refusal, signIn } from "./google-ask.ts";

/** Where the store is. */
export interface Dataset {
  readonly project: string;
  readonly dataset: string;
}

/** What the configuration says of BigQuery, as far as it is looked at. */
export interface BigQueryToCheck {
  /** A private endpoint; `null`: Google's. */
  readonly endpoint: string | null;
  /** Where the dataset must be; `null`: wherever it is. */
  readonly location: string | null;
  /** The project that runs and pays for the jobs; `null`: the dataset's own. */
  readonly jobProject: string | null;
}

/** The permissions that storing and reading need of each table. */
const TABLE_PERMISSIONS = ["bigquery.tables.getData", "bigquery.tables.updateData"] as const;

/** BigQuery: the dataset, where it is, and what we may do there. */
export async function checkBigQuery(place: Dataset, settings: BigQueryToCheck): Promise<readonly Check[]> {
  const { project, dataset } = place;
  const headers = await signIn("store", settings.endpoint);
  if (isCheck(headers)) return [headers];
  const base = baseOf(settings.endpoint);
  const at = `${base}/projects/${encodeURIComponent(project)}/datasets/${encodeURIComponent(dataset)}`;
  const found = await ask(at, headers);
  const name = `dataset ${project}.${dataset}`;
  const refused = refusal("store", name, found, {
    missing: `bq --location=${settings.location ?? "LOCATION"} mk --dataset ${project}:${dataset}`,
    forbidden: grant(place),
  });
  if (refused !== null || !found.ok) return refused === null ? [] : [refused];
  const jobs = await checkJobs(base, settings.jobProject ?? project, headers);
  return [
    locationCheck(name, textOf(found.body, "location"), settings),
    jobs,
    ...(await checkTables(at, place, headers)),
  ];
}

function baseOf(endpoint: string | null): string {
  const url = endpoint ?? "https://bigquery.googleapis.com";
  return `${(/^https?:/u.test(url) ? url : `http://${url}`).replace(/\/$/u, "")}/bigquery/v2`;
}

function locationCheck(name: string, location: string, { location: wanted }: BigQueryToCheck): Check {
  if (wanted === null || wanted.toLowerCase() === location.toLowerCase()) {
    return check("store", name, "ok", `in ${location || "unknown"}`);
  }
  const what = `in ${location}, and bigquery.location in the config asks for ${wanted}; a dataset cannot be moved`;
  return check("store", name, "failed", what, `in the config: bigquery: { location: ${location} }`);
}

async function checkJobs(base: string, project: string, headers: Headers): Promise<Check> {
  const url = `${base}/projects/${encodeURIComponent(project)}/jobs?maxResults=1&projection=minimal`;
  const cures = { missing: "in the config: bigquery: { jobProject: PROJECT }", forbidden: bind(project, JOB_USER) };
  const refused = refusal("store", "run jobs", await ask(url, headers), cures);
  return refused ?? check("store", "run jobs", "ok", `in project ${project}`);
}

const JOB_USER = "roles/bigquery.jobUser";

/** One table tells for all: roles are granted on the dataset. */
async function checkTables(at: string, place: Dataset, headers: Headers): Promise<readonly Check[]> {
  const name = "read and write tables";
  const known = tableNames(await ask(`${at}/tables?maxResults=1000`, headers));
  if (known === null) return [check("store", name, "warning", "tables cannot be listed", grant(place))];
  const first = known.includes("runs") ? "runs" : known[0];
  if (first === undefined) return [];
  const url = `${at}/tables/${encodeURIComponent(first)}:testIamPermissions`;
  const body = JSON.stringify({ permissions: TABLE_PERMISSIONS });
  const answer = await ask(url, { ...headers, "content-type": "application/json" }, { method: "POST", body });
  if (!answer.ok || answer.status !== 200) return [];
  const held = field(answer.body, "permissions");
  const missing = TABLE_PERMISSIONS.filter((one) => !Array.isArray(held) || !held.includes(one));
  if (missing.length === 0) return [check("store", name, "ok", "allowed")];
  return [check("store", name, "failed", `not allowed: ${missing.join(", ")}`, grant(place))];
}

function tableNames(answer: Answer): readonly string[] | null {
  if (!answer.ok || answer.status !== 200) return null;
  const all = field(answer.body, "tables");
  return Array.isArray(all) ? all.map((table) => textOf(table, "tableReference", "tableId")) : [];
}

/** On the dataset alone: nothing of the project's other data is opened. */
function grant({ project, dataset }: Dataset): string {
  const statement = `GRANT \`roles/bigquery.dataEditor\` ON SCHEMA \`${project}.${dataset}\` TO "serviceAccount:ACCOUNT"`;
  return `bq query --project_id=${project} --use_legacy_sql=false '${statement}'`;
}
