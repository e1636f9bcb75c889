import type { Taint } from "../../model/node.ts";
import type { Toleration } from "../../model/pod.ts";

/**
 * Does the toleration cover the taint? An empty key means every key, an empty effect every effect. The numeric operators
 * Lt and Gt tolerate nothing: their feature gate is off by default in Kubernetes 1.36.
 * Source: `core/v1.Toleration.ToleratesTaint`.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== "" && toleration.effect !== taint.effect) return false;
  if (toleration.key !== "" && toleration.key !== taint.key) return false;
  switch (toleration.operator) {
    case "":
    case "Equal":
      return toleration.value === taint.value;
    case "Exists":
      return true;
    default:
      return false;
  }
}

/**
 * TaintToleration: a node refuses a pod that does not tolerate one of its NoSchedule or NoExecute taints.
 * Source: scheduler `plugins/tainttoleration`.
 */
export function taintTolerationRefuses(taints: readonly Taint[], tolerations: readonly Toleration[]): boolean {
  return taints.some(
    (taint) =>
      (taint.effect === "NoSchedule" || taint.effect === "NoExecute") &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}
