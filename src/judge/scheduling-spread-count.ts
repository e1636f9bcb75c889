import { type Bits, hasBit, noBits, setBit } from "./scheduling-bits.ts";
import { createDomainCount, type DomainCount } from "./scheduling-counts.ts";
import type { Domains } from "./scheduling-domains.ts";

/** What the scheduler takes for the smallest count where there is no domain at all. */
const NO_DOMAIN = 2 ** 31 - 1;

/** The nodes that spread constraints of one kind look at. A domain exists as long as it has one of them. */
export interface Eligibility {
  readonly domains: Domains;
  has(node: number): boolean;
  domainCount(): number;
  /** Asks anew whether the node is eligible. No counted pod may stand on it. */
  refresh(node: number): void;
}

export function createEligibility(
  domains: Domains,
  size: number,
  base: number,
  eligible: (node: number) => boolean,
): Eligibility {
  const own: Bits = noBits(base);
  const added = new Set<number>();
  const nodesIn = new Map<number, number>();
  const has = (node: number): boolean => (node < base ? hasBit(own, node) : added.has(node));

  const refresh = (node: number): void => {
    const domain = domains.of[node] ?? -1;
    const now = domain >= 0 && eligible(node);
    if (now === has(node)) return;
    if (node < base) setBit(own, node, now);
    else if (now) added.add(node);
    else added.delete(node);
    const left = (nodesIn.get(domain) ?? 0) + (now ? 1 : -1);
    if (left === 0) nodesIn.delete(domain);
    else nodesIn.set(domain, left);
  };
  for (let node = 0; node < size; node++) refresh(node);
  return { domains, has, domainCount: () => nodesIn.size, refresh };
}

/** The pods that one topology spread constraint counts, on the nodes that it looks at. */
export interface SpreadCount extends DomainCount {
  domainCount(): number;
  /** The smallest count of any domain. */
  least(): number;
}

export function createSpreadCount(eligibility: Eligibility, base: number): SpreadCount {
  const { domains, has, domainCount } = eligibility;
  const inner = createDomainCount(domains, base);
  const levels = createLevels();
  return {
    domains,
    counts: inner.counts,
    get occupied() {
      return inner.occupied;
    },
    domainCount,
    least() {
      const total = domainCount();
      if (total === 0) return NO_DOMAIN;
      // A domain without pods has no entry.
      return total > inner.counts.size ? 0 : levels.least();
    },
    change(node, pods) {
      if (!has(node)) return;
      const domain = domains.of[node] ?? -1;
      levels.leave(inner.counts.get(domain) ?? 0);
      inner.change(node, pods);
      levels.enter(inner.counts.get(domain) ?? 0);
    },
  };
}

/** How many domains have each count above 0; the least count moves by the steps that domains take. */
function createLevels(): { least(): number; enter(count: number): void; leave(count: number): void } {
  const domains: number[] = [];
  let least = 1;
  return {
    least() {
      while (least < domains.length && (domains[least] ?? 0) === 0) least++;
      return least;
    },
    enter(count) {
      if (count === 0) return;
      while (domains.length <= count) domains.push(0);
      domains[count] = (domains[count] ?? 0) + 1;
      if (count < least) least = count;
    },
    leave(count) {
      if (count > 0) domains[count] = (domains[count] ?? 0) - 1;
    },
  };
}
