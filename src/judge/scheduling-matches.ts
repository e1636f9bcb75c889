import { type LabelRequirement, type LabelSelector, selects } from "../model/labels.ts";
import type { Pod } from "../model/pod.ts";

/** Which pods a rule speaks of: those that every one of `all` matches. */
export interface PodMatch {
  readonly all: readonly PodTerm[];
  /** Are pods that are being deleted passed over? */
  readonly livingOnly: boolean;
}

export interface PodTerm {
  /** `null`: every namespace. */
  readonly namespaces: ReadonlySet<string> | null;
  /** `null`: no pod. */
  readonly selector: LabelSelector | null;
}

export function podMatches(match: PodMatch, pod: Pod): boolean {
  return !(match.livingOnly && pod.deletedAt !== null) && match.all.every((term) => termMatches(term, pod));
}

function termMatches({ namespaces, selector }: PodTerm, pod: Pod): boolean {
  return (namespaces === null || namespaces.has(pod.namespace)) && selects(selector, pod.labels);
}

/** The text by which equal matches are known to be equal. */
export function matchKey({ all, livingOnly }: PodMatch): string {
  const terms = all.map(({ namespaces, selector }) => [namespaces && [...namespaces].sort(), selector]);
  return JSON.stringify([livingOnly, terms]);
}

/** The requirement that leaves the fewest label values over, to look candidates up by; `null` when none names values. */
export function narrowest(selector: LabelSelector): LabelRequirement | null {
  let best: LabelRequirement | null = null;
  for (const requirement of selector) {
    if (requirement.operator !== "In") continue;
    if (best === null || requirement.values.length < best.values.length) best = requirement;
  }
  return best;
}
