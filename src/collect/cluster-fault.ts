/** What can go wrong with one request to the API server. Sentences for people are made by `cluster-words.ts`. */
export type Fault =
  /** The credentials could not be had: the sign-in command failed, a token or certificate file is missing. */
  | { readonly kind: "sign-in"; readonly why: string }
  | { readonly kind: "connection-refused" }
  | { readonly kind: "unknown-host" }
  | { readonly kind: "unreachable"; readonly why: string }
  | { readonly kind: "tls"; readonly why: string }
  /** No complete answer within the time that one request may take. */
  | { readonly kind: "silent"; readonly seconds: number }
  /** The time for all requests together is over. */
  | { readonly kind: "overdue"; readonly seconds: number }
  /** The connection or the body ended early. */
  | { readonly kind: "cut"; readonly why: string }
  | ({ readonly kind: "status"; readonly status: number; readonly text: string } & StatusHints)
  | { readonly kind: "html" }
  | { readonly kind: "not-json"; readonly why: string }
  /** A body that calls itself protobuf of Kubernetes and is none. */
  | { readonly kind: "not-protobuf"; readonly why: string }
  /** JSON, but not what the API server answers to this path. */
  | { readonly kind: "unexpected"; readonly why: string };

/** What an error's `Status` body and headers add. */
export interface StatusHints {
  /** Seconds that the server asks us to wait, `null` when it does not say. */
  readonly retryAfterSeconds: number | null;
  /** A 410's fresh continue token (`metadata.continue`), "" when there is none. */
  readonly freshContinue: string;
}

/** An answer, or the fault that came instead. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

const HOST_UNKNOWN = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME"]);
const CUT = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE", "Z_BUF_ERROR"]);
const UNREACHABLE = new Set(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT", "EADDRNOTAVAIL", "ENETDOWN", "EHOSTDOWN"]);
const TLS =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO$|.*CERT|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/u;

/** Says which fault an error of `node:http`, `node:https` or `node:zlib` is. `secrets` are blotted out of its text. */
export function faultOf(error: unknown, secrets: readonly string[]): Fault {
  const code = errorCode(error);
  const why = tidy(error instanceof Error ? error.message : String(error), secrets);
  if (code === "ECONNREFUSED") return { kind: "connection-refused" };
  if (HOST_UNKNOWN.has(code)) return { kind: "unknown-host" };
  if (CUT.has(code)) return { kind: "cut", why };
  if (UNREACHABLE.has(code)) return { kind: "unreachable", why: code };
  if (code === "ERR_INVALID_CHAR") return { kind: "sign-in", why: "the token has a character that no header may hold" };
  if (TLS.test(code)) return { kind: "tls", why };
  // The parser of HTTP found something else than HTTP; zlib found something else than gzip.
  if (code.startsWith("HPE_")) return { kind: "unexpected", why: `something that is not HTTP (${code})` };
  if (code.startsWith("Z_")) return { kind: "not-json", why: "broken gzip" };
  return { kind: "unreachable", why };
}

/** The code of a Node error, "" when it has none. Several addresses tried make one `AggregateError`, whose code is the last one's. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

const MOST_TEXT = 300;
const TOKEN_LIKE = /\b(?:ya29\.[\w-]+|eyJ[\w-]{8,}(?:\.[\w-]+)*)|(?<=\bBearer )\S+/gu;

/** One line of printable text from a server or a helper program: no control characters, no tokens, not too long. */
export function tidy(text: string, secrets: readonly string[]): string {
  const clean = blot(text, secrets)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return clean.length > MOST_TEXT ? `${clean.slice(0, MOST_TEXT)}…` : clean;
}

/** `text` without the secrets and without anything that looks like a token. */
export function blot(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, "***");
  return clean.replace(TOKEN_LIKE, "***");
}
