import { setTimeout as sleep } from "node:timers/promises";
import type { Codec } from "./cluster-codec.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import type { Fault, Outcome } from "./cluster-fault.ts";
import type { Limits } from "./cluster-limits.ts";
import type { Reply } from "./cluster-request.ts";

/** What came of a request, and how often it was sent. */
export type Asked<Value> = Outcome<Value> & { readonly tries: number };

/** One reading of a cluster: whom it asks, how it reads the answers, and when it is over. */
export interface Reading {
  readonly connection: ClusterConnection;
  readonly codec: Codec;
  readonly deadline: AbortSignal;
  /** Has a list come, and the credentials been good therefore? The version is told to everybody. */
  accepted: boolean;
}

/**
 * Asks until there is an answer, trying again what may pass by itself: with growing, jittered waits (or as long as the server
 * says), as often as the limits allow and never past the deadline. Credentials that are refused after they were accepted have run out
 * on the way: they are fetched anew, once.
 */
export async function ask<Value>(
  reading: Reading,
  path: string,
  read: (reply: Reply) => Outcome<Value>,
): Promise<Asked<Value>> {
  const { connection, codec, deadline } = reading;
  const { limits } = connection;
  let renewed = false;
  for (let tries = 1; ; tries += 1) {
    if (tries > 1) connection.again();
    const reply = await connection.get(path, codec.accept(), deadline);
    const outcome = reply.ok ? read(reply.value) : reply;
    if (outcome.ok) return { ...outcome, tries };
    const { fault } = outcome;
    if (codec.fallBack(fault)) continue;
    if (!renewed && isUnauthorized(fault) && reading.accepted) {
      renewed = true;
      await connection.renewCredentials();
      continue;
    }
    if (tries >= mostTries(fault, connection)) return { ...outcome, tries };
    try {
      await sleep(waitBefore(tries, fault, limits), undefined, { signal: deadline });
    } catch {
      // Only the deadline ends a sleep early.
      return { ok: false, fault: { kind: "overdue", seconds: limits.overall / 1_000 }, tries };
    }
  }
}

function isUnauthorized(fault: Fault): boolean {
  return fault.kind === "status" && fault.status === 401;
}

const BUSY = new Set([429, 500, 502, 503, 504]);

/**
 * How often a request that ends so is sent. A server that never answered is taken to be the wrong address, not a busy one; one that did
 * answer, and cannot be reached now, is taken to restart, which lasts longer than being busy.
 */
function mostTries(fault: Fault, connection: ClusterConnection): number {
  const { tries, triesOfOutage } = connection.limits;
  switch (fault.kind) {
    case "cut":
      return connection.hasAnswered() ? triesOfOutage : tries;
    case "status":
      return BUSY.has(fault.status) ? tries : 1;
    case "connection-refused":
    case "unknown-host":
    case "unreachable":
    case "silent":
      return connection.hasAnswered() ? triesOfOutage : 1;
    case "sign-in":
    case "tls":
    case "overdue":
    case "html":
    case "not-json":
    case "not-protobuf":
    case "unexpected":
      return 1;
  }
}

/** Jitter keeps many clients of one server from coming back all at once. */
function waitBefore(tries: number, fault: Fault, { backoff, longestBackoff }: Limits): number {
  if (fault.kind === "status" && fault.retryAfterSeconds !== null) return fault.retryAfterSeconds * 1_000;
  return Math.min(longestBackoff, backoff * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
}
