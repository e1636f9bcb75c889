import { DAY } from "../../model/time.ts";
import type { PageModel } from "./model.ts";

/** How the waste of now compares with that of a week before. */
export interface Trend {
  readonly kind: "better" | "worse" | "same";
  /** By how much, as a share of the waste then; `null` when there was none. */
  readonly share: number | null;
}

const WEEK = 7 * DAY;
/** A run this far from a week ago still speaks for it. */
const NEAR = DAY;
/** Less than this is no change. */
const SAME = 0.01;

/** `null` when no run of about a week ago is known. */
export function trendOf({ history, takenAt, totals }: PageModel): Trend | null {
  const then = takenAt - WEEK;
  const near = (history?.runs ?? []).filter(({ at }) => Math.abs(at - then) <= NEAR);
  const [first, ...others] = near;
  if (first === undefined) return null;
  const nearest = others.reduce(
    (best, run) => (Math.abs(run.at - then) < Math.abs(best.at - then) ? run : best),
    first,
  );
  const change = totals.wasteUsdPerHour - nearest.wasteUsdPerHour;
  if (nearest.wasteUsdPerHour === 0) return change > 0 ? { kind: "worse", share: null } : { kind: "same", share: 0 };
  const share = Math.abs(change) / nearest.wasteUsdPerHour;
  if (share < SAME) return { kind: "same", share: 0 };
  return { kind: change < 0 ? "better" : "worse", share };
}
