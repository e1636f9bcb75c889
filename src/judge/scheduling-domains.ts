import type { Node } from "../model/node.ts";
import { type Bits, bitsOf, setBit, subtract, unite } from "./scheduling-bits.ts";

/** A domain with more nodes than this is put in or out of a set as a whole. */
const LARGE = 64;

/** The values of one topology key: which nodes (by index) share one. */
export interface Domains {
  readonly key: string;
  /** node → domain; -1 where the node lacks the key. */
  readonly of: number[];
  /** domain → the snapshot's own nodes in it. */
  readonly nodes: readonly (readonly number[])[];
  /** The snapshot's nodes of the domain, as a set that is made once and must not be changed. */
  members(domain: number): Bits;
  /** The snapshot's nodes that have the key, likewise. */
  keyed(): Bits;
  /** Puts the snapshot's nodes of the domain into `set`, or takes them out. */
  mark(set: Bits, domain: number, present: boolean): void;
}

/** The domains of every topology key that was asked for. */
export interface DomainTable {
  of(key: string): Domains;
  /** A node more at the end of the list, and the last one less again. */
  pushNode(node: Node): void;
  popNode(): void;
}

export function createDomainTable(list: readonly Node[], base: number): DomainTable {
  const known = new Map<string, { readonly domains: Domains; readonly push: (node: Node) => void }>();
  return {
    of(key) {
      const seen = known.get(key);
      if (seen !== undefined) return seen.domains;
      const made = createDomains(key, list, base);
      known.set(key, made);
      return made.domains;
    },
    pushNode(node) {
      for (const { push } of known.values()) push(node);
    },
    popNode() {
      for (const { domains } of known.values()) domains.of.pop();
    },
  };
}

function createDomains(
  key: string,
  list: readonly Node[],
  base: number,
): { domains: Domains; push: (node: Node) => void } {
  const of: number[] = [];
  const nodes: number[][] = [];
  const whole = new Map<number, Bits>();
  const ids = new Map<string, number>();

  const push = (node: Node): void => {
    const value = node.labels.get(key);
    if (value === undefined) {
      of.push(-1);
      return;
    }
    const id = ids.get(value) ?? nodes.length;
    if (id === nodes.length) {
      ids.set(value, id);
      nodes.push([]);
    }
    if (of.length < base) nodes[id]?.push(of.length);
    of.push(id);
  };
  for (const node of list) push(node);

  let having: Bits | null = null;
  const keyed = (): Bits => {
    having ??= bitsOf(base, nodes.flat());
    return having;
  };
  const members = (domain: number): Bits => {
    const bits = whole.get(domain) ?? bitsOf(base, nodes[domain] ?? []);
    whole.set(domain, bits);
    return bits;
  };
  const mark = (set: Bits, domain: number, present: boolean): void => {
    const own = nodes[domain] ?? [];
    if (own.length <= LARGE) for (const node of own) setBit(set, node, present);
    else if (present) unite(set, members(domain));
    else subtract(set, members(domain));
  };
  return { domains: { key, of, nodes, members, keyed, mark }, push };
}
