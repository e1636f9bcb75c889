import { StoreFailure } from "../failure.ts";
import { BigQueryFault } from "./bigquery-fault.ts";

/** What sentences name besides the fault. */
export interface Names {
  /** `bigquery:PROJECT.DATASET` */
  readonly store: string;
  readonly project: string;
  readonly dataset: string;
  readonly jobProject: string;
  /** `null` as long as it is not known. */
  readonly location: string | null;
  /** The longest time for one operation, in milliseconds. */
  readonly patience: number;
}

/** Runs `work`; what BigQuery refuses becomes a `StoreFailure`. Mistakes of the program stay what they are. */
export async function guarded<T>(names: Names, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BigQueryFault)) throw error;
    throw new StoreFailure(`${names.store}: ${sentenceOf(error, names)}.`);
  }
}

type Say = (fault: BigQueryFault, names: Names) => string;

interface Rule {
  readonly when: (fault: BigQueryFault) => boolean;
  readonly say: Say;
}

const is =
  (...reasons: readonly string[]) =>
  ({ reason }: BigQueryFault) =>
    reasons.includes(reason);

/** What BigQuery says, and what it means to people. The first that fits is told. */
const RULES: readonly Rule[] = [
  { when: is("noCredentials"), say: noCredentials },
  { when: is("newerSchema", "oddTable", "odd"), say: ({ message }) => `the dataset ${message}` },
  { when: is("stillRunning"), say: stillRunning },
  {
    when: is("vanished"),
    say: ({ message }) => `${message}: something else deletes rows of this dataset; nothing of this run was kept`,
  },
  {
    when: is("ENOTFOUND", "EAI_AGAIN"),
    say: (fault) =>
      `its server's name is not known here (${said(fault)}); check the network, DNS, and BARNACLE_BIGQUERY_ENDPOINT`,
  },
  {
    when: is("ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"),
    say: (fault) =>
      `cannot be reached (${said(fault)}); check the network, a firewall or egress policy, and BARNACLE_BIGQUERY_ENDPOINT`,
  },
  {
    when: is("noAnswer", "oddAnswer"),
    say: (fault, names) => `did not answer for ${seconds(names)} (${said(fault)}); try again later`,
  },
  {
    when: ({ status }) => status === 401,
    say: (fault) => `the credentials were refused (${said(fault)}); sign in again, or check the service account's key`,
  },
  {
    when: ({ message }) => /has not been used in project|SERVICE_DISABLED|accessNotConfigured/u.test(message),
    say: (_, { jobProject }) =>
      `BigQuery is not enabled in project ${jobProject}; run: gcloud services enable bigquery.googleapis.com --project=${jobProject}`,
  },
  {
    when: is("billingNotEnabled"),
    say: (_, { jobProject }) =>
      `project ${jobProject} has no billing account, and the BigQuery sandbox takes no such statements; link one`,
  },
  {
    when: is("quotaExceeded", "rateLimitExceeded", "jobRateLimitExceeded"),
    say: (fault, names) =>
      `a quota is used up, and still was after ${seconds(names)} (${said(fault)}); try again later, or ask for more quota`,
  },
  {
    when: ({ status }) => status === 429,
    say: (fault, names) =>
      `a quota is used up, and still was after ${seconds(names)} (${said(fault)}); try again later`,
  },
  { when: isLocation, say: wrongLocation },
  { when: ({ status, reason }) => status === 403 || reason === "accessDenied", say: accessDenied },
  { when: isDatasetMissing, say: noDataset },
  {
    when: ({ status, reason }) => status === 404 || reason === "notFound",
    say: (fault) => `something is not there any more (${said(fault)}); was it deleted meanwhile? Try again`,
  },
  { when: isRefusedRow, say: refusedRow },
  {
    when: ({ message }) =>
      /does not match Table|Cannot add fields|Cannot query over table|Unrecognized name/u.test(message),
    say: (fault) =>
      `has another table than this program (${said(fault)}); it was changed by hand, undo that or use another dataset`,
  },
  {
    when: ({ status }) => (status ?? 0) >= 500,
    say: (fault, names) => `was out of order, and still was after ${seconds(names)} (${said(fault)}); try again later`,
  },
];

function sentenceOf(fault: BigQueryFault, names: Names): string {
  const rule = RULES.find(({ when }) => when(fault));
  return rule === undefined ? `BigQuery refused: ${said(fault)}` : rule.say(fault, names);
}

/** The server's words on one line, without control characters, and not endless. */
function said({ message, job }: BigQueryFault): string {
  const text = plain(message);
  const what = text === "" ? "no reason given" : text;
  return job === null ? what : `${what}; job ${job}`;
}

function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .replace(/\.$/u, "")
    .slice(0, 300);
}

function seconds({ patience }: Names): string {
  return `${Math.round(patience / 1_000)} s`;
}

function noCredentials(fault: BigQueryFault): string {
  return `no Google credentials work here (${said(fault)}); in the cluster give Barnacle's service account Workload Identity, elsewhere run: gcloud auth application-default login`;
}

function stillRunning({ job, message }: BigQueryFault, names: Names): string {
  const which = job === null ? "a job" : `job ${job}`;
  return `${which} was not done after ${seconds(names)} (${plain(message)}); the next run looks for it and goes on from there. See: bq --project_id=${names.jobProject} show -j ${job ?? "JOB"}`;
}

const LOCATION = /location/iu;

/** BigQuery tells a job in the wrong place that the dataset is not there: "was not found in location US". */
function isLocation({ message }: BigQueryFault): boolean {
  return (
    LOCATION.test(message) &&
    /not found in location|different location|location of|does not match|in location .* (?:but|and)/iu.test(message)
  );
}

function wrongLocation(fault: BigQueryFault, { location }: Names): string {
  const where = location === null ? "" : ` (it is in ${location})`;
  return `the dataset is in another location than was asked for${where}: ${said(fault)}; set bigquery.location in the config to the dataset's own, or leave it out`;
}

/** The role with the fewest rights that has the permission, and on what it is to be granted. */
const ROLES: readonly (readonly [RegExp, string, "project" | "dataset"])[] = [
  [/^bigquery\.jobs\./u, "roles/bigquery.jobUser", "project"],
  [
    /^bigquery\.(?:tables\.(?:create|update|updateData|delete)|datasets\.update)/u,
    "roles/bigquery.dataEditor",
    "dataset",
  ],
  [/^bigquery\.(?:tables|datasets)\./u, "roles/bigquery.dataViewer", "dataset"],
];

function accessDenied(fault: BigQueryFault, { jobProject, project, dataset }: Names): string {
  const [permission] = /bigquery\.[a-z]+\.[a-zA-Z]+/u.exec(fault.message) ?? [];
  const [, role, on] = ROLES.find(([pattern]) => permission !== undefined && pattern.test(permission)) ?? [];
  const target = on === "project" ? `project ${jobProject}` : `dataset ${project}:${dataset}`;
  const cure =
    role === undefined
      ? `it takes roles/bigquery.jobUser on project ${jobProject} and roles/bigquery.dataEditor on dataset ${project}:${dataset}`
      : `grant its service account ${role} on ${target}`;
  return `access was denied (${said(fault)}); ${cure}`;
}

function isDatasetMissing({ status, reason, message }: BigQueryFault): boolean {
  return (status === 404 || reason === "notFound") && /Dataset/u.test(message);
}

function noDataset(_: BigQueryFault, { project, dataset, location }: Names): string {
  const place = location ?? "LOCATION";
  const hint = location === null ? " (LOCATION: where your data is to be, such as asia-northeast1, US or EU)" : "";
  return `there is no dataset ${dataset} in project ${project}; make it with: bq --location=${place} mk --dataset ${project}:${dataset}${hint}`;
}

function isRefusedRow({ job, reason }: BigQueryFault): boolean {
  return job !== null && reason === "invalid";
}

/** The message often says only that there were errors; the single ones tell the row and the reason. */
function refusedRow(fault: BigQueryFault): string {
  const details = fault.details.map(plain).filter((text) => text !== "");
  const more = details.length === 0 ? "" : `: ${details.slice(0, 3).join(" | ")}`;
  return `a row was refused, and so none of its table was stored (${said(fault)}${more})`;
}
