import type { Pod } from "../model/pod.ts";
import type { AutoscalerSettings } from "./settings.ts";

/** The node that a pod counts on: the one it is bound to, else the one it is nominated for; "" for neither. */
export function placeOf(pod: Pod): string {
  return pod.nodeName || pod.nominatedNodeName;
}

/**
 * The pods that the autoscaler's loop sees on nodes: bound ones, and those that are only nominated and not being
 * deleted. Ended pods and expendable ones (a priority below the cutoff) it never sees: they neither block nor count.
 * Source: `pkg/core/static_autoscaler.go`, `pkg/core/utils/expendable.go`, `pkg/utils/kubernetes/listers.go`.
 */
export function visiblePods(pods: readonly Pod[], settings: AutoscalerSettings): readonly Pod[] {
  return pods.filter((pod) => stands(pod) && !hasEnded(pod) && !isExpendable(pod, settings));
}

/** Does the pod count on a node at all? */
export function stands(pod: Pod): boolean {
  return pod.nodeName !== "" || isNominated(pod);
}

/** Has it no node yet, but one that is being cleared for it? */
export function isNominated(pod: Pod): boolean {
  return pod.nodeName === "" && pod.nominatedNodeName !== "" && pod.deletedAt === null;
}

function hasEnded(pod: Pod): boolean {
  return pod.phase === "Succeeded" || pod.phase === "Failed";
}

function isExpendable(pod: Pod, settings: AutoscalerSettings): boolean {
  return pod.spec.priority !== null && pod.spec.priority < settings.expendablePodsPriorityCutoff;
}

const NONE: readonly Pod[] = [];

/** Pods by the node they count on. */
export function podsByNode(pods: readonly Pod[]): (node: string) => readonly Pod[] {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const place = placeOf(pod);
    const there = byNode.get(place);
    if (there === undefined) byNode.set(place, [pod]);
    else there.push(pod);
  }
  return (node) => byNode.get(node) ?? NONE;
}
