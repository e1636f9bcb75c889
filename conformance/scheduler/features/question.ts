import { PREDICATES, type PredicateName } from "../../../src/judge/scheduling.ts";
import { GKE_DEFAULTS } from "../../../src/judge/settings.ts";
import { placeOf, visiblePods } from "../../../src/judge/visible.ts";
import type { Node } from "../../../src/model/node.ts";
import { type Pod, podKey } from "../../../src/model/pod.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { Answers, Refusal } from "../oracle.ts";
import { type Stop, snapshotOf } from "../play.ts";

/** One pod asked of one node, with the scheduler's own answer. */
export interface Question {
  readonly pod: Pod;
  readonly node: Node;
  readonly refusal: Refusal | null;
  /** The pods on this node, but the asked one. */
  readonly here: readonly Pod[];
  readonly cluster: Cluster;
  readonly stop: Stop;
}

export interface Cluster {
  readonly snapshot: Snapshot;
  /** The pods on any node, but the asked one. */
  readonly standing: readonly Pod[];
  readonly nodeOf: (pod: Pod) => Node | undefined;
}

/** Does a question take a certain branch of a filter's code? */
export type Feature = (question: Question) => boolean;

/** Branches by name. */
export type Features = Readonly<Record<string, Feature>>;

/** Every question of a stop. */
export function questionsOf(stop: Stop, answers: Answers): readonly Question[] {
  const snapshot = snapshotOf(stop.objects);
  const nodes = new Map(snapshot.nodes.map((node) => [node.name, node]));
  const pods = new Map(snapshot.pods.map((pod) => [podKey(pod), pod]));
  const nodeOf = (pod: Pod): Node | undefined => nodes.get(placeOf(pod));
  const visible = visiblePods(snapshot.pods, GKE_DEFAULTS).filter((pod) => nodeOf(pod) !== undefined);
  return stop.asked.flatMap((key, row) => {
    const pod = pods.get(key);
    if (pod === undefined) return [];
    const standing = visible.filter((each) => each !== pod);
    const cluster: Cluster = { snapshot, standing, nodeOf };
    return stop.nodes.flatMap((name, column) => {
      const node = nodes.get(name);
      const refusal = answers[row]?.[column];
      if (node === undefined || refusal === undefined) return [];
      const here = standing.filter((each) => nodeOf(each) === node);
      return [{ pod, node, refusal, here, cluster, stop }];
    });
  });
}

/** Did this filter refuse, in its second phase? */
export function refused({ refusal }: Question, by: PredicateName): boolean {
  return refusal !== null && !refusal.early && refusal.plugin === by;
}

/** Did this filter refuse the pod everywhere, in its first phase? */
export function refusedEarly({ refusal }: Question, by: PredicateName): boolean {
  return refusal?.early === true && refusal.plugin === by;
}

/** Was this filter asked about the node, and agreed? */
export function agreed({ refusal }: Question, filter: PredicateName): boolean {
  if (refusal === null) return true;
  return !refusal.early && order(refusal.plugin) > order(filter);
}

const ORDER: readonly string[] = PREDICATES;

function order(plugin: string): number {
  return ORDER.indexOf(plugin);
}

/** Does the scheduler's reason hold these words? */
export function says({ refusal }: Question, words: string): boolean {
  return refusal?.reason.includes(words) ?? false;
}

/** All of `features` that the question has. */
export function featuresOf(question: Question, features: Features): readonly string[] {
  return Object.entries(features).flatMap(([name, holds]) => (holds(question) ? [name] : []));
}
