import { exactly, NOTHING, toNumber } from "../model/exact.ts";
import { usd, usdPerHour } from "../model/money.ts";
import { HOUR, type Instant, millis } from "../model/time.ts";
import { byText } from "./compare.ts";
import type { Bill, Change, EndEvidence, Episode } from "./episode.ts";
import { openingOf } from "./episode-begin.ts";
import { accrued, agreedRate, countedBill, NO_BILL } from "./episode-bill.ts";
import { goesOn } from "./episode-break.ts";
import { type Ended, endOf } from "./episode-end.ts";
import type { History } from "./history.ts";
import type { PinnedLook, RunLook } from "./look.ts";
import { episodeId } from "./run-id.ts";

/** An episode as it stands after a run, with what the run did to it. */
export interface Folded {
  readonly episode: Episode;
  readonly change: Change;
}

/**
 * What a run makes of the episodes that the runs before it left open: pure, and the same whether its look is taken from the audit or
 * from stored rows, so that the history of a cluster is one fold over its runs in the order in which they were taken.
 * Open ones first, by node; then the closed ones.
 */
export function foldRun(history: History, look: RunLook): readonly Folded[] {
  const folded: Folded[] = [];
  for (const [key, before] of history.open) folded.push(...goOn(before, key, look));
  for (const [key, seen] of look.nodes) {
    if (seen.kind !== "pinned" || history.open.has(key) || !opens(seen, look)) continue;
    folded.push({ episode: open(key, seen, look, history.previous?.takenAt ?? null), change: "opened" });
  }
  return folded.sort(
    (left, right) =>
      Number(left.change === "closed") - Number(right.change === "closed") ||
      byText(left.episode.node.name, right.episode.node.name) ||
      byText(left.episode.id, right.episode.id),
  );
}

/** A node whose freeing would save nothing is pinned, but no episode begins with that. */
function opens({ finding, rates }: PinnedLook, { run }: RunLook): boolean {
  const rate = rates[run.book];
  return finding || rate === null || rate > NOTHING;
}

function goOn(before: Episode, key: string, look: RunLook): readonly Folded[] {
  const seen = look.nodes.get(key);
  if (seen?.kind === "doubtful") return [untouched(before)];
  if (seen?.kind !== "pinned") {
    const end = endOf(before, seen ?? null, look);
    return [end === null ? untouched(before) : close(before, end)];
  }
  const { busyUntil } = seen;
  if (busyUntil === null || goesOn(before, busyUntil, look.run.takenAt)) {
    return [{ episode: seenAgain(before, seen, look), change: "continued" }];
  }
  // It was in use in between: the same node, but another episode.
  const closed = close(before, {
    at: busyUntil,
    evidence: endEvidenceOf(seen.since),
    cause: "busy-again",
    what: seen.since.what,
    counted: null,
  });
  if (!opens(seen, look)) return [closed];
  return [closed, { episode: open(key, seen, look, before.lastSeenAt), change: "opened" }];
}

/** By what it is known that the node was in use in between: what dates the new beginning, unless that is a mere bound. */
function endEvidenceOf({ evidence }: PinnedLook["since"]): EndEvidence {
  return evidence === "job-finished" || evidence === "pod-finished" ? evidence : "monitoring";
}

/** The run is no evidence: the episode stands as it did. */
function untouched(before: Episode): Folded {
  return { episode: tell({ ...before, bill: accrued(before.bill, null, 0) }), change: "continued" };
}

/** `settledAt`: an earlier run that found nothing to count, after which it must have begun. */
function open(key: string, seen: PinnedLook, { run }: RunLook, settledAt: Instant | null): Episode {
  const opening = openingOf(seen.since, run.takenAt, settledAt);
  const rate = seen.rates[run.book];
  const bill = accrued(NO_BILL, rate, run.takenAt - opening.openedAt);
  return tell({
    id: episodeId(run.cluster, seen.node.name, key, run.scheduledAt),
    cluster: run.cluster,
    ...opening,
    firstSeenAt: run.takenAt,
    runsSeen: 1,
    openedRate: rate,
    closedAt: null,
    closedEvidence: null,
    endCause: null,
    endWhat: "",
    bill: countedBill(bill, false, seen.finding),
    ...lastSeen(seen, run.takenAt, run.book),
    found: seen.finding,
  });
}

function seenAgain(before: Episode, seen: PinnedLook, { run, maxGap }: RunLook): Episode {
  const gap = run.takenAt - before.lastSeenAt;
  const rate = gap > maxGap ? null : agreedRate(before.rates[run.book], seen.rates[run.book]);
  const between = accrued(before.bill, rate, gap);
  const late = lateEvidence(before, seen);
  const bill = late === null ? between : both(between, lateBill(before, late.openedAt), before);
  const found = before.found || seen.finding;
  return tell({
    ...before,
    ...lastSeen(seen, run.takenAt, run.book),
    ...late,
    runsSeen: before.runsSeen + 1,
    found,
    bill: countedBill(bill, before.found, found),
  });
}

/** What lies between a beginning that was proven late and the first run that found it. */
function lateBill({ bill, openedRate, firstSeenAt }: Episode, openedAt: Instant): Bill {
  return accrued(bill, openedRate, firstSeenAt - openedAt);
}

/** A beginning that only a later run could prove, for no object told of it at the first. */
function lateEvidence(before: Episode, seen: PinnedLook): ReturnType<typeof openingOf> | null {
  if (before.openedProven || !seen.since.proven) return null;
  const opening = openingOf(seen.since, before.firstSeenAt, before.notBefore);
  return opening.openedProven ? opening : null;
}

function both(first: Bill, second: Bill, { bill }: Episode): Bill {
  return {
    accrued: exactly(first.accrued + second.accrued - bill.accrued),
    confirmed: millis(first.confirmed + second.confirmed - bill.confirmed),
    accruedNow: exactly(first.accruedNow + second.accruedNow),
    confirmedNow: millis(first.confirmedNow + second.confirmedNow),
  };
}

function close(before: Episode, { at, evidence, cause, what, counted }: Ended): Folded {
  const rate = before.rates[before.book];
  const until = counted ?? before.lastSeenAt;
  const bill = accrued(before.bill, counted === null ? null : rate, until - before.lastSeenAt);
  const ended = { closedAt: at, closedEvidence: evidence, endCause: cause, endWhat: what };
  return {
    episode: tell({ ...before, ...ended, bill: countedBill(bill, before.found, before.found) }),
    change: "closed",
  };
}

type Untold = Omit<Episode, "confirmedHours" | "accruedUsd" | "wasteUsdPerHour">;

/** The exact figures as numbers too, for people. */
function tell(episode: Untold): Episode {
  const rate = episode.rates[episode.book];
  return {
    ...episode,
    confirmedHours: episode.bill.confirmed / HOUR,
    accruedUsd: usd(toNumber(episode.bill.accrued)),
    wasteUsdPerHour: rate === null ? null : usdPerHour(toNumber(rate)),
  };
}

function lastSeen(seen: PinnedLook, lastSeenAt: Instant, book: Episode["book"]) {
  const { node, rates, nodeUsdPerHour, priceEstimated, home, blockers } = seen;
  return { node, lastSeenAt, book, rates, nodeUsdPerHour, priceEstimated, home, blockers };
}
