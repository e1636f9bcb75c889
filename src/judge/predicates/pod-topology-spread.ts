import { type LabelSelector, selects } from "../../model/labels.ts";
import type { Pod, SpreadConstraint } from "../../model/pod.ts";
import type { PodMatch } from "../scheduling-matches.ts";
import type { SpreadCount } from "../scheduling-spread-count.ts";

/** One constraint of the asked pod, with the count of the pods that it looks at. */
export interface SpreadCheck {
  readonly count: SpreadCount;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** 1 when the constraint counts the asked pod itself, else 0. */
  readonly self: 0 | 1;
}

/** The constraint's selector, narrowed to the pod's own values of `matchLabelKeys`. */
export function spreadSelector(constraint: SpreadConstraint, pod: Pod): LabelSelector | null {
  if (constraint.selector === null || constraint.matchLabelKeys.length === 0) return constraint.selector;
  const own = constraint.matchLabelKeys.flatMap((key) => {
    const value = pod.labels.get(key);
    return value === undefined ? [] : [{ key, operator: "In" as const, values: [value] }];
  });
  return [...own, ...constraint.selector];
}

/**
 * The pods that a constraint counts: those of the pod's own namespace that are not being deleted. An empty selector counts
 * none (`countPodsMatchSelector`), though the pod itself matches it.
 */
export function spreadMatch(selector: LabelSelector | null, namespace: string): PodMatch {
  const counted = selector?.length === 0 ? null : selector;
  return { all: [{ namespaces: new Set([namespace]), selector: counted }], livingOnly: true };
}

/** The check of one constraint for this pod. */
export function spreadCheck(constraint: SpreadConstraint, pod: Pod, count: SpreadCount): SpreadCheck {
  return {
    count,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    self: selects(spreadSelector(constraint, pod), pod.labels) ? 1 : 0,
  };
}

/** The largest count that a domain may have now to take the pod. */
export function mostAllowed({ count, maxSkew, minDomains, self }: SpreadCheck): number {
  const least = count.domainCount() < minDomains ? 0 : count.least();
  return maxSkew + least - self;
}

/**
 * PodTopologySpread: a node needs every constraint's topology key, and with the pod its domain may have at most `maxSkew` pods
 * more than the domain with the fewest. Constraints with ScheduleAnyway have no say, nor have the scheduler's defaults.
 * Source: scheduler `plugins/podtopologyspread`.
 */
export function podTopologySpreadRefuses(checks: readonly SpreadCheck[], node: number): boolean {
  return checks.some((check) => {
    const domain = check.count.domains.of[node] ?? -1;
    return domain < 0 || (check.count.counts.get(domain) ?? 0) > mostAllowed(check);
  });
}
