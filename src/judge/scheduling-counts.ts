import { type Bits, noBits } from "./scheduling-bits.ts";
import type { Domains } from "./scheduling-domains.ts";

/** Something that is told when a pod that concerns it comes to a node (1) or leaves it (-1). */
export interface Counter {
  change(node: number, pods: 1 | -1): void;
}

/** How many pods of a kind stand in each domain of a topology key. Domains with none have no entry. */
export interface DomainCount extends Counter {
  readonly domains: Domains;
  readonly counts: ReadonlyMap<number, number>;
  /** The snapshot's nodes in domains with at least one: made when first read, since most counts of hosts are never read. */
  readonly occupied: Bits;
}

export function createDomainCount(domains: Domains, base: number): DomainCount {
  const counts = new Map<number, number>();
  let occupied: Bits | null = null;
  return {
    domains,
    counts,
    get occupied() {
      if (occupied === null) {
        occupied = noBits(base);
        for (const domain of counts.keys()) domains.mark(occupied, domain, true);
      }
      return occupied;
    },
    change(node, pods) {
      const domain = domains.of[node] ?? -1;
      if (domain < 0) return;
      const count = (counts.get(domain) ?? 0) + pods;
      if (count === 0) counts.delete(domain);
      else counts.set(domain, count);
      if (occupied === null) return;
      if (count === 0) domains.mark(occupied, domain, false);
      else if (count === 1 && pods === 1) domains.mark(occupied, domain, true);
    },
  };
}

/** Is there at least one of the pods in the node's domain? */
export function isOccupied(count: DomainCount, node: number): boolean {
  const domain = count.domains.of[node] ?? -1;
  return domain >= 0 && count.counts.has(domain);
}
