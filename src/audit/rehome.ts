import type { Scheduling } from "../judge/scheduling.ts";
import { withoutTpuRequests } from "../judge/tpu.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Pod } from "../model/pod.ts";
import { byPriceDown, byText } from "./compare.ts";
import type { FoundHome } from "./home.ts";
import type { GroupQuota } from "./node-group.ts";
import { createPlaces, type Places, type Standing } from "./places.ts";
import { largestFirst } from "./pod-order.ts";
import { podsToHouse } from "./unlisted.ts";
import type { Weighed } from "./waste.ts";

export interface RehomeNode {
  readonly verdict: Verdict;
  /** By the deciding book; `null` when unknown. */
  readonly price: number | null;
  readonly standing: Standing;
  /** Is room on it free of cost? Not where each pod is paid for by what it requests. */
  readonly roomIsFree: boolean;
}

/** What came of a pinned node. */
export interface Rehomed {
  readonly found: FoundHome;
  readonly weighed: Weighed;
  /** Why it would not go although its blockers went; `null` when it is saved, or not worth it. */
  readonly limitedBy: "room" | "poolMinimum" | null;
}

export interface Rehoming {
  /** Of the pinned nodes, by name. */
  readonly outcomes: ReadonlyMap<string, Rehomed>;
  /** All nodes that go, removable and pinned ones. */
  readonly freed: ReadonlySet<string>;
  /** Is there room on this node that costs nothing more? */
  readonly spare: (node: string) => boolean;
}

export interface RehomeInput {
  readonly scheduling: Scheduling;
  readonly nodes: readonly RehomeNode[];
  readonly quota: GroupQuota;
  /** Takes the pods off the node and looks for a home for them on spare nodes, else on a new one. */
  readonly findHome: (pods: readonly Pod[], verdict: Verdict, spare: (node: string) => boolean) => FoundHome;
  readonly weigh: (verdict: Verdict, found: FoundHome) => Weighed;
}

/** The rehoming under way. */
interface Work extends RehomeInput {
  readonly places: Places;
  readonly spare: (node: string) => boolean;
}

/**
 * Empties the cluster as far as that can be done: the removable nodes first, then the pinned ones, each dearest first, ties by
 * name. The rules:
 *
 * - A node is freed only if its `podsToMove` fit on nodes that stay; they use up room there, and so do its blockers.
 * - They go to nodes that stay anyway. Only where there is no room on these, to one that might have been emptied later (removable
 *   before pinned, cheapest first): that one stays from then on, since a freed node is nobody's home.
 * - Blockers take room on nodes that stay anyway, or a new node; never on one that could itself be freed, for keeping it would
 *   not be free.
 * - Of a node group no more are freed than its quota allows.
 * - A pinned node that is not worth a finding stays, and may then be a home.
 *
 * Leaves `scheduling` with the moves made and the freed nodes empty; the caller reverts it.
 */
export function rehome(input: RehomeInput): Rehoming {
  const turns = { removable: inTurn(input.nodes, "removable"), pinned: inTurn(input.nodes, "pinned") };
  const lastResort = [turns.removable, inTurn(input.nodes, "doubtful"), turns.pinned]
    .flatMap((nodes) => nodes.toReversed())
    .map(({ verdict }) => verdict.node);
  const places = createPlaces(
    input.scheduling,
    input.nodes.map(({ verdict, standing }) => ({ node: verdict.node, standing })),
    lastResort,
  );
  const costly = new Set(input.nodes.filter((node) => !node.roomIsFree).map(nameOf));
  const spare = (node: string) => places.stays(node) && !costly.has(node);
  const work: Work = { ...input, places, spare };
  for (const { verdict } of turns.removable) emptyRemovable(work, verdict);
  const outcomes = new Map(
    turns.pinned.map(({ verdict }): [string, Rehomed] => [verdict.node.name, emptyPinned(work, verdict)]),
  );
  return { outcomes, freed: places.freed, spare };
}

function inTurn(nodes: readonly RehomeNode[], standing: Standing): readonly RehomeNode[] {
  return nodes
    .filter((node) => node.standing === standing)
    .sort((left, right) => byPriceDown(left.price, right.price) || byText(nameOf(left), nameOf(right)));
}

function nameOf({ verdict }: RehomeNode): string {
  return verdict.node.name;
}

function emptyRemovable({ places, quota }: Work, { node, podsToMove }: Verdict): void {
  if (places.stays(node.name)) return;
  if (quota.left(node) !== 0 && places.move(podsToMove, node.name)) {
    quota.use(node);
    places.free(node.name);
  } else {
    places.keep(node.name);
  }
}

function emptyPinned(work: Work, verdict: Verdict): Rehomed {
  const { places, quota, spare } = work;
  const { node } = verdict;
  const mark = places.mark();
  const limitedBy = tryToEmpty(work, verdict);
  const found = work.findHome(podsToHouse(verdict.blockers), verdict, (name) => name !== node.name && spare(name));
  const weighed = work.weigh(verdict, found);
  if (limitedBy === null && weighed.whyNot === null) {
    quota.use(node);
    places.free(node.name);
  } else {
    places.revert(mark);
    places.keep(node.name);
  }
  return { found, weighed, limitedBy };
}

function tryToEmpty({ places, quota }: Work, { node, podsToMove }: Verdict): Rehomed["limitedBy"] {
  if (quota.left(node) === 0) return "poolMinimum";
  // A node that stays by now has become another one's home.
  return !places.stays(node.name) && places.move(podsToMove, node.name) ? null : "room";
}

/** Would all `podsToMove` of this one node find room on nodes that `accepts`? Nothing is left changed. */
export function movesAway(scheduling: Scheduling, verdict: Verdict, accepts: (node: string) => boolean): boolean {
  const self = verdict.node.name;
  const mark = scheduling.mark();
  for (const pod of verdict.podsToMove) scheduling.take(pod);
  const fits = largestFirst(verdict.podsToMove).every(
    (pod) => scheduling.place(withoutTpuRequests(pod), (node) => node !== self && accepts(node)) !== null,
  );
  scheduling.revert(mark);
  return fits;
}
