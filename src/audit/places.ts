import type { Mark, Scheduling } from "../judge/scheduling.ts";
import { withoutTpuRequests } from "../judge/tpu.ts";
import type { Node, Taint } from "../model/node.ts";
import type { Pod, PodSpec } from "../model/pod.ts";
import { createFiller, type Filler } from "./filler.ts";
import { largestFirst } from "./pod-order.ts";

/**
 * What a node is to the others before anything has moved. `removable`, `pinned`: to be emptied if that can be. `stays`: it stays
 * whatever is changed. `doubtful`: it stays for now, but nobody should build on it. `going`: it is being deleted.
 */
export type Standing = "removable" | "pinned" | "stays" | "doubtful" | "going";

/** A node as the places begin with it. */
export interface Place {
  readonly node: Node;
  readonly standing: Standing;
}

/** What the nodes of a rehoming under way are to each other by now, and moves among them. */
export interface Places {
  readonly freed: ReadonlySet<string>;
  stays(node: string): boolean;
  /** Moves the pods off `node`. `false`, with nothing changed, when one of them finds no place. */
  move(pods: readonly Pod[], node: string): boolean;
  keep(node: string): void;
  /** The node goes: it is left as a ghost, which topology spread still counts, as the autoscaler does. */
  free(node: string): void;
  /** A point to which `revert` goes back, here and in the scheduling. */
  mark(): PlacesMark;
  revert(mark: PlacesMark): void;
}

export interface PlacesMark {
  readonly scheduling: Mark;
  readonly settled: number;
}

interface State {
  readonly scheduling: Scheduling;
  readonly filler: Filler;
  readonly staying: Set<string>;
  readonly freed: Set<string>;
  /** The nodes that could be emptied but may become a home, in the order in which they are asked. */
  readonly lastResort: readonly Node[];
  /** Those of them that did, in the order in which they did. */
  readonly settled: string[];
  /** Specs that found no room on any node of last resort. */
  readonly hopeless: Set<PodSpec>;
}

const GONE: Taint = { key: "ToBeDeletedByClusterAutoscaler", value: "", effect: "NoSchedule", addedAt: null };

/** Places before anything has moved. Whatever does not stay for certain is kept out of the search for room. */
export function createPlaces(scheduling: Scheduling, nodes: readonly Place[], lastResort: readonly Node[]): Places {
  const filler = createFiller(scheduling);
  const staying = new Set<string>();
  for (const { node, standing } of nodes) {
    if (standing === "stays") staying.add(node.name);
    else filler.fill(node.name);
  }
  const state: State = { scheduling, filler, staying, freed: new Set(), lastResort, settled: [], hopeless: new Set() };
  return {
    freed: state.freed,
    stays: (node) => staying.has(node),
    move: (pods, node) => move(state, pods, node),
    keep(node) {
      staying.add(node);
      filler.open(node);
    },
    free(node) {
      state.freed.add(node);
      scheduling.ghost(node, GONE);
    },
    mark: () => markOf(state),
    revert: (mark) => revert(state, mark),
  };
}

function markOf({ scheduling, settled }: State): PlacesMark {
  return { scheduling: scheduling.mark(), settled: settled.length };
}

function revert({ scheduling, settled, staying, hopeless }: State, mark: PlacesMark): void {
  scheduling.revert(mark.scheduling);
  // What found no room beside them may find some on them.
  if (settled.length > mark.settled) hopeless.clear();
  for (const node of settled.splice(mark.settled)) staying.delete(node);
}

function move(state: State, pods: readonly Pod[], from: string): boolean {
  const { scheduling, staying } = state;
  const mark = markOf(state);
  for (const pod of pods) scheduling.take(pod);
  const elsewhere = (node: string) => node !== from && staying.has(node);
  for (const pod of largestFirst(pods).map(withoutTpuRequests)) {
    if (scheduling.place(pod, elsewhere) !== null || settle(state, pod, from)) continue;
    revert(state, mark);
    return false;
  }
  return true;
}

/** Puts the pod on a node of last resort, which stays from then on. */
function settle(state: State, pod: Pod, from: string): boolean {
  const { scheduling, filler, staying, freed, settled, hopeless } = state;
  if (hopeless.has(pod.spec)) return false;
  for (const { name, unschedulable } of state.lastResort) {
    if (name === from || unschedulable || staying.has(name) || freed.has(name)) continue;
    filler.open(name);
    if (scheduling.refusal(pod, name) === null) {
      scheduling.put(pod, name);
      staying.add(name);
      settled.push(name);
      return true;
    }
    filler.fill(name);
  }
  hopeless.add(pod.spec);
  return false;
}
