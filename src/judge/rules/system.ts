import type { Rule } from "../drain-context.ts";
import { blockDrain, DRAIN_OK, UNDEFINED } from "../outcome.ts";

/**
 * A kube-system pod without a disruption budget blocks until it is older than `bspDisruptionTimeout` (exactly that
 * old still blocks; one without a creation time always); then it may go and no later rule is asked. Source:
 * `pkg/simulator/drainability/rules/system`.
 */
export const system: Rule = (pod, { budgets, now, settings }) => {
  if (pod.namespace !== "kube-system" || budgets.matching(pod).length > 0) return UNDEFINED;
  const past = pod.createdAt !== null && now > pod.createdAt + settings.bspDisruptionTimeout;
  return past ? DRAIN_OK : blockDrain("UnmovableKubeSystemPod");
};
