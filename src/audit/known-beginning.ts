import type { Instant } from "../model/time.ts";
import type { Episode } from "./episode.ts";
import { openingOf } from "./episode-begin.ts";
import { goesOn } from "./episode-break.ts";
import type { Since } from "./finding.ts";
import type { History } from "./history.ts";
import type { Beginning } from "./since.ts";

/**
 * Since when a pinned node is pinned, with what earlier runs know: of an open episode its beginning, when an object proved that, or the
 * first run that found it. Without one, what this snapshot tells stands, but not from before a run that found nothing to count.
 */
export function knownBeginning(
  own: Beginning,
  key: string,
  history: History,
  now: Instant,
): Pick<Beginning, "since" | "earliest"> {
  const { since, busyUntil } = own;
  const before = history.open.get(key);
  if (before !== undefined && goesOn(before, busyUntil, now)) return ofEpisode(before, since);
  const settledAt = before?.lastSeenAt ?? history.previous?.takenAt ?? null;
  if (settledAt === null || since.time === null || since.time >= settledAt) return { since, earliest: own.earliest };
  return { since: { time: settledAt, evidence: "earlier-run", proven: false, what: "" }, earliest: settledAt };
}

function ofEpisode(before: Episode, own: Since): Pick<Beginning, "since" | "earliest"> {
  const { openedAt, openedEvidence, openedProven, openedWhat, firstSeenAt, notBefore } = before;
  // What this snapshot tells of the very same beginning may say more of it.
  if (openedProven && own.time === openedAt && own.evidence === openedEvidence) {
    return { since: own, earliest: own.earliest ?? openedAt };
  }
  if (openedProven) {
    return { since: { time: openedAt, evidence: openedEvidence, proven: true, what: openedWhat }, earliest: openedAt };
  }
  if (openingOf(own, firstSeenAt, notBefore).openedProven) return { since: own, earliest: own.earliest ?? own.time };
  return { since: { time: firstSeenAt, evidence: "earlier-run", proven: true, what: "" }, earliest: notBefore };
}
