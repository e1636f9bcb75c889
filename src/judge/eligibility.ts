import type { Node } from "../model/node.ts";
import { type Instant, MINUTE, SECOND } from "../model/time.ts";
import { gpusOf } from "./gpu.ts";
import { isReady } from "./readiness.ts";
import type { AutoscalerSettings } from "./settings.ts";
import type { UnremovableReason, Utilization } from "./verdict.ts";

/** The taint that the autoscaler puts on a node before it drains it; its value is the time in Unix seconds. */
export const TO_BE_DELETED_TAINT = "ToBeDeletedByClusterAutoscaler";

const SCALE_DOWN_DISABLED = "cluster-autoscaler.kubernetes.io/scale-down-disabled";

/** A deletion that takes longer is taken for failed: `MaxCloudProviderNodeDeletionTime`. */
const LONGEST_DELETION = 5 * MINUTE;

/**
 * Why a node is no candidate for removal, whatever its pods are; `null` when it is one. The checks in the
 * autoscaler's order; a `utilization` that could not be computed (`null`) is an error before readiness is asked.
 * Source: `pkg/core/scaledown/eligibility/eligibility.go` `unremovableReasonAndNodeUtilization`.
 */
export function ineligibility(
  node: Node,
  utilization: Utilization | null,
  autoscaled: boolean,
  settings: AutoscalerSettings,
  now: Instant,
): UnremovableReason | null {
  if (isBeingDeleted(node, now)) return "CurrentlyBeingDeleted";
  if (node.annotations.get(SCALE_DOWN_DISABLED) === "true") return "ScaleDownDisabledAnnotation";
  if (!autoscaled) return "NotAutoscaled";
  if (utilization === null) return "UnexpectedError";
  if (!settings.scaleDownUnreadyEnabled && !isReady(node)) return "ScaleDownUnreadyDisabled";
  return utilization.max > thresholdOf(node, settings) ? "NotUnderutilized" : null;
}

/** The utilization that a node may have at most to be a candidate. */
export function thresholdOf(node: Node, settings: AutoscalerSettings): number {
  return gpusOf(node) === null ? settings.scaleDownUtilizationThreshold : settings.scaleDownGpuUtilizationThreshold;
}

/**
 * Was its deletion begun less than five minutes ago (or in the future)? Only the first taint of the key is read; a
 * value that is no number says nothing. Source: `pkg/core/scaledown/actuation/delete_in_batch.go`
 * `IsNodeBeingDeleted`.
 */
function isBeingDeleted(node: Node, now: Instant): boolean {
  const value = node.taints.find(({ key }) => key === TO_BE_DELETED_TAINT)?.value;
  if (value === undefined || !/^[+-]?\d+$/u.test(value)) return false;
  const begun = Number(value) * SECOND;
  return Number.isSafeInteger(begun) && now - begun < LONGEST_DELETION;
}
