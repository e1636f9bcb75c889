import type { Node, Taint } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { type Instant, SECOND } from "../model/time.ts";
import { TO_BE_DELETED_TAINT } from "./eligibility.ts";
import type { Scheduling } from "./scheduling.ts";
import { withoutTpuRequests } from "./tpu.ts";
import type { Stuck } from "./verdict.ts";
import { isNominated } from "./visible.ts";

/** How the pods of a removed node fared: each has a place, or one has none. */
export type Placement =
  | { readonly fits: true; readonly destinations: ReadonlyMap<Pod, string> }
  | { readonly fits: false; readonly stuck: Stuck };

const NOWHERE: Placement = { fits: true, destinations: new Map() };

/**
 * Do `podsToMove` find room on the other nodes once `node` is drained? The node's other pods go with it; the node
 * itself stays as an empty one with the autoscaler's taint, for topology spread still counts its domain. Nothing is
 * left changed.
 *
 * First fit depends on the order of the nodes, and the autoscaler's own is that of a Go map. Of its many orders this
 * takes the one by name, which is how `scheduling` must hold them: the search begins behind the first node, and
 * behind the last place found. Source: `pkg/simulator/cluster.go` `SimulateNodeRemoval`, `findPlaceFor`,
 * `pkg/simulator/clustersnapshot/scheduling_opts.go`.
 */
export function simulateRemoval(removal: Removal, podsToMove: readonly Pod[]): Placement {
  if (podsToMove.length === 0) return NOWHERE;
  const { scheduling } = removal;
  const mark = scheduling.mark();
  const tried = tryMoves(removal, podsToMove);
  scheduling.revert(mark);
  if (tried.stuck === null) return { fits: true, destinations: tried.destinations };
  return { fits: false, stuck: stuckPod(tried.stuck, removal, podsToMove) };
}

/** One node's removal from a cluster. */
export interface Removal {
  readonly scheduling: Scheduling;
  /** The first of the nodes by name. */
  readonly firstNode: string;
  readonly node: Node;
  readonly now: Instant;
}

interface Tried {
  readonly destinations: ReadonlyMap<Pod, string>;
  readonly stuck: Pod | null;
}

function tryMoves({ scheduling, firstNode, node, now }: Removal, podsToMove: readonly Pod[]): Tried {
  scheduling.ghost(node.name, toBeDeleted(now));
  const destinations = new Map<Pod, string>();
  let after = firstNode;
  for (const pod of placingOrder(podsToMove)) {
    const place = scheduling.place(withoutTpuRequests(pod), anywhere, after);
    if (place === null) return { destinations, stuck: pod };
    destinations.set(pod, place);
    after = place;
  }
  return { destinations, stuck: null };
}

function toBeDeleted(now: Instant): Taint {
  return { key: TO_BE_DELETED_TAINT, value: String(Math.floor(now / SECOND)), effect: "NoSchedule", addedAt: null };
}

/** The ghost takes no pods, so that no node needs to be left out. */
function anywhere(): boolean {
  return true;
}

/**
 * Higher priorities first, else as they stand on the node: bound ones before those only nominated.
 * Source: `pkg/simulator/scheduling/hinting_simulator.go` `groupByPriority`.
 */
function placingOrder(pods: readonly Pod[]): readonly Pod[] {
  return pods.toSorted((left, right) => priorityOf(right) - priorityOf(left) || rank(left) - rank(right));
}

function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

function rank(pod: Pod): number {
  return isNominated(pod) ? 1 : 0;
}

/**
 * Asking every node why costs nodes x nodes over a whole cluster, so it is done only for those that somebody looks
 * at.
 */
function stuckPod(pod: Pod, removal: Removal, podsToMove: readonly Pod[]): Stuck {
  let refusals: Stuck["refusals"] | null = null;
  return {
    pod,
    get refusals() {
      refusals ??= refusalsOf(pod, removal, podsToMove);
      return refusals;
    },
  };
}

/** Tries the moves again and asks every other node what it has against the pod that is left over. */
function refusalsOf(pod: Pod, removal: Removal, podsToMove: readonly Pod[]): Stuck["refusals"] {
  const { scheduling } = removal;
  const mark = scheduling.mark();
  tryMoves(removal, podsToMove);
  const refusals = scheduling.refusals(withoutTpuRequests(pod));
  scheduling.revert(mark);
  return refusals;
}
