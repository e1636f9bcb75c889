import { isReady } from "../judge/readiness.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import type { Node } from "../model/node.ts";
import { between, type Instant } from "../model/time.ts";

/**
 * Is the episode shorter than the time for which the autoscaler lets an unneeded node be (10 minutes; 20 for one that is not
 * ready)? Then it is no finding. A bound is enough to say so: it began at the earliest then.
 */
export function isTooYoung(earliest: Instant | null, node: Node, settings: AutoscalerSettings, now: Instant): boolean {
  const wait = isReady(node) ? settings.scaleDownUnneededTime : settings.scaleDownUnreadyTime;
  return earliest !== null && between(earliest, now) < wait;
}
