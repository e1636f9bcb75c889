import { type Fault, type Outcome, type StatusHints, tidy } from "./cluster-fault.ts";
import type { Reply } from "./cluster-request.ts";

/** The media type that is asked for. Another encoding of the same objects would be named here and read by `decode`. */
export const ACCEPT = "application/json";

/** A JSON object as parsed; nothing is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object, with the server's time of the answer. */
export interface Decoded {
  readonly object: JsonObject;
  /** The `Date` header, "" when there is none. */
  readonly date: string;
}

/** Reads an answer: a status other than 2xx, HTML, broken JSON and JSON that is no object are faults. */
export function decode(reply: Reply): Outcome<Decoded> {
  if (reply.status < 200 || reply.status > 299) return { ok: false, fault: statusFault(reply) };
  const text = reply.body.toString("utf8");
  if (isHtml(reply, text)) return { ok: false, fault: { kind: "html" } };
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) return { ok: false, fault: { kind: "unexpected", why: "JSON that is no object" } };
  return { ok: true, value: { object: parsed.value, date: reply.headers.date ?? "" } };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The parser's own message is not passed on: it quotes the body, which may hold a pod's environment. */
function parse(text: string): Outcome<unknown> {
  if (text.trim() === "") return { ok: false, fault: { kind: "cut", why: "the body is empty" } };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const at = /at position (\d+)/u.exec(message)?.[1];
    // A parser that came to the very end misses the end.
    if (message.startsWith("Unexpected end") || Number(at ?? -1) >= text.length) {
      return { ok: false, fault: { kind: "cut", why: "the JSON stops in the middle" } };
    }
    return {
      ok: false,
      fault: { kind: "not-json", why: at === undefined ? "a text" : `it breaks at character ${at}` },
    };
  }
}

function isHtml(reply: Reply, text: string): boolean {
  return (reply.headers["content-type"] ?? "").startsWith("text/html") || text.trimStart().startsWith("<");
}

function statusFault(reply: Reply): Fault {
  const text = reply.body.toString("utf8");
  const body = errorBody(text);
  const message = body?.["message"];
  const page = isHtml(reply, text) ? "an HTML page" : text;
  const said = typeof message === "string" ? message : page;
  return { kind: "status", status: reply.status, text: tidy(said, []), ...hints(reply, body) };
}

function errorBody(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // A proxy's error need not be JSON.
    return null;
  }
}

function hints(reply: Reply, body: JsonObject | null): StatusHints {
  const metadata = body?.["metadata"];
  const fresh = isObject(metadata) ? metadata["continue"] : undefined;
  const seconds = Number(reply.headers["retry-after"] ?? Number.NaN);
  return {
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    freshContinue: typeof fresh === "string" ? fresh : "",
  };
}
