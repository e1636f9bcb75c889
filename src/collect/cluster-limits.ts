import { type Duration, MINUTE, millis, SECOND } from "../model/time.ts";

/** How patient the reading of a cluster is, and how much it asks for at once. */
export interface Limits {
  /** For one request, its whole answer included. */
  readonly perRequest: Duration;
  /** For all requests together, waits and retries included. */
  readonly overall: Duration;
  /** How often one request is sent at most. */
  readonly tries: number;
  /** The first wait before another try; it doubles each time, with jitter. */
  readonly backoff: Duration;
  /** Objects in a page. */
  readonly pageSize: number;
  /** Lists that are read at the same time. */
  readonly parallel: number;
}

export const LIMITS: Limits = {
  perRequest: millis(30 * SECOND),
  overall: millis(5 * MINUTE),
  tries: 4,
  backoff: millis(SECOND / 2),
  pageSize: 500,
  parallel: 4,
};
