import { isReady } from "../judge/readiness.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import { accrue, type Usd, type UsdPerHour, usd } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import { between, type Instant } from "../model/time.ts";
import type { Since } from "./finding.ts";

/**
 * Is the episode shorter than the time for which the autoscaler lets an unneeded node be (10 minutes; 20 for one that is not
 * ready)? Then it is no finding. A bound is enough to say so: it began at the earliest then.
 */
export function isTooYoung(since: Since, node: Node, settings: AutoscalerSettings, now: Instant): boolean {
  const wait = isReady(node) ? settings.scaleDownUnneededTime : settings.scaleDownUnreadyTime;
  return since.time !== null && between(since.time, now) < wait;
}

/** What the episode has cost until now, as far as that is proven; nothing from a bound, or where the waste is not known. */
export function accruedUntil(now: Instant, since: Since, waste: UsdPerHour | null): Usd {
  if (!since.proven || since.time === null || waste === null || since.time >= now) return usd(0);
  return accrue(waste, between(since.time, now));
}
