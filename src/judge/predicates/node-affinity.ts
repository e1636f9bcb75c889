import type { Node } from "../../model/node.ts";
import type { NodeSelectorTerm, PodSpec } from "../../model/pod.ts";
import { termsMatch } from "../scheduling-node-terms.ts";

type Wish = Pick<PodSpec, "nodeSelector" | "nodeAffinity">;

/**
 * NodeAffinity: the node must have every label of `nodeSelector` and match one of the required terms.
 * Source: scheduler `plugins/nodeaffinity`, component-helpers `nodeaffinity.RequiredNodeAffinity`.
 */
export function nodeAffinityRefuses(wish: Wish, node: Pick<Node, "labels" | "name">): boolean {
  for (const [key, value] of wish.nodeSelector) {
    if (node.labels.get(key) !== value) return true;
  }
  return wish.nodeAffinity !== null && !termsMatch(wish.nodeAffinity, node.labels, node.name);
}

/**
 * The nodes that the filter's first phase leaves over: where every required term names nodes (`metadata.name` In), all others
 * are refused by NodeAffinity before any filter is asked. `null`: no such shortcut. The empty set: the terms contradict
 * themselves, and the pod is refused everywhere.
 */
export function namedNodes(terms: readonly NodeSelectorTerm[] | null): ReadonlySet<string> | null {
  if (terms === null || terms.length === 0) return null;
  const names = new Set<string>();
  for (const term of terms) {
    const named = namesOfTerm(term);
    if (named === null) return null;
    for (const name of named) names.add(name);
  }
  return names;
}

function namesOfTerm(term: NodeSelectorTerm): readonly string[] | null {
  const lists = term.fields.filter(({ key, operator }) => key === "metadata.name" && operator === "In");
  const [first, ...others] = lists;
  return first === undefined
    ? null
    : first.values.filter((name) => others.every(({ values }) => values.includes(name)));
}
