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
const SCOPE = "https://www.googleapis.com/auth/bigquery";

/** Bytes a second that even a poor connection carries: large loads get more time. */
const SLOWEST = 64 * 1024;

/**
 * The client is our own, on Google's credentials: `@google-cloud/bigquery` sends loads once and for all, and on Node its requests have no
 * time limit and cannot be called off, so that one lost connection would hold the Job for ever.
 */
export async function openHttp(options: HttpOptions): Promise<Ask> {
  const base = options.endpoint === null ? GOOGLE : withScheme(options.endpoint);
  const credentials = options.endpoint === null ? await googleCredentials() : async () => ({});
  return async (question) => {
    const url = urlOf(base, question);
    const { headers, body } = bodyOf(question);
    const limit = Math.ceil(options.requestTimeout + ((body?.length ?? 0) / SLOWEST) * 1_000);
    const init = { method: question.method, headers: { ...headers, ...(await credentials()) }, body: body ?? null };
    return await answerOf(() => fetch(url, { ...init, signal: AbortSignal.timeout(limit) }), limit);
  };
}

function withScheme(endpoint: string): string {
  return (/^https?:\/\//u.test(endpoint) ? endpoint : `http://${endpoint}`).replace(/\/+$/u, "");
}

type Headers = Readonly<Record<string, string>>;

/** Application default credentials: Workload Identity in the cluster, `gcloud auth application-default login` elsewhere. */
async function googleCredentials(): Promise<() => Promise<Headers>> {
  const { GoogleAuth } = await import("google-auth-library");
  const auth = new GoogleAuth({ scopes: [SCOPE] });
  return async () => {
    try {
      return Object.fromEntries(await auth.getRequestHeaders(GOOGLE));
    } catch (error) {
      throw new BigQueryFault(messageOf(error), { reason: "noCredentials" });
    }
  };
}

function urlOf(base: string, { path, query, rows }: Question): string {
  const parameters = new URLSearchParams({ ...query, ...(rows === undefined ? {} : { uploadType: "multipart" }) });
  return `${base}${rows === undefined ? "" : "/upload"}/bigquery/v2/${path}?${parameters}`;
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

async function answerOf(send: () => Promise<Response>, limit: number): Promise<unknown> {
  const { response, text } = await heard(send, limit);
  const value = jsonOf(text);
  if (response.ok && value !== undefined) return value;
  throw faultOf(response, value, text);
}

/** What is worth telling apart: a server that is not there, and one that cannot be trusted. All else is a lost connection. */
const OWN_CODES = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|TLS|SIGNATURE/u;

async function heard(send: () => Promise<Response>, limit: number) {
  try {
    const response = await send();
    return { response, text: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof DOMException && cause.name === "TimeoutError") {
      throw new BigQueryFault(`no answer within ${Math.round(limit / 1_000)} s`, { reason: "noAnswer" });
    }
    // `fetch failed` tells nothing; its cause says what the connection did.
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new BigQueryFault(messageOf(cause), { reason: OWN_CODES.test(code) ? code : "noAnswer" });
  }
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

const ERROR = z.object({
  error: z.object({
    message: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().default("") })).default([]),
  }),
});

function faultOf(response: Response, value: unknown, text: string): BigQueryFault {
  const retryAfter = Number(response.headers.get("retry-after") ?? 0) * 1_000;
  const wait = Number.isFinite(retryAfter) ? retryAfter : 0;
  const parsed = ERROR.safeParse(value);
  if (parsed.success) {
    const { message, errors } = parsed.data.error;
    return new BigQueryFault(message, { status: response.status, reason: errors[0]?.reason ?? "", retryAfter: wait });
  }
  const start = text.slice(0, 80).replaceAll(/\s+/gu, " ");
  const message = `HTTP ${response.status} with an answer that is not BigQuery's: ${start}`;
  // A proxy's page with status 200 is no answer either, and may go away.
  const odd = response.ok ? "oddAnswer" : "";
  return new BigQueryFault(message, { status: response.status, reason: odd, retryAfter: wait });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
