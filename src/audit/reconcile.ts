import { type Instant, instant, MINUTE } from "../model/time.ts";
import type { Since } from "./finding.ts";
import type { Measured } from "./measured.ts";

/** What is known of a pinned node's blockers for dating it. */
export interface Held {
  /** The earliest of those that block from their start on, and of all; never before the node's own creation. `null`: not known. */
  readonly since: Instant | null;
  /** Does one of them block from its start on? */
  readonly fromStart: boolean;
}

/** Objects and data are of two clocks: what lies within this of each other is the same. */
const SKEW = 2 * MINUTE;

/**
 * The beginning that all evidence supports. The rules, in this order:
 *
 * 1. Nothing measured: what the snapshot says stands.
 * 2. A pod's or Job's end that the snapshot proves stands, if the data have the node above its threshold no later: it is exact.
 * 3. If they have it above later, that is when it ended: others had kept it in use, which nobody lists any more.
 * 4. A mere bound gives way to what was measured, but the beginning is no earlier than the blocker.
 * 5. If no blocker blocks from its start on, what was measured is a bound too: when it began to block is not known. It moves a bound only
 *    forward.
 */
export function reconcile(since: Since, measured: Measured | null, held: Held): Since {
  if (measured === null) return since;
  if (since.proven && since.time !== null && since.time >= measured.earliest - SKEW) return since;
  const earliest = instant(Math.max(measured.earliest, held.since ?? measured.earliest));
  const latest = instant(Math.max(measured.latest, earliest));
  if (!held.fromStart && since.time !== null && since.time >= earliest) return since;
  if (!held.fromStart) return { time: earliest, evidence: "monitoring", proven: false, what: "" };
  const begun: Since = { time: latest, evidence: "monitoring", proven: true, what: "" };
  return earliest === latest ? begun : { ...begun, earliest };
}

/** Until when the node was in use for certain, whoever says so: an episode that a run saw before then is not the one of now. */
export function lastInUse(busyUntil: Instant | null, measured: Measured | null): Instant | null {
  if (measured === null || !measured.fell) return busyUntil;
  const { earliest } = measured;
  return busyUntil === null || busyUntil < earliest ? earliest : busyUntil;
}
