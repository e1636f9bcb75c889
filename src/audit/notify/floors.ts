import { between, type Instant } from "../../model/time.ts";
import type { Burning, HeldBecause } from "./plan.ts";
import type { Floors } from "./settings.ts";

/** Which floor a finding does not reach; `null` when it reaches all. Of an unknown price only its age is asked: unknown is not zero. */
export function belowFloor(floors: Floors, { episode, finding }: Burning, now: Instant): HeldBecause | null {
  const waste = finding.wasteUsdPerHour;
  if (waste !== null && waste < floors.wasteUsdPerHour) return "waste";
  if (waste !== null && episode.accruedUsd < floors.accruedUsd) return "accrued";
  const begin = episode.openedProven ? episode.openedAt : episode.firstSeenAt;
  return between(begin, now) < floors.age ? "age" : null;
}

/** The highest step that `usd` has passed; 0 for none. */
export function stepOf(steps: readonly number[], usd: number): number {
  return steps.reduce((highest, step) => (step <= usd && step > highest ? step : highest), 0);
}
