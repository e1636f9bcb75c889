import type { Pod } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Scheduling } from "./scheduling.ts";
import { createAsk } from "./scheduling-ask.ts";
import { createFilters, firstRefusal } from "./scheduling-filters.ts";
import { createGround } from "./scheduling-ground.ts";
import { createMoves } from "./scheduling-moves.ts";
import { firstFit } from "./scheduling-search.ts";
import { tally } from "./scheduling-tally.ts";

/**
 * The snapshot's nodes with the pods that `podsOn` gives on them: those that the autoscaler's loop sees (no finished and no expendable ones). A pod
 * that only has a `nominatedNodeName` stands there; a pod on a node that the snapshot lacks stands nowhere. Pods are known
 * by identity: a changed copy is another pod.
 *
 * Source: autoscaler `simulator/clustersnapshot/predicate`, scheduler `framework/plugins` at Kubernetes 1.36 with its default
 * profile and feature gates; dynamic resource allocation is not mirrored (`notMirrored`).
 */
export function createScheduling(snapshot: Snapshot, podsOn: (node: string) => readonly Pod[]): Scheduling {
  const ground = createGround(snapshot);
  const moves = createMoves(ground);
  const ask = createAsk(ground);
  const filters = createFilters(ground);
  const { nodes } = ground;

  for (const [node, { name }] of snapshot.nodes.entries()) {
    ground.pods.fill(node);
    for (const pod of podsOn(name)) moves.put(pod, node);
    moves.forget();
  }
  ground.pods.fill(null);

  /** The number of a node that must be there: asking for another one is a mistake of the caller. */
  const number = (name: string): number => {
    const found = nodes.find(name);
    if (found < 0) throw new Error(`there is no node ${name}`);
    return found;
  };

  return {
    refusal: (pod, node) => firstRefusal(filters, ask(pod), number(node), node),
    place(pod, accepts, after) {
      const start = after === undefined ? 0 : number(after) + 1;
      const node = firstFit(ground, filters, ask(pod), accepts, start);
      if (node < 0) return null;
      moves.put(pod, node);
      return nodes.list[node]?.name ?? null;
    },
    put: (pod, node) => moves.put(pod, number(node)),
    take: moves.take,
    podsOn: (node) =>
      (ground.pods.on[nodes.find(node)] ?? []).flatMap((pod) => {
        const found = ground.pods.list[pod];
        return found === undefined ? [] : [found];
      }),
    ghost: (node, taint) => moves.ghost(number(node), taint),
    refusals: (pod) => tally(ground, filters, ask(pod)),
    addNode: moves.addNode,
    removeNode: (node) => moves.removeNode(number(node)),
    mark: moves.mark,
    revert: moves.revert,
  };
}
