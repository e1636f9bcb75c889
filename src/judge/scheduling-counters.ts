import type { Pod, PodSpec, SpreadConstraint } from "../model/pod.ts";
import { type AffinityChecks, incomingTerm, type Namespaces } from "./predicates/inter-pod-affinity.ts";
import { nodeAffinityRefuses } from "./predicates/node-affinity.ts";
import { spreadMatch, spreadSelector } from "./predicates/pod-topology-spread.ts";
import { taintTolerationRefuses } from "./predicates/taint-toleration.ts";
import { hasBit } from "./scheduling-bits.ts";
import { type Counter, createDomainCount, type DomainCount } from "./scheduling-counts.ts";
import type { DomainTable } from "./scheduling-domains.ts";
import { matchKey, type PodMatch, podMatches } from "./scheduling-matches.ts";
import type { NodeSets } from "./scheduling-node-sets.ts";
import type { NodeTable } from "./scheduling-nodes.ts";
import { concern, type PodTable } from "./scheduling-pods.ts";
import { createEligibility, createSpreadCount, type Eligibility, type SpreadCount } from "./scheduling-spread-count.ts";

/** What the counters look at. */
export interface CounterGround {
  readonly nodes: NodeTable;
  readonly pods: PodTable;
  readonly domains: DomainTable;
  readonly sets: NodeSets;
  readonly namespaces: Namespaces;
}

/**
 * Counts of pods by topology domain. Each is made when it is first asked for, from where the pods stand then, and told of
 * every move after that; equal questions share one. So a question costs one look-up, however many pods there are.
 */
export interface Counters {
  /** What the pod's own affinity and anti-affinity terms look at. */
  incoming(pod: Pod): Pick<AffinityChecks, "anti"> & { readonly together: Together | null };
  spread(constraint: SpreadConstraint, pod: Pod): SpreadCount;
  /** Tells a new pod's number to the counts that it belongs to. */
  meet(pod: number): void;
  /** The node came or went, or (`taints`) only its taints changed. No counted pod stands on it. */
  nodeChanged(node: number, what: "all" | "taints"): void;
}

/** The pods that match all affinity terms of a pod, by the topology key of each term. */
export interface Together {
  readonly match: PodMatch;
  readonly counts: readonly DomainCount[];
}

export function createCounters(ground: CounterGround): Counters {
  const rules: { readonly match: PodMatch; readonly counter: Counter }[] = [];
  const counts = new Map<string, DomainCount>();
  const spreads = createSpreads(ground, (match, counter) => follow(match, counter));
  const byTemplate = new Map<PodSpec, Map<string, ReturnType<Counters["incoming"]>>>();

  const follow = (match: PodMatch, counter: Counter): void => {
    rules.push({ match, counter });
    for (const number of ground.pods.matching(match)) {
      concern(ground.pods, number, counter);
      const node = ground.pods.nodeOf[number] ?? -1;
      if (node >= 0) counter.change(node, 1);
    }
  };
  const countOf = (match: PodMatch, topologyKey: string): DomainCount => {
    const key = `${topologyKey} ${matchKey(match)}`;
    const seen = counts.get(key);
    if (seen !== undefined) return seen;
    const count = createDomainCount(ground.domains.of(topologyKey), ground.nodes.base);
    counts.set(key, count);
    follow(match, count);
    return count;
  };

  return {
    incoming: (pod) =>
      nested(byTemplate, pod.spec, pod.namespace, () => {
        const terms = pod.spec.affinity.map((term) => incomingTerm(term, pod, ground.namespaces));
        const match = { all: terms, livingOnly: false };
        const anti = pod.spec.antiAffinity.map((term) =>
          countOf({ all: [incomingTerm(term, pod, ground.namespaces)], livingOnly: false }, term.topologyKey),
        );
        const together = pod.spec.affinity.map(({ topologyKey }) => countOf(match, topologyKey));
        return { anti, together: together.length === 0 ? null : { match, counts: together } };
      }),
    spread: spreads.of,
    meet(number) {
      const pod = ground.pods.list[number];
      if (pod === undefined) return;
      for (const { match, counter } of rules) if (podMatches(match, pod)) concern(ground.pods, number, counter);
    },
    nodeChanged: spreads.refresh,
  };
}

interface Spreads {
  of(constraint: SpreadConstraint, pod: Pod): SpreadCount;
  refresh(node: number, what: "all" | "taints"): void;
}

function createSpreads(ground: CounterGround, follow: (match: PodMatch, counter: Counter) => void): Spreads {
  const eligibilities = createEligibilities(ground);
  const counts = new Map<string, SpreadCount>();
  const byConstraint = new Map<SpreadConstraint, Map<string, SpreadCount>>();

  const make = (constraint: SpreadConstraint, pod: Pod): SpreadCount => {
    const match = spreadMatch(spreadSelector(constraint, pod), pod.namespace);
    const eligibility = eligibilityKey(constraint, pod.spec);
    const key = `${eligibility} ${matchKey(match)}`;
    const seen = counts.get(key);
    if (seen !== undefined) return seen;
    const count = createSpreadCount(eligibilities.of(eligibility, constraint, pod.spec), ground.nodes.base);
    counts.set(key, count);
    follow(match, count);
    return count;
  };
  return {
    of(constraint, pod) {
      const values = constraint.matchLabelKeys.map((label) => pod.labels.get(label) ?? null);
      const key = JSON.stringify([pod.namespace, values]);
      return nested(byConstraint, constraint, key, () => make(constraint, pod));
    },
    refresh: eligibilities.refresh,
  };
}

interface Eligibilities {
  of(key: string, constraint: SpreadConstraint, spec: PodSpec): Eligibility;
  refresh(node: number, what: "all" | "taints"): void;
}

/** Which nodes constraints look at: many constraints look at the same ones. */
function createEligibilities(ground: CounterGround): Eligibilities {
  const all = new Map<string, Eligibility>();
  const taintAware: Eligibility[] = [];
  return {
    of(key, constraint, spec) {
      const seen = all.get(key);
      if (seen !== undefined) return seen;
      const { domains, nodes } = ground;
      const eligible = eligibility(ground, constraint, spec);
      const made = createEligibility(domains.of(constraint.topologyKey), nodes.list.length, nodes.base, eligible);
      all.set(key, made);
      if (constraint.nodeTaintsPolicy === "Honor") taintAware.push(made);
      return made;
    },
    refresh(node, what) {
      for (const one of what === "taints" ? taintAware : all.values()) one.refresh(node);
    },
  };
}

/** Two constraints with equal keys look at the same nodes, by the same topology key. */
function eligibilityKey(constraint: SpreadConstraint, spec: PodSpec): string {
  const keys = spec.spread.map(({ topologyKey }) => topologyKey).sort();
  const wish = constraint.nodeAffinityPolicy === "Honor" ? [[...spec.nodeSelector].sort(), spec.nodeAffinity] : null;
  const tolerations = constraint.nodeTaintsPolicy === "Honor" ? spec.tolerations : null;
  return JSON.stringify([constraint.topologyKey, keys, wish, tolerations]);
}

/**
 * The nodes that a constraint looks at: those with the topology keys of all the pod's constraints, and as its policies say
 * only those that the pod's node affinity allows, or whose taints it tolerates. A ghost counts as the tainted node that it is.
 */
function eligibility(ground: CounterGround, constraint: SpreadConstraint, spec: PodSpec): (node: number) => boolean {
  const { nodes, domains, sets } = ground;
  const all = spec.spread.map(({ topologyKey }) => domains.of(topologyKey));
  const wished = constraint.nodeAffinityPolicy === "Honor" ? sets.wished(spec) : null;
  const tolerations = constraint.nodeTaintsPolicy === "Honor" ? spec.tolerations : null;
  return (number) => {
    const node = nodes.list[number];
    if (node === undefined || !nodes.exists(number) || all.some(({ of }) => (of[number] ?? -1) < 0)) return false;
    if (tolerations !== null && taintTolerationRefuses(nodes.taints(number), tolerations)) return false;
    if (wished === null) return true;
    return number < nodes.base ? hasBit(wished, number) : !nodeAffinityRefuses(spec, node);
  };
}

function nested<Outer, Value>(
  known: Map<Outer, Map<string, Value>>,
  outer: Outer,
  inner: string,
  make: () => Value,
): Value {
  let values = known.get(outer);
  if (values === undefined) {
    values = new Map();
    known.set(outer, values);
  }
  const seen = values.get(inner);
  if (seen !== undefined) return seen;
  const made = make();
  values.set(inner, made);
  return made;
}
