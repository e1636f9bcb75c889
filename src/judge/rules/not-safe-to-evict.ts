import type { Rule } from "../drain-context.ts";
import { blockDrain, UNDEFINED } from "../outcome.ts";
import { SAFE_TO_EVICT } from "../pod-facts.ts";

/** `safe-to-evict: "false"`, exactly so. Source: `pkg/simulator/drainability/rules/notsafetoevict`. */
export const notSafeToEvict: Rule = (pod) =>
  pod.annotations.get(SAFE_TO_EVICT) === "false" ? blockDrain("NotSafeToEvictAnnotation") : UNDEFINED;
