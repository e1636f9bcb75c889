import type { Scheduling } from "../judge/scheduling.ts";
import { usdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { provisioningOf } from "../price/provisioning.ts";
import type { BookName } from "../price/quote.ts";
import type { Daemons } from "./daemons.ts";
import type { Home } from "./finding.ts";
import type { Homes } from "./input.ts";
import type { NearMiss } from "./near-miss.ts";
import { newHome } from "./new-home.ts";
import { largestFirst } from "./pod-order.ts";
import { type Relax, unmetPlaces } from "./relax.ts";

/** What the search for a home came to. */
export type FoundHome =
  | {
      readonly kind: "found";
      readonly home: Home;
      /** The new node, for pricing in other books; `null` when spare room takes all. */
      readonly node: Node | null;
      readonly nearMiss: NearMiss | null;
    }
  /** There are prices, but no other node could hold the pods. */
  | { readonly kind: "none" }
  /** No new node of the pods' architecture is priced there. */
  | { readonly kind: "unpriced" };

/** What a search needs; made once for an audit. */
export interface HomeSearch {
  readonly scheduling: Scheduling;
  /** The snapshot's nodes by name. */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly homes: Homes;
  readonly daemons: Daemons;
  readonly relax: Relax;
  readonly book: BookName;
}

/**
 * Finds the cheapest place for `pods`, which stand on `from`: spare room on nodes for which `spare` says that it costs nothing
 * more (they may split over several), else for the rest one new node. A selector that names a place is let go where it
 * alone is in the way, and told. The pods leave `from`; those with spare room take it, and no new node stays behind.
 */
export function findHome(
  search: HomeSearch,
  pods: readonly Pod[],
  from: Node,
  spare: (node: string) => boolean,
): FoundHome {
  for (const pod of pods) search.scheduling.take(pod);
  const taken = new Set<string>();
  const relaxed = new Set<string>();
  const rest = largestFirst(pods).filter((pod) => {
    const found = spareRoom(search, pod, spare);
    if (found === null) return true;
    taken.add(found.node);
    for (const words of found.relaxed) relaxed.add(words);
    return false;
  });
  const nodes = [...taken];
  if (rest.length === 0) {
    const quote = { book: search.book, usdPerHour: usdPerHour(0), parts: [], estimated: [] };
    const home: Home = { kind: "spare", nodes, quote, relaxed: [...relaxed] };
    return { kind: "found", home, node: null, nearMiss: null };
  }
  const made = newHome(search, rest, from);
  if (made.kind !== "found") return made;
  const { shape, quote, node } = made.candidate;
  const provisioning = provisioningOf(from);
  const all = [...new Set([...relaxed, ...made.relaxed])];
  const home: Home = { kind: "new", machineType: shape.machineType, provisioning, nodes, quote, relaxed: all };
  return { kind: "found", home, node, nearMiss: made.nearMiss };
}

interface SpareRoom {
  readonly node: string;
  readonly relaxed: readonly string[];
}

/** Puts the pod on the first node with spare room, with all its selectors if that is possible. */
function spareRoom(search: HomeSearch, pod: Pod, spare: (node: string) => boolean): SpareRoom | null {
  const { scheduling, nodes, relax } = search;
  const kept = scheduling.place(pod, spare);
  if (kept !== null) return { node: kept, relaxed: [] };
  const free = relax(pod);
  if (free === pod) return null;
  const name = scheduling.place(free, spare);
  if (name === null) return null;
  const node = nodes.get(name);
  return { node: name, relaxed: node === undefined ? [] : unmetPlaces(pod, node) };
}
