import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";

/** The autoscaler's `simulator.UnremovableReason` names, those that a snapshot alone can give. */
export const UNREMOVABLE_REASONS = [
  "CurrentlyBeingDeleted",
  "ScaleDownDisabledAnnotation",
  "NotAutoscaled",
  "ScaleDownUnreadyDisabled",
  "NotUnderutilized",
  "BlockedByPod",
  "NoPlaceToMovePods",
  "UnexpectedError",
] as const;

export type UnremovableReason = (typeof UNREMOVABLE_REASONS)[number];

/** The autoscaler's `drain.BlockingPodReason` names. */
export const BLOCKING_REASONS = [
  "ControllerNotFound",
  "MinReplicasReached",
  "NotReplicated",
  "LocalStorageRequested",
  "NotSafeToEvictAnnotation",
  "UnmovableKubeSystemPod",
  "NotEnoughPdb",
  "UnexpectedError",
] as const;

export type BlockingReason = (typeof BLOCKING_REASONS)[number];

/** A pod that the drain rules will not move, judged on its own with the full disruption budget. */
export interface Blocker {
  readonly pod: Pod;
  readonly reason: BlockingReason;
}

/**
 * Requests over allocatable, as fractions. On a node with GPUs only `gpu` decides; `cpu` and `memory` are then for
 * people. `null`: not computable (no GPUs; allocatable missing or zero).
 */
export interface Utilization {
  /** `cpu`, `memory`, or the GPU's resource name: which of them `max` is. */
  readonly resource: string;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly gpu: number | null;
  readonly max: number;
}

/** A pod that found no other place. */
export interface Stuck {
  readonly pod: Pod;
  /**
   * On how many of the other nodes each filter was the first to refuse it; a cordoned node that it tolerates is not
   * tried and not counted. Computed when first read, so read it before the shared `Scheduling` is changed.
   */
  readonly refusals: ReadonlyMap<string, number>;
}

/** What the autoscaler says of one node: `Removable`, or the first reason why not. */
export interface Verdict {
  readonly node: Node;
  readonly verdict: "Removable" | UnremovableReason;
  /** The node checks' reason alone, `null` when the node passes them. */
  readonly ineligible: UnremovableReason | null;
  /** `null` when the autoscaler cannot compute it (`UnexpectedError`). */
  readonly utilization: Utilization | null;
  /** Every pod that blocks, in snapshot order, whatever the verdict is. */
  readonly blockers: readonly Blocker[];
  /** The pods that a drain would move elsewhere, in snapshot order. */
  readonly podsToMove: readonly Pod[];
  /** The removal simulation (no node checks) without the blockers; `null` when there are none. */
  readonly withoutBlockers: "Removable" | UnremovableReason | null;
  /** Utilization without the blockers; `null` when there are none. */
  readonly utilizationWithoutBlockers: Utilization | null;
  /** The pod that found no other place, and which filter refused it how often; `null` unless placement failed. */
  readonly stuck: Stuck | null;
  /** What in this verdict is not mirrored or not known, in words. */
  readonly uncertain: readonly string[];
}
