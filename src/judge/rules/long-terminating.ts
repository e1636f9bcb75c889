import type { Rule } from "../drain-context.ts";
import { SKIP_DRAIN, UNDEFINED } from "../outcome.ts";
import { isLongTerminating } from "../pod-facts.ts";

/** A pod that should have ended long ago counts as gone. Source: `pkg/simulator/drainability/rules/longterminating`. */
export const longTerminating: Rule = (pod, { now }) => (isLongTerminating(pod, now) ? SKIP_DRAIN : UNDEFINED);
