import { z } from "zod";
import { BigQueryFault } from "./bigquery-fault.ts";

/** One request to BigQuery's REST API. */
export interface Question {
  readonly method: "GET" | "POST" | "PATCH";
  /** After the version: `projects/p/datasets/d`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** NDJSON that goes with `json` in one request, as a load job takes it. */
  readonly rows?: string;
}

/** Asks once. @throws BigQueryFault */
export type Ask = (question: Question) => Promise<unknown>;

export interface HttpOptions {
  /** Where BigQuery is, for tests and private endpoints: `http://…` or host:port. No credentials are then asked for. */
  readonly endpoint: string | null;
  /** Longest wait for an answer, in milliseconds. */
  readonly requestTimeout: number;
}

const GOOGLE = "https://bigquery.googleapis.com";

/** Bytes a second that even a poor connection carries: large loads get more time. */
const SLOWEST = 64 * 1024;

/**
 * Requests through Google's own client, one at a time and never repeated by it: what may be asked again is ours to know, since it sends
 * a load once and for all. It cannot call a request off, and its time limit does nothing on Node 24: ours does not wait longer than
 * `requestTimeout`, and a connection that hangs on is left to the end of the process.
 */
export async function openHttp(options: HttpOptions): Promise<Ask> {
  const { BigQuery } = await import("@google-cloud/bigquery");
  const { PassThroughClient } = await import("google-auth-library");
  const base = options.endpoint === null ? GOOGLE : withScheme(options.endpoint);
  const own = options.endpoint === null ? {} : { projectId: "none", authClient: new PassThroughClient() };
  const client = new BigQuery({ apiEndpoint: base, retryOptions: { autoRetry: false, maxRetries: 0 }, ...own });
  return async (question) => {
    const { headers, body } = bodyOf(question);
    const limit = Math.ceil(options.requestTimeout + ((body?.length ?? 0) / SLOWEST) * 1_000);
    if (options.endpoint === null) await checkCredentials(client);
    // Bytes, not text: the client would put the project's id wherever a text says {{projectId}}, in rows too.
    const sent = body === null ? {} : { body: Buffer.from(body) };
    const request = { uri: urlOf(base, question), qs: queryOf(question), method: question.method, headers, ...sent };
    return answerOf(await within(limit, (done) => client.request(request, done)));
  };
}

/** What the client calls back with: its error, the body and the response, as far as they are there. */
interface Heard {
  readonly error: unknown;
  readonly body: unknown;
}

type Done = (error: unknown, body?: unknown) => void;

async function within(limit: number, send: (done: Done) => void): Promise<Heard> {
  const { promise, resolve } = Promise.withResolvers<Heard>();
  const late = new BigQueryFault(`no answer within ${Math.round(limit / 1_000)} s`, { reason: "noAnswer" });
  const timer = setTimeout(() => resolve({ error: late, body: undefined }), limit);
  send((error, body) => resolve({ error, body }));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Application default credentials: Workload Identity in the cluster, `gcloud auth application-default login` elsewhere. */
async function checkCredentials({ authClient }: { readonly authClient: { getAccessToken(): Promise<unknown> } }) {
  try {
    await authClient.getAccessToken();
  } catch (error) {
    throw new BigQueryFault(messageOf(error), { reason: "noCredentials" });
  }
}

function withScheme(endpoint: string): string {
  return (/^https?:\/\//u.test(endpoint) ? endpoint : `http://${endpoint}`).replace(/\/+$/u, "");
}

type Headers = Record<string, string>;

function urlOf(base: string, { path, rows }: Question): string {
  return `${base}${rows === undefined ? "" : "/upload"}/bigquery/v2/${path}`;
}

function queryOf({ query, rows }: Question): Readonly<Record<string, string>> {
  return { ...query, ...(rows === undefined ? {} : { uploadType: "multipart" }) };
}

function bodyOf({ json, rows }: Question): { readonly headers: Headers; readonly body: string | null } {
  if (json === undefined) return { headers: {}, body: null };
  const text = JSON.stringify(json);
  if (rows === undefined) return { headers: { "content-type": "application/json" }, body: text };
  const boundary = unusedBoundary(rows);
  const part = (type: string, content: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
  const body = `${part("application/json; charset=UTF-8", text)}${part("application/octet-stream", rows)}--${boundary}--`;
  return { headers: { "content-type": `multipart/related; boundary=${boundary}` }, body };
}

/** Rows hold text from the cluster: a boundary must not be among it. */
function unusedBoundary(rows: string): string {
  for (let n = 0; ; n += 1) if (!rows.includes(`barnacle-part-${n}`)) return `barnacle-part-${n}`;
}

/** What is worth telling apart: a server that is not there, and one that cannot be trusted. All else is a lost connection. */
const OWN_CODES = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|TLS|SIGNATURE/u;

function answerOf({ error, body }: Heard): unknown {
  if (error instanceof BigQueryFault) throw error;
  if (error === null && typeof body === "object" && body !== null) return body;
  throw faultOf(error, body);
}

const HEADERS = z.record(z.string(), z.unknown());
const FAILED = z.looseObject({
  message: z.string().default(""),
  code: z.unknown(),
  errors: z.array(z.looseObject({ reason: z.string().default("") })).default([]),
  response: z.looseObject({ statusCode: z.number(), headers: HEADERS.default({}), body: z.unknown() }).optional(),
});

const ERROR = z.object({
  error: z.object({
    message: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().default("") })).default([]),
  }),
});

function faultOf(error: unknown, body: unknown): BigQueryFault {
  const failed = FAILED.safeParse(error);
  if (error === null || !failed.success) return odd(null, body);
  const { message, code, response } = failed.data;
  if (response === undefined) {
    const name = typeof code === "string" ? code : "";
    // The client puts the whole address before what the connection did.
    const what = message.replace(/^request to \S+ failed, reason: /u, "");
    return new BigQueryFault(what, { reason: OWN_CODES.test(name) ? name : "noAnswer" });
  }
  const seconds = Number(response.headers["retry-after"] ?? 0);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : 0;
  const { statusCode: status } = response;
  const told = ERROR.safeParse(response.body);
  if (!told.success) return odd({ status, wait }, response.body);
  const { message: words, errors } = told.data.error;
  return new BigQueryFault(words, { status, reason: errors[0]?.reason ?? "", retryAfter: wait });
}

/** An answer that is not BigQuery's. A proxy's page with status 200 is none either, and may go away. */
function odd(from: { readonly status: number; readonly wait: number } | null, body: unknown): BigQueryFault {
  const status = from?.status ?? 200;
  const text = typeof body === "string" ? body : "";
  const message = `HTTP ${status} with an answer that is not BigQuery's: ${text.slice(0, 80).replaceAll(/\s+/gu, " ")}`;
  const reason = status >= 200 && status < 300 ? "oddAnswer" : "";
  return new BigQueryFault(message, { status, reason, retryAfter: from?.wait ?? 0 });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
