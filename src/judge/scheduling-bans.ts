import type { Pod, PodSpec } from "../model/pod.ts";
import {
  type Namespaces,
  type StandingTerm,
  standingTerm,
  standingTermMatches,
} from "./predicates/inter-pod-affinity.ts";
import { createDomainCount, type DomainCount } from "./scheduling-counts.ts";
import type { DomainTable } from "./scheduling-domains.ts";
import { createSelectorIndex } from "./selector-index.ts";

interface Ban {
  readonly term: StandingTerm;
  readonly carriers: DomainCount;
}

/** The anti-affinity terms that pods carry, and where their carriers stand. Equal terms share one count. */
export interface Bans {
  /** How many different terms there are: an answer of `on` holds until it grows. */
  size(): number;
  /** The counts that a pod belongs to since it carries the terms. */
  carriedBy(pod: Pod): readonly DomainCount[];
  /** The counts of the terms that speak of the pod. */
  on(pod: Pod): readonly DomainCount[];
}

export function createBans(domains: DomainTable, base: number, namespaces: Namespaces): Bans {
  const known = new Map<string, Ban>();
  const index = createSelectorIndex<Ban>();
  const bySpec = new Map<PodSpec, Map<string, readonly DomainCount[]>>();

  const banOf = (term: StandingTerm): Ban => {
    const key = JSON.stringify([term.namespaces, term.namespaceSelector, term.selector, term.topologyKey]);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const ban = { term, carriers: createDomainCount(domains.of(term.topologyKey), base) };
    known.set(key, ban);
    index.add(ban, term.selector);
    return ban;
  };

  return {
    size: () => known.size,
    carriedBy(pod) {
      const carried = bySpec.get(pod.spec) ?? new Map<string, readonly DomainCount[]>();
      bySpec.set(pod.spec, carried);
      const seen = carried.get(pod.namespace);
      if (seen !== undefined) return seen;
      const counts = pod.spec.antiAffinity.map((term) => banOf(standingTerm(term, pod)).carriers);
      carried.set(pod.namespace, counts);
      return counts;
    },
    on: (pod) =>
      index
        .candidates(pod.labels)
        .filter(({ term }) => standingTermMatches(term, pod, namespaces))
        .map(({ carriers }) => carriers),
  };
}
