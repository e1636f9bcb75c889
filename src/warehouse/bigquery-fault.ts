/**
 * What BigQuery answered instead of what was asked for: an HTTP error, a job that failed, or nothing at all. Not yet a sentence
 * for people; `bigquery-words.ts` makes that.
 */
export class BigQueryFault extends Error {
  override readonly name = "BigQueryFault";
  /** The HTTP status; `null` for a job that failed, and when no answer came. */
  readonly status: number | null;
  /** Google's name for it (`accessDenied`, `rateLimitExceeded`), or the system's (`ECONNRESET`); "" when none was given. */
  readonly reason: string;
  /** The job that failed; `null` when it was a request. */
  readonly job: string | null;
  /** What the job says of single rows, besides the message. */
  readonly details: readonly string[];
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number;

  constructor(message: string, fault: Partial<Omit<BigQueryFault, keyof Error>>) {
    super(message);
    this.status = fault.status ?? null;
    this.reason = fault.reason ?? "";
    this.job = fault.job ?? null;
    this.details = fault.details ?? [];
    this.retryAfter = fault.retryAfter ?? 0;
  }
}

/** No such server: it may be starting, but is more likely to be a wrong name. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Reasons that pass by themselves; see https://cloud.google.com/bigquery/docs/error-messages */
const PASSING = new Set([
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "jobRateLimitExceeded",
  "quotaExceeded",
  "rateLimitExceeded",
  "tableUnavailable",
  "noAnswer",
  "oddAnswer",
]);

const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Will the same request succeed later? `unreachable`: perhaps, but not for long. */
export function outlookOf(fault: BigQueryFault): "passing" | "unreachable" | "final" {
  if (UNREACHABLE.has(fault.reason)) return "unreachable";
  if (PASSING.has(fault.reason)) return "passing";
  if (fault.status !== null && PASSING_STATUS.has(fault.status)) return "passing";
  return isConcurrentUpdate(fault) ? "passing" : "final";
}

/** Two statements that change the same table at once: one of them has to come again. */
function isConcurrentUpdate({ message }: BigQueryFault): boolean {
  return /concurrent update|Transaction is aborted due to concurrent/u.test(message);
}

/** A name that is taken: of a job, or of a table that another process has just made. */
export function isTaken(error: unknown): boolean {
  return error instanceof BigQueryFault && error.status === 409;
}

/** Something that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof BigQueryFault && error.status === 404;
}
