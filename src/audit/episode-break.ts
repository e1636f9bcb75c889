import type { Instant } from "../model/time.ts";
import type { Episode } from "./episode.ts";

/**
 * Is a node that is pinned again the same episode still? Not when an object or Cloud Monitoring proves that the node was in use in between: two runs that
 * found it pinned are then two episodes. That another pod took over from a blocker is no break.
 *
 * @param busyUntil until when it is known to have been in use
 */
export function goesOn({ lastSeenAt }: Episode, busyUntil: Instant | null, now: Instant): boolean {
  return busyUntil === null || busyUntil <= lastSeenAt || busyUntil > now;
}
