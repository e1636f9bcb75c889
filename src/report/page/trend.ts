import { DAY } from "../../model/time.ts";
import type { PageModel, PageRun } from "./model.ts";

/** How the waste of the last seven days compares with that of the seven before. */
export interface Trend {
  readonly kind: "better" | "worse" | "same";
  /** By how much, as a share of the waste then; `null` when there was none. */
  readonly share: number | null;
}

const WEEK = 7 * DAY;
/** Days of a week that must have a run, or the week speaks for nothing. */
const ENOUGH_DAYS = 4;
/** Less than this is no change. */
const SAME = 0.01;

/** `null` when too few runs of either week are known. */
export function trendOf({ history, takenAt }: Pick<PageModel, "history" | "takenAt">): Trend | null {
  const runs = history?.runs ?? [];
  const [now, then] = [meanOf(runs, takenAt - WEEK, takenAt), meanOf(runs, takenAt - 2 * WEEK, takenAt - WEEK)];
  if (now === null || then === null) return null;
  if (then === 0) return now > 0 ? { kind: "worse", share: null } : { kind: "same", share: 0 };
  const share = Math.abs(now - then) / then;
  if (share < SAME) return { kind: "same", share: 0 };
  return { kind: now < then ? "better" : "worse", share };
}

/** The mean waste of the runs after `from` and until `to`: of each day first, so that a day of many runs counts as one. */
function meanOf(runs: readonly PageRun[], from: number, to: number): number | null {
  const days = Map.groupBy(
    runs.filter(({ at }) => from < at && at <= to),
    ({ at }) => Math.ceil((to - at) / DAY),
  );
  if (days.size < ENOUGH_DAYS) return null;
  const means = Array.from(days.values(), (day) => mean(day.map(({ wasteUsdPerHour }) => wasteUsdPerHour)));
  return mean(means);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
