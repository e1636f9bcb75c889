import type { Pod } from "../model/pod.ts";
import { type Instant, instant } from "../model/time.ts";
import type { EndedPod } from "./ended-pods.ts";
import { createShare, type Measure } from "./shares.ts";
import { stepsBack } from "./since.ts";

/**
 * When a node that is above its threshold now came to be so: the start of the pod without which, going back in time, it was
 * not. `null` when it is not above, or was as far back as the pods tell.
 */
export function busySince(standing: readonly Pod[], ended: readonly EndedPod[], measure: Measure): Instant | null {
  const share = createShare(measure);
  for (const pod of standing) share.add(pod);
  if (share.max() <= measure.threshold) return null;
  for (const step of stepsBack(standing, ended)) {
    if (step.ended === null) share.remove(step.pod);
    else share.add(step.pod);
    if (share.max() <= measure.threshold) return instant(step.at);
  }
  return null;
}
