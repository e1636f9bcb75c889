import { judge } from "../../src/judge/judge.ts";
import type { Verdict } from "../../src/judge/verdict.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod } from "../../src/model/pod.ts";
import { ALL_CONTROLLERS, settings } from "./around.ts";
import { container, controllers, NOW, node, type PodChanges, pod, snapshot } from "./objects.ts";

/** The owners of all pods that `asking` makes. */
export const CONTROLLERS = controllers(ALL_CONTROLLERS);
export const LOCK: PodChanges = { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } };

/** A pod on `n1` that asks for so much cpu and 1 GiB. */
export function asking(name: string, cpu: string, changes: PodChanges = {}): Pod {
  const { spec, ...rest } = changes;
  return pod({ name, spec: { containers: [container({ cpu, memory: "1Gi" })], ...spec }, ...rest });
}

export function judged(
  nodes: readonly Node[],
  pods: readonly Pod[],
  changes: Parameters<typeof settings>[0] = {},
): readonly Verdict[] {
  return judge(snapshot({ nodes, pods, controllers: CONTROLLERS }), settings(changes), NOW);
}

/** The verdict on the first node. */
export function first(
  nodes: readonly Node[],
  pods: readonly Pod[],
  changes: Parameters<typeof settings>[0] = {},
): Verdict {
  const [verdict] = judged(nodes, pods, changes);
  if (verdict === undefined) throw new Error("no node was judged");
  return verdict;
}

/** Two nodes of 4 cores, and what fills the second one. */
export const TWO = [node("n1"), node("n2")];
export const FULL = asking("full", "4", { nodeName: "n2" });
