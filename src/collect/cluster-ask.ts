import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterConnection } from "./cluster-connection.ts";
import { ACCEPT, type Decoded, decode } from "./cluster-decode.ts";
import type { Fault, Outcome } from "./cluster-fault.ts";

/** What came of a request, and how often it was sent. */
export type Asked = Outcome<Decoded> & { readonly tries: number };

/**
 * Asks until there is an answer, trying again what may pass by itself: with growing, jittered waits (or as long as the server
 * says), at most `limits.tries` times and never past the deadline.
 */
export async function ask(connection: ClusterConnection, path: string, deadline: AbortSignal): Promise<Asked> {
  const { tries: most, backoff, overall } = connection.limits;
  for (let tries = 1; ; tries += 1) {
    const reply = await connection.get(path, ACCEPT, deadline);
    const outcome = reply.ok ? decode(reply.value) : reply;
    if (outcome.ok || tries >= most || !mayPass(outcome.fault, connection.hasAnswered())) return { ...outcome, tries };
    try {
      await sleep(waitBefore(tries, outcome.fault, backoff), undefined, { signal: deadline });
    } catch {
      // Only the deadline ends a sleep early.
      return { ok: false, fault: { kind: "overdue", seconds: overall / 1_000 }, tries };
    }
  }
}

const BUSY = new Set([429, 500, 502, 503, 504]);

/** May the same request succeed a moment later? A server that never answered is taken to be the wrong address, not a busy one. */
function mayPass(fault: Fault, answeredBefore: boolean): boolean {
  switch (fault.kind) {
    case "cut":
      return true;
    case "status":
      return BUSY.has(fault.status);
    case "connection-refused":
    case "unknown-host":
    case "unreachable":
    case "silent":
      return answeredBefore;
    case "sign-in":
    case "tls":
    case "overdue":
    case "html":
    case "not-json":
    case "unexpected":
      return false;
  }
}

function waitBefore(tries: number, fault: Fault, backoff: number): number {
  if (fault.kind === "status" && fault.retryAfterSeconds !== null) return fault.retryAfterSeconds * 1_000;
  return backoff * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
}
