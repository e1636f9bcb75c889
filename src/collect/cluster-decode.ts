import { type Fault, type Outcome, type StatusHints, tidy } from "./cluster-fault.ts";
import type { Reply } from "./cluster-request.ts";

/** A JSON object as parsed; nothing is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a JSON object: HTML, broken JSON and JSON that is no object are faults. */
export function decodeJson(reply: Reply): Outcome<JsonObject> {
  if (isHtml(reply)) return { ok: false, fault: { kind: "html" } };
  const parsed = parse(reply.body.toString("utf8"));
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) return { ok: false, fault: { kind: "unexpected", why: "JSON that is no object" } };
  return { ok: true, value: parsed.value };
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

/** As much of a body as tells HTML from anything else. */
const BEGINNING = 256;

/** A page of a proxy or a login, whatever its type says. */
export function isHtml(reply: Reply): boolean {
  const beginning = reply.body.toString("utf8", 0, BEGINNING).trimStart();
  return (reply.headers["content-type"] ?? "").startsWith("text/html") || beginning.startsWith("<");
}

/** The fault of an answer that is an error; `status`: its body, where it was a `Status` in protobuf. */
export function statusFault(reply: Reply, status: JsonObject | null): Fault {
  const text = reply.body.toString("utf8");
  const body = status ?? errorBody(text);
  const message = body?.["message"];
  const page = isHtml(reply) ? "an HTML page" : text;
  const said = typeof message === "string" ? message : page;
  return { kind: "status", status: reply.status, text: tidy(said, []), ...hints(reply, body) };
}

function errorBody(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // A proxy's error need not be JSON; neither need the API server's own 429.
    return null;
  }
}

function hints(reply: Reply, body: JsonObject | null): StatusHints {
  const metadata = body?.["metadata"];
  const fresh = isObject(metadata) ? metadata["continue"] : undefined;
  return {
    retryAfterSeconds: seconds(reply.headers["retry-after"]) ?? seconds(inDetails(body)),
    freshContinue: typeof fresh === "string" ? fresh : "",
  };
}

function inDetails(body: JsonObject | null): unknown {
  const details = body?.["details"];
  return isObject(details) ? details["retryAfterSeconds"] : undefined;
}

function seconds(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : null;
}
