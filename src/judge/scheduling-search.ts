import { nodeResourcesFitRefuses } from "./predicates/node-resources-fit.ts";
import { mostAllowed, type SpreadCheck } from "./predicates/pod-topology-spread.ts";
import type { Asked } from "./scheduling-ask.ts";
import { type Bits, lowestBit } from "./scheduling-bits.ts";
import { boundVolumes } from "./scheduling-claims.ts";
import type { DomainCount } from "./scheduling-counts.ts";
import { type Filter, type Filters, firstRefusal, particularFilters } from "./scheduling-filters.ts";
import type { Ground } from "./scheduling-ground.ts";

/** With more domains than this, a set for each costs more than it saves. */
const FEW_DOMAINS = 64;

/** The snapshot's nodes that are worth a look: in all of `keep` and none of `drop`, by words of 32. */
interface Candidates {
  readonly keep: readonly Bits[];
  readonly drop: readonly Bits[];
}

/**
 * The first open node that `accepts` and no filter refuses; -1 when there is none. The search begins with the snapshot's node
 * number `start`, goes round once, and looks at added nodes before it comes to those ahead of `start`. Sets (taints, node
 * affinity, occupied domains) and full blocks are passed 32 nodes at a time; only what is left is looked at one by one.
 */
export function firstFit(
  ground: Ground,
  filters: Filters,
  asked: Asked,
  accepts: (name: string) => boolean,
  start: number,
): number {
  if (asked.refusedBy !== null || isAlone(asked)) return -1;
  const { nodes } = ground;
  const search: Search = {
    ground,
    asked,
    accepts,
    particular: particularFilters(filters, asked),
    ...candidates(ground, asked),
  };
  const ahead = firstOwn(search, start, nodes.base);
  if (ahead >= 0) return ahead;
  const added = firstAdded(ground, filters, asked, accepts);
  return added >= 0 ? added : firstOwn(search, 0, Math.min(start, nodes.base));
}

interface Search extends Candidates {
  readonly ground: Ground;
  readonly asked: Asked;
  readonly accepts: (name: string) => boolean;
  readonly particular: readonly Filter[];
}

/** The first of the snapshot's nodes `from` … `to` - 1. */
function firstOwn({ ground, asked, accepts, particular, keep, drop }: Search, from: number, to: number): number {
  const { nodes, rooms } = ground;
  for (let block = from >>> 5; block * 32 < to; block++) {
    let word = wordOf(keep, drop, block);
    if (word === 0 || rooms.blockIsFull(block, asked.amounts)) continue;
    if (block === from >>> 5) word &= -1 << (from & 31);
    for (; word !== 0; word &= word - 1) {
      const node = block * 32 + lowestBit(word);
      if (node >= to) return -1;
      if (fits(ground, particular, asked, node) && accepts(nodes.list[node]?.name ?? "")) return node;
    }
  }
  return -1;
}

function wordOf(keep: readonly Bits[], drop: readonly Bits[], block: number): number {
  let word = -1;
  for (let set = 0; set < keep.length; set++) word &= keep[set]?.[block] ?? 0;
  for (let set = 0; set < drop.length; set++) word &= ~(drop[set]?.[block] ?? 0);
  return word;
}

function fits({ rooms }: Ground, particular: readonly Filter[], asked: Asked, node: number): boolean {
  const room = rooms.of[node];
  if (room === undefined || nodeResourcesFitRefuses(room, asked.amounts)) return false;
  for (const refuses of particular) if (refuses(asked, node)) return false;
  return true;
}

/** Added nodes are few, and in no set. */
function firstAdded({ nodes }: Ground, filters: Filters, asked: Asked, accepts: (name: string) => boolean): number {
  for (let node = nodes.base; node < nodes.list.length; node++) {
    const name = nodes.list[node]?.name ?? "";
    if (nodes.isOpen(node) && firstRefusal(filters, asked, node, name) === null && accepts(name)) return node;
  }
  return -1;
}

/** Has the pod affinity to pods of which there are none? Then no node will do, unless it is the first of its group. */
function isAlone({ affinity }: Asked): boolean {
  return affinity !== null && !affinity.selfMatches && affinity.counts.some(({ counts }) => counts.size === 0);
}

function candidates(ground: Ground, asked: Asked): Candidates {
  const { nodes, sets, snapshot } = ground;
  const keep = [nodes.open, asked.wished, asked.tolerating];
  const drop = [...asked.anti, ...asked.bans].filter(coversMany).map(({ occupied }) => occupied);
  // While any pod matches the affinity terms, the rule for the first of a group is out.
  const { counts } = asked.affinity ?? { counts: [] };
  if (counts.some((count) => count.counts.size > 0)) keep.push(...counts.map(({ occupied }) => occupied));
  for (const volume of boundVolumes(asked.claims, snapshot)) {
    // An in-tree disk looks otherwise to each node.
    if (volume === undefined || volume.nodeAffinity === null || volume.migrated !== undefined) continue;
    keep.push(sets.matching(volume.nodeAffinity, false));
  }
  for (const check of asked.spread) narrowSpread(check, keep, drop);
  return { keep, drop };
}

/** A few occupied domains of many (hosts) are refused by the filter soon enough, and need no set of all nodes. */
function coversMany({ counts, domains }: DomainCount): boolean {
  return domains.nodes.length <= FEW_DOMAINS || counts.size > FEW_DOMAINS;
}

function narrowSpread(check: SpreadCheck, keep: Bits[], drop: Bits[]): void {
  const { counts, domains } = check.count;
  const most = mostAllowed(check);
  keep.push(domains.keyed());
  if (domains.nodes.length <= FEW_DOMAINS) {
    for (const domain of domains.nodes.keys()) {
      if ((counts.get(domain) ?? 0) > most) drop.push(domains.members(domain));
    }
  } else if (most === 0) drop.push(check.count.occupied);
}
