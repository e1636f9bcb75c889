import type { Verdict } from "../judge/verdict.ts";
import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { BookName, Quote } from "../price/quote.ts";
import { blockerTeller, type TellBlocker } from "./blockers.ts";
import { createDaemons } from "./daemons.ts";
import { type FoundHome, findHome, type HomeSearch } from "./home.ts";
import type { AuditInput } from "./input.ts";
import { DEFAULT_NEEDS, type NeedOf, needTeller, podSizer, type SizePod } from "./needs.ts";
import { type FollowOwners, ownerFollower } from "./owners.ts";
import { relaxer } from "./relax.ts";

/** What the parts of an audit share: the input, and what is made of it once. */
export interface Context {
  readonly input: AuditInput;
  readonly book: BookName;
  /** By the deciding book. */
  readonly priceOf: (node: Node) => Quote;
  readonly search: HomeSearch;
  readonly ownersOf: FollowOwners;
  readonly tell: TellBlocker;
  /** What the pod's workload needs by its past runs. */
  readonly needOf: NeedOf;
  /** The pod as it would ask for that. */
  readonly size: SizePod;
}

export function createContext(input: AuditInput): Context {
  const { snapshot, scheduling, auditSettings, pricers, homes } = input;
  const { book } = auditSettings;
  const relax = relaxer();
  const daemons = createDaemons(snapshot, scheduling, relax);
  const nodes = new Map(snapshot.nodes.map((node) => [node.name, node]));
  const ownersOf = ownerFollower(snapshot.controllers);
  const linksOf = (pod: Pod) => ownersOf(pod).links;
  const needOf = needTeller(input.learned, input.needSettings ?? DEFAULT_NEEDS, input.now, linksOf);
  const prices = new Map<Node, Quote>();
  const priceOf = (node: Node): Quote => {
    const price = prices.get(node) ?? pricers[book].node(node);
    prices.set(node, price);
    return price;
  };
  return {
    input,
    book,
    priceOf,
    search: { scheduling, nodes, homes, daemons, relax, book },
    ownersOf,
    tell: blockerTeller(snapshot, auditSettings, ownersOf),
    needOf,
    size: podSizer(needOf),
  };
}

/** Where could `pods` of the node go? Nothing is left changed. */
export function homeAlone(
  { search }: Context,
  verdict: Verdict,
  pods: readonly Pod[],
  spare: (node: string) => boolean,
): FoundHome {
  const { name } = verdict.node;
  const mark = search.scheduling.mark();
  const found = findHome(search, pods, verdict.node, (node) => node !== name && spare(node));
  search.scheduling.revert(mark);
  return found;
}
