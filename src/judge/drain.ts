import type { Pod } from "../model/pod.ts";
import type { Judgement } from "./order.ts";
import { isDaemonSetPod } from "./pod-facts.ts";
import type { Blocker } from "./verdict.ts";

/** What a drain would do with the pods of a node, each list in the order of the pods. */
export interface Drain {
  readonly blockers: readonly Blocker[];
  /** The pods that have to find another place. */
  readonly podsToMove: readonly Pod[];
  /** Pods that end with the node. */
  readonly daemonSetPods: readonly Pod[];
  /** Pods whose end the drain waits for. */
  readonly onCompletionPods: readonly Pod[];
}

/**
 * Sorts a node's pods by what the drain rules say of each. Where the autoscaler stops at the first blocker, this goes
 * on and names all. Source: `pkg/simulator/drain.go` `GetPodsToMove`.
 */
export function drainOf(pods: readonly Pod[], judge: (pod: Pod) => Judgement): Drain {
  const blockers: Blocker[] = [];
  const podsToMove: Pod[] = [];
  const daemonSetPods: Pod[] = [];
  const onCompletionPods: Pod[] = [];
  for (const pod of pods) {
    const { outcome } = judge(pod);
    switch (outcome.kind) {
      case "BlockDrain":
        blockers.push({ pod, reason: outcome.reason });
        break;
      case "WaitForCompletion":
        onCompletionPods.push(pod);
        break;
      case "SkipDrain":
        break;
      case "DrainOk":
      case "UndefinedOutcome":
        (isDaemonSetPod(pod) ? daemonSetPods : podsToMove).push(pod);
    }
  }
  return { blockers, podsToMove, daemonSetPods, onCompletionPods };
}

/**
 * The pods that a drain would move once the blockers are gone, in the order in which the autoscaler would come to
 * them.
 */
export function movesWithoutBlockers(pods: readonly Pod[], { blockers, podsToMove }: Drain): readonly Pod[] {
  if (blockers.length === 0) return podsToMove;
  const moving = new Set(podsToMove);
  return takenOff(pods, blockers).filter((pod) => moving.has(pod));
}

/**
 * The node's pods once the blockers are taken off it, in the order in which the scheduler then holds them: its last
 * pod fills each gap. The order decides which pod is placed first. Source: `pkg/scheduler/framework/types.go`
 * `NodeInfo.RemovePod`.
 */
export function takenOff(pods: readonly Pod[], blockers: readonly Blocker[]): readonly Pod[] {
  const left = [...pods];
  for (const { pod } of blockers) {
    const gap = left.indexOf(pod);
    const last = left.pop();
    if (gap < left.length && last !== undefined) left[gap] = last;
  }
  return left;
}
