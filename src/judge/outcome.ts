import type { BlockingReason } from "./verdict.ts";

/**
 * What a drain rule says of a pod. `DrainOk`: it may be moved, no further rule is asked. `BlockDrain`: it keeps its
 * node. `SkipDrain`: it is left alone and keeps nothing. `WaitForCompletion`: the drain waits for its end.
 * `UndefinedOutcome`: the rule has no opinion; a pod of which no rule has one may be moved. Source:
 * `pkg/simulator/drainability/status.go`.
 */
export type Outcome =
  | { readonly kind: "DrainOk" }
  | { readonly kind: "BlockDrain"; readonly reason: BlockingReason }
  | { readonly kind: "SkipDrain" }
  | { readonly kind: "WaitForCompletion" }
  | { readonly kind: "UndefinedOutcome" };

export const DRAIN_OK: Outcome = { kind: "DrainOk" };
export const SKIP_DRAIN: Outcome = { kind: "SkipDrain" };
export const WAIT_FOR_COMPLETION: Outcome = { kind: "WaitForCompletion" };
export const UNDEFINED: Outcome = { kind: "UndefinedOutcome" };

const BLOCKS: Readonly<Record<BlockingReason, Outcome>> = {
  ControllerNotFound: { kind: "BlockDrain", reason: "ControllerNotFound" },
  MinReplicasReached: { kind: "BlockDrain", reason: "MinReplicasReached" },
  NotReplicated: { kind: "BlockDrain", reason: "NotReplicated" },
  LocalStorageRequested: { kind: "BlockDrain", reason: "LocalStorageRequested" },
  NotSafeToEvictAnnotation: { kind: "BlockDrain", reason: "NotSafeToEvictAnnotation" },
  UnmovableKubeSystemPod: { kind: "BlockDrain", reason: "UnmovableKubeSystemPod" },
  NotEnoughPdb: { kind: "BlockDrain", reason: "NotEnoughPdb" },
  UnexpectedError: { kind: "BlockDrain", reason: "UnexpectedError" },
};

/** `BlockDrain` for `reason`: one object a reason, as there are many pods. */
export function blockDrain(reason: BlockingReason): Outcome {
  return BLOCKS[reason];
}
