import { type LabelSelector, type Labels, NO_LABELS, selects } from "../../model/labels.ts";
import type { Pod, PodAffinityTerm } from "../../model/pod.ts";
import { type DomainCount, isOccupied } from "../scheduling-counts.ts";
import type { PodTerm } from "../scheduling-matches.ts";

/** Labels of each namespace. */
export type Namespaces = ReadonlyMap<string, Labels>;

/** What the asked pod's terms, and the anti-affinity terms of pods that stand already, come to. */
export interface AffinityChecks {
  /** `null`: the pod has no affinity terms. */
  readonly affinity: {
    /** For each term: the pods that match all terms, by the term's topology key. */
    readonly counts: readonly DomainCount[];
    /** Does the pod match all its own terms? */
    readonly selfMatches: boolean;
  } | null;
  /** For each of the pod's anti-affinity terms: the pods that match it. */
  readonly anti: readonly DomainCount[];
  /** For each anti-affinity term that matches the pod: the standing pods that have it. */
  readonly bans: readonly DomainCount[];
}

/**
 * An asked pod's term. A namespace selector stands for the namespaces that are listed and match it. One that matches no labels
 * at all (the empty one, `NotIn`, `DoesNotExist`) stands for every namespace: the scheduler of 1.36 means to put names in the
 * selector's place, but does so in a copy of the term, and asks the selector again with no labels. `matchLabelKeys` and
 * `mismatchLabelKeys` are not looked at: the API server has written them into the selector when the pod was made.
 * Source: scheduler `plugins/interpodaffinity`, kube-scheduler `framework.newAffinityTerm`.
 */
export function incomingTerm(term: PodAffinityTerm, pod: Pod, namespaces: Namespaces): PodTerm {
  const { selector, namespaceSelector } = term;
  if (selects(namespaceSelector, NO_LABELS)) return { namespaces: null, selector };
  const names = new Set(ownNamespaces(term, pod));
  if (namespaceSelector !== null) {
    for (const [name, labels] of namespaces) if (selects(namespaceSelector, labels)) names.add(name);
  }
  return { namespaces: names, selector };
}

function ownNamespaces(term: PodAffinityTerm, pod: Pod): readonly string[] {
  return term.namespaces.length === 0 && term.namespaceSelector === null ? [pod.namespace] : term.namespaces;
}

/** An anti-affinity term of a pod that stands already. */
export interface StandingTerm {
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | null;
  readonly selector: LabelSelector | null;
  readonly topologyKey: string;
}

export function standingTerm(term: PodAffinityTerm, pod: Pod): StandingTerm {
  const { namespaceSelector, selector, topologyKey } = term;
  return { namespaces: [...ownNamespaces(term, pod)].sort(), namespaceSelector, selector, topologyKey };
}

/** Does a standing pod's term speak of the asked pod? A namespace that is not listed counts as one without labels. */
export function standingTermMatches(term: StandingTerm, pod: Pod, namespaces: Namespaces): boolean {
  const named = term.namespaces.includes(pod.namespace);
  if (!named && !selects(term.namespaceSelector, namespaces.get(pod.namespace) ?? new Map())) return false;
  return selects(term.selector, pod.labels);
}

/**
 * InterPodAffinity: the node's domains must hold pods that match all affinity terms (or none does anywhere, the pod matches
 * them itself, and the node has all their keys: the first of a group), no pod that an anti-affinity term of the pod matches,
 * and no pod with an anti-affinity term that matches it. Source: scheduler `plugins/interpodaffinity`.
 */
export function interPodAffinityRefuses({ affinity, anti, bans }: AffinityChecks, node: number): boolean {
  if (affinity !== null && affinityRefuses(affinity, node)) return true;
  return anti.some((count) => isOccupied(count, node)) || bans.some((count) => isOccupied(count, node));
}

function affinityRefuses({ counts, selfMatches }: NonNullable<AffinityChecks["affinity"]>, node: number): boolean {
  if (counts.some(({ domains }) => (domains.of[node] ?? -1) < 0)) return true;
  if (counts.every((count) => isOccupied(count, node))) return false;
  return !selfMatches || counts.some((count) => count.counts.size > 0);
}
