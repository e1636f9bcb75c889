import { fieldHolds, termsMatch, valueHolds } from "../judge/scheduling-node-terms.ts";
import type { Node } from "../model/node.ts";
import type { NodeRequirement, NodeSelectorTerm, Pod, PodSpec } from "../model/pod.ts";
import { MACHINE_TYPE_LABELS, POOL_LABEL } from "./facts.ts";

/** Labels that name a place: a pool, a machine type, a node. */
const PLACE_KEYS: ReadonlySet<string> = new Set([
  POOL_LABEL,
  ...MACHINE_TYPE_LABELS,
  "cloud.google.com/machine-family",
  "kubernetes.io/hostname",
]);

/** Is it a selector that names a place to be in? One that only says where not to be is a constraint as any other. */
function namesPlace({ key, operator }: NodeRequirement): boolean {
  return PLACE_KEYS.has(key) && (operator === "In" || operator === "Exists");
}

/** `metadata.name` In: the node itself is named. */
function namesNode({ key, operator }: NodeRequirement): boolean {
  return key === "metadata.name" && operator === "In";
}

/** Makes of a pod one that may go to any place; the pod itself when it names none. */
export type Relax = (pod: Pod) => Pod;

/** A pod gets one relaxed double, and a spec one relaxed spec: the scheduling knows both by identity. */
export function relaxer(): Relax {
  const specs = new Map<PodSpec, PodSpec>();
  const pods = new Map<Pod, Pod>();
  return (pod) => {
    const spec = specs.get(pod.spec) ?? relaxSpec(pod.spec);
    specs.set(pod.spec, spec);
    if (spec === pod.spec) return pod;
    const free = pods.get(pod) ?? { ...pod, spec };
    pods.set(pod, free);
    return free;
  };
}

function relaxSpec(spec: PodSpec): PodSpec {
  const selector = [...spec.nodeSelector].filter(([key]) => !PLACE_KEYS.has(key));
  const nodeAffinity = relaxTerms(spec.nodeAffinity);
  if (selector.length === spec.nodeSelector.size && nodeAffinity === spec.nodeAffinity) return spec;
  return { ...spec, nodeSelector: new Map(selector), nodeAffinity };
}

/** A term that named nothing but a place allows every node; so does then the whole affinity. */
function relaxTerms(terms: PodSpec["nodeAffinity"]): PodSpec["nodeAffinity"] {
  if (terms === null || !terms.some(termNamesPlace)) return terms;
  const relaxed = terms.map((term) => (termNamesPlace(term) ? withoutPlace(term) : term));
  const free = relaxed.some((term, at) => isEmpty(term) && !isEmpty(terms[at] ?? term));
  return free ? null : relaxed;
}

/** Does the term hold only at some named place? */
export function termNamesPlace(term: NodeSelectorTerm): boolean {
  return term.expressions.some(namesPlace) || term.fields.some(namesNode);
}

/** The term without what names a place. */
export function withoutPlace(term: NodeSelectorTerm): NodeSelectorTerm {
  return {
    expressions: term.expressions.filter((expression) => !namesPlace(expression)),
    fields: term.fields.filter((field) => !namesNode(field)),
  };
}

function isEmpty(term: NodeSelectorTerm): boolean {
  return term.expressions.length === 0 && term.fields.length === 0;
}

/**
 * The selectors of `pod` that name another place than `node` and so would keep it off, in words:
 * `nodeSelector cloud.google.com/gke-nodepool=n2-mem-64`. Empty when none does.
 */
export function unmetPlaces(pod: Pod, node: Node): readonly string[] {
  const { nodeSelector, nodeAffinity } = pod.spec;
  const unmet = [...nodeSelector]
    .filter(([key, value]) => PLACE_KEYS.has(key) && node.labels.get(key) !== value)
    .map(([key, value]) => `nodeSelector ${key}=${value}`);
  if (nodeAffinity === null || termsMatch(nodeAffinity, node.labels, node.name)) return unmet;
  const term = nodeAffinity.find((each) => {
    const rest = withoutPlace(each);
    return termNamesPlace(each) && (isEmpty(rest) || termsMatch([rest], node.labels, node.name));
  });
  if (term === undefined) return unmet;
  const expressions = term.expressions.filter(
    (each) => namesPlace(each) && !valueHolds(each, node.labels.get(each.key)),
  );
  const fields = term.fields.filter((each) => namesNode(each) && !fieldHolds(each, node.name));
  return [...unmet, ...[...expressions, ...fields].map(affinityWords)];
}

function affinityWords({ key, operator, values }: NodeRequirement): string {
  if (operator === "Exists") return `nodeAffinity ${key} exists`;
  return values.length === 1 ? `nodeAffinity ${key}=${values[0]}` : `nodeAffinity ${key} in (${values.join(", ")})`;
}
