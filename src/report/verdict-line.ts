import type { Utilization, Verdict } from "../judge/verdict.ts";
import type { Pod } from "../model/pod.ts";

/** A pod by its name. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A line of `barnacle verdicts`, in the contract's shape. */
export interface VerdictLine {
  readonly node: string;
  readonly verdict: Verdict["verdict"];
  readonly utilization: Utilization | null;
  readonly blockers: readonly (PodName & { readonly reason: string })[];
  readonly podsToMove: readonly PodName[];
  readonly withoutBlockers: Verdict["withoutBlockers"];
  readonly uncertain: readonly string[];
}

/**
 * A verdict as JSON will hold it. A utilization that is infinite (all allocatable set aside for DaemonSets) becomes
 * `null` there.
 */
export function verdictLine(verdict: Verdict): VerdictLine {
  return {
    node: verdict.node.name,
    verdict: verdict.verdict,
    utilization: verdict.utilization,
    blockers: verdict.blockers.map(({ pod, reason }) => ({ ...nameOf(pod), reason })),
    podsToMove: verdict.podsToMove.map(nameOf),
    withoutBlockers: verdict.withoutBlockers,
    uncertain: verdict.uncertain,
  };
}

function nameOf({ namespace, name }: Pod): PodName {
  return { namespace, name };
}
