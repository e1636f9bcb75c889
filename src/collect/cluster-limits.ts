import { type Duration, MINUTE, millis, SECOND } from "../model/time.ts";

/** How patient the reading of a cluster is, and how much it asks for at once. */
export interface Limits {
  /** For one request, its whole answer included. */
  readonly perRequest: Duration;
  /** For all requests together, waits and retries included. */
  readonly overall: Duration;
  /** How often one request is sent at most while the server is busy. */
  readonly tries: number;
  /** How often while a server that has answered before cannot be reached: with the waits, a minute's restart. */
  readonly triesOfOutage: number;
  /** The first wait before another try; it doubles each time, with jitter, up to the longest. */
  readonly backoff: Duration;
  readonly longestBackoff: Duration;
  /** Objects in a page. */
  readonly pageSize: number;
  /** Lists that are read at the same time. One is a request at a time, over one connection: the API server has other clients. */
  readonly parallel: number;
}

export const LIMITS: Limits = {
  perRequest: millis(30 * SECOND),
  overall: millis(10 * MINUTE),
  tries: 6,
  triesOfOutage: 12,
  backoff: millis(SECOND / 2),
  longestBackoff: millis(10 * SECOND),
  pageSize: 500,
  parallel: 1,
};
