/** Why a call did not succeed. */
export type Fault =
  /** Slack says no, and nothing was done. */
  | { readonly kind: "refused"; readonly code: string }
  /** Too many calls; nothing was done. */
  | { readonly kind: "limited"; readonly seconds: number }
  /** Slack was not reached; nothing was done. */
  | { readonly kind: "unreachable"; readonly what: string }
  /** Nobody knows whether it was done. */
  | { readonly kind: "unknown"; readonly what: string }
  /** There is no time left. */
  | { readonly kind: "late" };

/** Slack's own words for "something went wrong, perhaps after it was done". */
const UNSURE: ReadonlySet<string> = new Set([
  "fatal_error",
  "internal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);

const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** How long to wait where Slack does not say. */
const SOME_SECONDS = 30;

/** What an error of the SDK means. Its text is not passed on: only what is known to hold no secret. */
export function faultOf(error: unknown): Fault {
  const { code, statusCode, retryAfter, data } = fieldsOf(error);
  switch (code) {
    case "slack_webapi_rate_limited_error":
      return { kind: "limited", seconds: typeof retryAfter === "number" ? retryAfter : SOME_SECONDS };
    case "slack_webapi_platform_error":
      return platformFault(fieldsOf(data)["error"]);
    case "slack_webapi_http_error":
      return typeof statusCode === "number" && statusCode < 500
        ? { kind: "refused", code: `http_${statusCode}` }
        : { kind: "unknown", what: `Slack answered HTTP ${String(statusCode)}` };
    case "slack_webapi_request_error":
      return requestFault(fieldsOf(error)["original"]);
    default:
      return otherFault(error);
  }
}

function platformFault(error: unknown): Fault {
  if (typeof error !== "string" || !/^[a-z][a-z0-9_]{1,60}$/u.test(error)) {
    return { kind: "unknown", what: "Slack's answer could not be read" };
  }
  if (error === "ratelimited" || error === "rate_limited") return { kind: "limited", seconds: SOME_SECONDS };
  if (UNSURE.has(error)) return { kind: "unknown", what: `Slack said ${error}` };
  return { kind: "refused", code: error };
}

function requestFault(original: unknown): Fault {
  if (original instanceof Error && (original.name === "TimeoutError" || original.name === "AbortError")) {
    return { kind: "unknown", what: "Slack did not answer in time" };
  }
  const { code } = fieldsOf(fieldsOf(original)["cause"]);
  if (typeof code === "string" && NEVER_SENT.has(code)) {
    return { kind: "unreachable", what: `Slack cannot be reached (${code})` };
  }
  return { kind: "unknown", what: "the connection to Slack was cut" };
}

function otherFault(error: unknown): Fault {
  if (error instanceof Error && error.message.startsWith("Retry header")) {
    return { kind: "limited", seconds: SOME_SECONDS };
  }
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) {
    return { kind: "unknown", what: "Slack did not answer in time" };
  }
  if (error instanceof TypeError && /terminated|fetch|aborted/u.test(error.message)) {
    return { kind: "unknown", what: "the connection to Slack was cut" };
  }
  throw error;
}

function fieldsOf(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return typeof value === "object" && value !== null ? { ...value, ...ownOf(value) } : {};
}

/** Getters and fields that are not enumerable. */
function ownOf(value: object): Readonly<Record<string, unknown>> {
  return "cause" in value ? { cause: value.cause } : {};
}

/** A fault in words, for notes and logs. */
export function faultWords(fault: Fault): string {
  switch (fault.kind) {
    case "refused":
      return `Slack refused it: ${fault.code}`;
    case "limited":
      return `Slack asks to wait ${fault.seconds} s more`;
    case "unreachable":
    case "unknown":
      return fault.what;
    case "late":
      return "there was no time left";
  }
}
