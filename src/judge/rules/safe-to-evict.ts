import type { Rule } from "../drain-context.ts";
import { DRAIN_OK, UNDEFINED } from "../outcome.ts";
import { SAFE_TO_EVICT } from "../pod-facts.ts";

/**
 * `safe-to-evict: "true"`, exactly so, frees a pod of every rule below. Source:
 * `pkg/simulator/drainability/rules/safetoevict`.
 */
export const safeToEvict: Rule = (pod) => (pod.annotations.get(SAFE_TO_EVICT) === "true" ? DRAIN_OK : UNDEFINED);
