/** What a service answered: its status and body, parsed where it is JSON; or why there is no answer. */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly ok: false; readonly why: string };

const PATIENCE_MS = 15_000;

/** Asks once: a checkup tells how things stand now. The body of an error is never shown whole, it may quote the request. */
export async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  request: { readonly method: "GET" | "POST"; readonly body?: string } = { method: "GET" },
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...request,
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "error",
    });
    const text = await response.text();
    return { ok: true, status: response.status, headers: response.headers, body: parse(text) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    const late = error instanceof Error && error.name === "TimeoutError";
    return {
      ok: false,
      why: late ? "gave no answer in 15 s" : `cannot be reached${cause === "" ? "" : ` (${cause})`}`,
    };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A field of a JSON object; `undefined` where there is none. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path)
    at = typeof at === "object" && at !== null ? new Map(Object.entries(at)).get(name) : undefined;
  return at;
}

/** The same as text, "" for anything else. */
export function textOf(value: unknown, ...path: readonly string[]): string {
  const found = field(value, ...path);
  return typeof found === "string" ? found : "";
}
