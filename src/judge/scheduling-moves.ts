import type { Node, Taint } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { ResourceList } from "../model/resources.ts";
import { emptyRoom } from "./predicates/node-resources-fit.ts";
import type { Mark } from "./scheduling.ts";
import type { Ground } from "./scheduling-ground.ts";
import { concern } from "./scheduling-pods.ts";

/** What was done, with what it takes to undo it. */
type Move =
  | { readonly kind: "put"; readonly pod: number }
  | { readonly kind: "take"; readonly pod: number; readonly node: number; readonly position: number }
  | { readonly kind: "ghost" | "remove"; readonly node: number }
  | { readonly kind: "add" };

/** Changes of the cluster, each of which can be undone. */
export interface Moves {
  put(pod: Pod, node: number): void;
  /** A pod that stands nowhere stays there. */
  take(pod: Pod): void;
  ghost(node: number, taint: Taint): void;
  addNode(node: Node): void;
  removeNode(node: number): void;
  mark(): Mark;
  revert(mark: Mark): void;
  /** What was done up to now is how the cluster is. */
  forget(): void;
}

export function createMoves(ground: Ground): Moves {
  const { pods } = ground;
  const done: Move[] = [];

  const known = (pod: Pod): number => pods.find(pod) ?? introduce(ground, pod);
  const takeOff = (pod: number): void => {
    const node = pods.nodeOf[pod] ?? -1;
    if (node >= 0) done.push({ kind: "take", pod, node, position: leave(ground, pod, node) });
  };
  const empty = (node: number): void => {
    for (const pod of (pods.on[node] ?? []).toReversed()) takeOff(pod);
  };

  return {
    put(pod, node) {
      const number = known(pod);
      if ((pods.nodeOf[number] ?? -1) >= 0)
        throw new Error(`pod ${pod.namespace}/${pod.name} stands on a node already`);
      stand(ground, number, node, pods.on[node]?.length ?? 0);
      done.push({ kind: "put", pod: number });
    },
    take(pod) {
      const number = pods.find(pod);
      if (number !== undefined) takeOff(number);
    },
    ghost(node, taint) {
      empty(node);
      ground.nodes.haunt(node, taint);
      ground.counters.nodeChanged(node, "taints");
      done.push({ kind: "ghost", node });
    },
    addNode(node) {
      add(ground, node);
      done.push({ kind: "add" });
    },
    removeNode(node) {
      empty(node);
      ground.nodes.remove(node);
      ground.counters.nodeChanged(node, "all");
      done.push({ kind: "remove", node });
    },
    mark: () => ({ depth: done.length }),
    revert({ depth }) {
      while (done.length > depth) {
        const move = done.pop();
        if (move !== undefined) undo(ground, move);
      }
    },
    forget() {
      done.length = 0;
    },
  };
}

function undo(ground: Ground, move: Move): void {
  const { nodes, pods, counters } = ground;
  switch (move.kind) {
    case "put":
      leave(ground, move.pod, pods.nodeOf[move.pod] ?? -1);
      break;
    case "take":
      stand(ground, move.pod, move.node, move.position);
      break;
    case "ghost":
      nodes.exorcise(move.node);
      counters.nodeChanged(move.node, "taints");
      break;
    case "remove":
      nodes.restore(move.node);
      counters.nodeChanged(move.node, "all");
      break;
    case "add":
      drop(ground);
      break;
  }
}

/** Gives a pod that was never heard of its number and its counters. */
function introduce({ pods, bans, usage, counters }: Ground, pod: Pod): number {
  const number = pods.add(pod);
  for (const counter of bans.carriedBy(pod)) concern(pods, number, counter);
  for (const counter of usage.heldBy(pod)) concern(pods, number, counter);
  counters.meet(number);
  return number;
}

function stand({ pods, rooms }: Ground, pod: number, node: number, position: number): void {
  pods.stand(pod, node, position);
  const resources = occupiedBy(pods.list[pod]);
  if (resources !== undefined) rooms.change(node, resources, 1);
  for (const counter of pods.counters[pod] ?? []) counter.change(node, 1);
}

function leave({ pods, rooms }: Ground, pod: number, node: number): number {
  const resources = occupiedBy(pods.list[pod]);
  if (resources !== undefined) rooms.change(node, resources, -1);
  for (const counter of pods.counters[pod] ?? []) counter.change(node, -1);
  return pods.leave(pod);
}

function occupiedBy(pod: Pod | undefined): ResourceList | undefined {
  return pod?.occupied ?? pod?.runningRequests;
}

function add({ nodes, pods, rooms, domains, counters }: Ground, node: Node): void {
  nodes.push(node);
  domains.pushNode(node);
  rooms.of.push(emptyRoom(node.allocatable));
  pods.on.push([]);
  counters.nodeChanged(nodes.list.length - 1, "all");
}

/** Drops the node that was added last. Its pods are gone: they came later, and are undone first. */
function drop({ nodes, pods, rooms, domains, counters }: Ground): void {
  nodes.pop();
  counters.nodeChanged(nodes.list.length, "all");
  domains.popNode();
  rooms.of.pop();
  pods.on.pop();
}
