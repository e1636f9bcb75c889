import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { Counter } from "./scheduling-counts.ts";
import { type PodMatch, podMatches } from "./scheduling-matches.ts";
import { createPodNumbers, type PodNumbers } from "./scheduling-numbers.ts";

/** Pods that were ever heard of, by number, and where they stand. */
export interface PodTable extends PodNumbers {
  /** pod → node, -1 while it stands nowhere. */
  readonly nodeOf: readonly number[];
  /** node → its pods, in the order in which they came. */
  readonly on: (readonly number[])[];
  /** pod → the counters that it concerns. */
  readonly counters: Counter[][];
  stand(pod: number, node: number, position: number): void;
  /** Takes the pod off its node; returns its position among the node's pods. */
  leave(pod: number): number;
  /** The numbers of all pods that `match` speaks of, wherever they stand. */
  matching(match: PodMatch): readonly number[];
}

/** Most pods concern no counter: they share this list until they do. */
const NONE: Counter[] = [];

export function createPodTable(nodes: readonly Node[]): PodTable {
  const numbers = createPodNumbers(nodes);
  const { list } = numbers;
  const nodeOf: number[] = [];
  const on: number[][] = nodes.map(() => []);
  const counters: Counter[][] = [];
  const index = createLabelIndex(list);

  return {
    ...numbers,
    nodeOf,
    on,
    counters,
    add(pod) {
      const number = numbers.add(pod);
      nodeOf.push(-1);
      counters.push(NONE);
      index.add(number, pod);
      return number;
    },
    stand(pod, node, position) {
      nodeOf[pod] = node;
      const pods = on[node] ?? [];
      if (position === pods.length) pods.push(pod);
      else pods.splice(position, 0, pod);
    },
    leave(pod) {
      const pods = on[nodeOf[pod] ?? -1] ?? [];
      nodeOf[pod] = -1;
      const position = pods.indexOf(pod);
      pods.splice(position, 1);
      return position;
    },
    matching(match) {
      if (match.all.some(({ selector }) => selector === null)) return [];
      const found: number[] = [];
      for (const number of index.candidates(match) ?? list.keys()) {
        const pod = list[number];
        if (pod !== undefined && podMatches(match, pod)) found.push(number);
      }
      return found;
    },
  };
}

/** Notes that the counter concerns the pod. */
export function concern(pods: PodTable, pod: number, counter: Counter): void {
  const concerned = pods.counters[pod];
  if (concerned === undefined || concerned === NONE) pods.counters[pod] = [counter];
  else concerned.push(counter);
}

interface LabelIndex {
  add(number: number, pod: Pod): void;
  /** The pods that may match, by the requirement with the fewest; `null` where no requirement names values. */
  candidates(match: PodMatch): readonly number[] | null;
}

/** Pods by label, key by key as keys are first asked for. */
function createLabelIndex(list: readonly Pod[]): LabelIndex {
  const byKey = new Map<string, Map<string, number[]>>();
  const file = (values: Map<string, number[]>, key: string, number: number, pod: Pod): void => {
    const value = pod.labels.get(key);
    if (value === undefined) return;
    const same = values.get(value);
    if (same === undefined) values.set(value, [number]);
    else same.push(number);
  };
  const valuesOf = (key: string): Map<string, number[]> => {
    const seen = byKey.get(key);
    if (seen !== undefined) return seen;
    const values = new Map<string, number[]>();
    for (const [number, pod] of list.entries()) file(values, key, number, pod);
    byKey.set(key, values);
    return values;
  };
  return {
    add(number, pod) {
      for (const [key, values] of byKey) file(values, key, number, pod);
    },
    candidates(match) {
      let fewest: readonly number[] | null = null;
      for (const { key, operator, values } of match.all.flatMap(({ selector }) => selector ?? [])) {
        if (operator !== "In") continue;
        const index = valuesOf(key);
        const holding = [...new Set(values)].flatMap((value) => index.get(value) ?? []);
        if (fewest === null || holding.length < fewest.length) fewest = holding;
      }
      return fewest;
    },
  };
}
