import { isDaemonSetPod } from "../judge/pod-facts.ts";
import type { Blocker, Verdict } from "../judge/verdict.ts";
import { CONTROLLER_KINDS, type ControllerKind } from "../model/owner.ts";
import type { Pod } from "../model/pod.ts";
import type { ReadKind, Snapshot } from "../model/snapshot.ts";

/**
 * The kind whose absence from the input this blocker's reason rests on; `null` when its reason stands on what was seen. What was
 * not listed is no evidence: a controller is not gone because nobody asked for its kind, and a kube-system pod is not
 * without a budget because the budgets were refused.
 */
export function restsOn(blocker: Blocker, kinds: Snapshot["kinds"]): ReadKind | null {
  if (blocker.reason === "UnmovableKubeSystemPod") {
    return kinds.PodDisruptionBudget.state === "refused" ? "PodDisruptionBudget" : null;
  }
  if (blocker.reason !== "ControllerNotFound") return null;
  const kind = controllerKind(blocker.pod.owner?.kind);
  return kind === null || kinds[kind].state === "listed" ? null : kind;
}

function controllerKind(kind: string | undefined): ControllerKind | null {
  return CONTROLLER_KINDS.find((known) => known === kind) ?? null;
}

/** The blockers of a verdict whose reasons stand on what was seen. */
export function provenBlockers(verdict: Verdict, kinds: Snapshot["kinds"]): readonly Blocker[] {
  return verdict.blockers.filter((blocker) => restsOn(blocker, kinds) === null);
}

/**
 * The blocking pods that would run somewhere else: not those of a DaemonSet, of which each node has its own, even where the DaemonSet
 * itself was not found.
 */
export function podsToHouse(blockers: readonly Blocker[]): readonly Pod[] {
  return blockers.map(({ pod }) => pod).filter((pod) => !isDaemonSetPod(pod));
}
