import type { Node, Taint } from "../model/node.ts";
import type { NodeRequirement, NodeSelectorTerm, PodSpec, Toleration } from "../model/pod.ts";
import { taintTolerationRefuses } from "./predicates/taint-toleration.ts";
import { addBit, allBits, type Bits, intersect, noBits, subtract, unite } from "./scheduling-bits.ts";
import { isReadable, valueHolds } from "./scheduling-node-terms.ts";

/**
 * Sets of the snapshot's nodes that labels and taints alone decide, each made once: the work goes with the distinct
 * selectors and toleration lists, not with pods. Nodes that were added later are in no set; ask the filter itself.
 */
export interface NodeSets {
  /** The nodes that `nodeSelector` and the required node affinity allow. */
  wished(spec: PodSpec): Bits;
  /** The nodes whose labels (and with `fields` names) match one of the terms. */
  matching(terms: readonly NodeSelectorTerm[], fields: boolean): Bits;
  /** The nodes whose taints are all tolerated. */
  tolerating(tolerations: readonly Toleration[]): Bits;
  /** The nodes for which `holds`, kept under `key`. */
  where(key: string, holds: (node: Node) => boolean): Bits;
}

export function createNodeSets(nodes: readonly Node[]): NodeSets {
  const index = createLabelIndex(nodes);
  const kept = new Map<string, Bits>();
  const bySpec = new Map<PodSpec, Bits>();
  const byTolerations = new Map<readonly Toleration[], Bits>();
  const taints = taintGroups(nodes);

  const keep = (key: string, make: () => Bits): Bits => {
    const seen = kept.get(key);
    if (seen !== undefined) return seen;
    const made = make();
    kept.set(key, made);
    return made;
  };
  const matching = (terms: readonly NodeSelectorTerm[], fields: boolean): Bits =>
    keep(`terms ${fields} ${JSON.stringify(terms)}`, () => nodesOfTerms(index, terms, fields));

  return {
    matching,
    wished: (spec) =>
      remember(bySpec, spec, () => {
        const selector = [...spec.nodeSelector].sort();
        return keep(`wish ${JSON.stringify([selector, spec.nodeAffinity])}`, () => {
          const set = spec.nodeAffinity === null ? allBits(nodes.length) : matching(spec.nodeAffinity, true).slice();
          for (const [key, value] of selector) intersect(set, index.holding({ key, operator: "In", values: [value] }));
          return set;
        });
      }),
    tolerating: (tolerations) =>
      remember(byTolerations, tolerations, () =>
        keep(`tolerations ${JSON.stringify(tolerations)}`, () => {
          const set = allBits(nodes.length);
          for (const group of taints) if (taintTolerationRefuses(group.taints, tolerations)) subtract(set, group.nodes);
          return set;
        }),
      ),
    where: (key, holds) =>
      keep(`where ${key}`, () => {
        const set = noBits(nodes.length);
        for (const [position, node] of nodes.entries()) if (holds(node)) addBit(set, position);
        return set;
      }),
  };
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const made = make();
  known.set(key, made);
  return made;
}

/** Nodes with equal taints, together; nodes without any are left out. */
function taintGroups(nodes: readonly Node[]): readonly { readonly taints: readonly Taint[]; readonly nodes: Bits }[] {
  const groups = new Map<string, { taints: readonly Taint[]; nodes: Bits }>();
  for (const [position, { taints }] of nodes.entries()) {
    if (taints.length === 0) continue;
    const key = JSON.stringify(taints.map(({ key, value, effect }) => [key, value, effect]));
    const group = remember(groups, key, () => ({ taints, nodes: noBits(nodes.length) }));
    addBit(group.nodes, position);
  }
  return [...groups.values()];
}

interface LabelIndex {
  readonly size: number;
  holding(requirement: NodeRequirement): Bits;
  named(name: string): Bits;
}

/** Nodes by label, key by key as keys are first asked for. */
function createLabelIndex(nodes: readonly Node[]): LabelIndex {
  const byKey = new Map<string, ReadonlyMap<string | undefined, readonly number[]>>();
  const byName = new Map(nodes.map(({ name }, position) => [name, position]));

  const valuesOf = (key: string): ReadonlyMap<string | undefined, readonly number[]> =>
    remember(byKey, key, () => {
      const values = new Map<string | undefined, number[]>();
      for (const [position, { labels }] of nodes.entries()) {
        const value = labels.get(key);
        const same = values.get(value);
        if (same === undefined) values.set(value, [position]);
        else same.push(position);
      }
      return values;
    });

  return {
    size: nodes.length,
    holding(requirement) {
      const set = noBits(nodes.length);
      const values = valuesOf(requirement.key);
      const candidates =
        requirement.operator === "In" ? new Set<string | undefined>(requirement.values) : values.keys();
      for (const value of candidates) {
        if (valueHolds(requirement, value)) for (const node of values.get(value) ?? []) addBit(set, node);
      }
      return set;
    },
    named(name) {
      const set = noBits(nodes.length);
      const position = byName.get(name);
      if (position !== undefined) addBit(set, position);
      return set;
    },
  };
}

function nodesOfTerms(index: LabelIndex, terms: readonly NodeSelectorTerm[], fields: boolean): Bits {
  const set = noBits(index.size);
  for (const term of terms) if (isReadable(term)) unite(set, nodesOfTerm(index, term, fields));
  return set;
}

function nodesOfTerm(index: LabelIndex, term: NodeSelectorTerm, fields: boolean): Bits {
  const set = allBits(index.size);
  for (const expression of term.expressions) intersect(set, index.holding(expression));
  for (const field of fields ? term.fields : []) {
    const named = index.named(field.key === "metadata.name" ? (field.values[0] ?? "") : "");
    const everywhere = field.key !== "metadata.name" && field.values[0] === "";
    const equal = everywhere ? allBits(index.size) : named;
    if (field.operator === "In") intersect(set, equal);
    else subtract(set, equal);
  }
  return set;
}
