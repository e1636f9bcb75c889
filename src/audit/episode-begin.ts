import { type Instant, instant } from "../model/time.ts";
import type { Episode } from "./episode.ts";
import type { Since } from "./finding.ts";

type Opening = Pick<Episode, "openedAt" | "openedEvidence" | "openedProven" | "openedWhat" | "notBefore">;

/**
 * When an episode that a run first saw at `seenAt` began. What the snapshot proves counts, unless an earlier run saw at `settledAt`
 * that it had not begun: then it began later than that, and no object says when. Without proof it is known from the first run on that
 * found it; a bound is kept beside, and accrues nothing.
 */
export function openingOf(since: Since, seenAt: Instant, settledAt: Instant | null): Opening {
  const { time, evidence, proven, what } = since;
  if (proven && time !== null && time <= seenAt && (settledAt === null || time >= settledAt)) {
    return { openedAt: time, openedEvidence: evidence, openedProven: true, openedWhat: what, notBefore: null };
  }
  const bounds = [time, settledAt].filter((bound) => bound !== null && bound <= seenAt);
  const notBefore = bounds.length === 0 ? null : instant(Math.max(...bounds.map(Number)));
  return { openedAt: seenAt, openedEvidence: "earlier-run", openedProven: false, openedWhat: "", notBefore };
}
