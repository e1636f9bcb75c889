import type { Rule } from "../drain-context.ts";
import { UNDEFINED, WAIT_FOR_COMPLETION } from "../outcome.ts";
import { SAFE_TO_EVICT } from "../pod-facts.ts";

/**
 * `safe-to-evict: "on-completion"`: the node is removable, but waits until this pod has ended. Known since 1.36.
 * Source: `pkg/simulator/drainability/rules/oncompletion`.
 */
export const onCompletion: Rule = (pod) =>
  pod.annotations.get(SAFE_TO_EVICT) === "on-completion" ? WAIT_FOR_COMPLETION : UNDEFINED;
