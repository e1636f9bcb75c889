import type { Rule } from "../drain-context.ts";
import { SKIP_DRAIN, UNDEFINED } from "../outcome.ts";
import { isMirrorPod } from "../pod-facts.ts";

/** A mirror pod cannot be evicted and keeps no node. Source: `pkg/simulator/drainability/rules/mirror`. */
export const mirror: Rule = (pod) => (isMirrorPod(pod) ? SKIP_DRAIN : UNDEFINED);
