import type { Node, Taint } from "../model/node.ts";
import { type Bits, bitsOf, setBit } from "./scheduling-bits.ts";

/** The nodes by number: first the snapshot's own in its order, then those that were added. */
export interface NodeTable {
  /** How many are the snapshot's own. */
  readonly base: number;
  readonly list: Node[];
  /** The snapshot's nodes that may take pods: there, not cordoned, no ghosts. */
  readonly open: Bits;
  /** The snapshot's nodes that are there and no ghosts, cordoned or not. */
  readonly present: Bits;
  /** The number of the node, -1 when there is none of this name (any more). */
  find(name: string): number;
  /** May the node take pods? For any node. */
  isOpen(node: number): boolean;
  /** Is the node there, be it as a ghost? */
  exists(node: number): boolean;
  isGhost(node: number): boolean;
  taints(node: number): readonly Taint[];
  push(node: Node): void;
  pop(): void;
  remove(node: number): void;
  restore(node: number): void;
  haunt(node: number, taint: Taint): void;
  exorcise(node: number): void;
}

export function createNodeTable(nodes: readonly Node[]): NodeTable {
  const base = nodes.length;
  const list = [...nodes];
  const numbers = new Map(list.map(({ name }, number) => [name, number]));
  const removed = new Set<number>();
  const ghosts = new Map<number, Taint>();
  const isThere = (node: number): boolean => list[node] !== undefined && !removed.has(node) && !ghosts.has(node);
  const isOpen = (node: number): boolean => isThere(node) && list[node]?.unschedulable === false;
  const own = [...list.keys()];
  const open = bitsOf(base, own.filter(isOpen));
  const present = bitsOf(base, own);

  const refresh = (node: number): void => {
    if (node >= base) return;
    setBit(present, node, isThere(node));
    setBit(open, node, isOpen(node));
  };
  return {
    base,
    list,
    open,
    present,
    find: (name) => numbers.get(name) ?? -1,
    isOpen,
    exists: (node) => list[node] !== undefined && !removed.has(node),
    isGhost: (node) => ghosts.has(node),
    taints(node) {
      const ghost = ghosts.get(node);
      const taints = list[node]?.taints ?? [];
      return ghost === undefined ? taints : [...taints, ghost];
    },
    ...changes({ list, numbers, removed, ghosts }, refresh),
  };
}

interface State {
  readonly list: Node[];
  readonly numbers: Map<string, number>;
  readonly removed: Set<number>;
  readonly ghosts: Map<number, Taint>;
}

type Changes = Pick<NodeTable, "push" | "pop" | "remove" | "restore" | "haunt" | "exorcise">;

function changes({ list, numbers, removed, ghosts }: State, refresh: (node: number) => void): Changes {
  return {
    push(node) {
      if (numbers.has(node.name)) throw new Error(`node ${node.name} is there already`);
      numbers.set(node.name, list.length);
      list.push(node);
    },
    pop() {
      const node = list.pop();
      if (node !== undefined) numbers.delete(node.name);
    },
    remove(node) {
      removed.add(node);
      numbers.delete(list[node]?.name ?? "");
      refresh(node);
    },
    restore(node) {
      removed.delete(node);
      numbers.set(list[node]?.name ?? "", node);
      refresh(node);
    },
    haunt(node, taint) {
      ghosts.set(node, taint);
      refresh(node);
    },
    exorcise(node) {
      ghosts.delete(node);
      refresh(node);
    },
  };
}
