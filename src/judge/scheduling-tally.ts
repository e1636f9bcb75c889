import { PREDICATES, type PredicateName } from "./scheduling.ts";
import type { Asked } from "./scheduling-ask.ts";
import { countBits, lowestBit } from "./scheduling-bits.ts";
import { type Filters, firstRefusal } from "./scheduling-filters.ts";
import type { Ground } from "./scheduling-ground.ts";

/**
 * How many nodes each filter is the first to refuse the asked pod on, of all that are there and no ghosts. Cordoned nodes are
 * asked too. Filters that refuse nowhere are left out.
 */
export function tally(ground: Ground, filters: Filters, asked: Asked): ReadonlyMap<PredicateName, number> {
  const counts = new Map<PredicateName, number>();
  const add = (name: PredicateName, nodes: number): void => {
    if (nodes > 0) counts.set(name, (counts.get(name) ?? 0) + nodes);
  };
  const askOne = (node: number): void => {
    const name = firstRefusal(filters, asked, node, ground.nodes.list[node]?.name ?? "");
    if (name !== null) add(name, 1);
  };
  for (let block = 0; block < ground.nodes.present.length; block++) {
    for (let rest = tallyBlock(ground, asked, block, add); rest !== 0; rest &= rest - 1) {
      askOne(block * 32 + lowestBit(rest));
    }
  }
  for (let node = ground.nodes.base; node < ground.nodes.list.length; node++) {
    if (ground.nodes.exists(node) && !ground.nodes.isGhost(node)) askOne(node);
  }
  return inOrder(counts);
}

/** Counts what sets and full blocks decide for 32 open nodes at once; returns the nodes that must be asked one by one. */
function tallyBlock(
  { nodes, rooms }: Ground,
  asked: Asked,
  block: number,
  add: (name: PredicateName, nodes: number) => void,
): number {
  const present = nodes.present[block] ?? 0;
  if (asked.refusedBy !== null || asked.named !== null) return present;
  const open = nodes.open[block] ?? 0;
  const tolerating = open & (asked.tolerating[block] ?? 0);
  const wished = tolerating & (asked.wished[block] ?? 0);
  add("TaintToleration", countBits(open & ~tolerating));
  add("NodeAffinity", countBits(tolerating & ~wished));
  const cordoned = present & ~open;
  if (asked.spec.hostPorts.length > 0 || !rooms.blockIsFull(block, asked.amounts)) return wished | cordoned;
  add("NodeResourcesFit", countBits(wished));
  return cordoned;
}

function inOrder(counts: ReadonlyMap<PredicateName, number>): ReadonlyMap<PredicateName, number> {
  return new Map(
    PREDICATES.flatMap((name) => {
      const count = counts.get(name);
      return count === undefined ? [] : [[name, count] as const];
    }),
  );
}
