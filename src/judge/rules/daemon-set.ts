import type { Rule } from "../drain-context.ts";
import { DRAIN_OK, UNDEFINED } from "../outcome.ts";
import { isDaemonSetPod } from "../pod-facts.ts";

/** A DaemonSet's pod goes with its node. Source: `pkg/simulator/drainability/rules/daemonset`. */
export const daemonSet: Rule = (pod) => (isDaemonSetPod(pod) ? DRAIN_OK : UNDEFINED);
