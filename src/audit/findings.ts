import { usd, usdPerHour } from "../model/money.ts";
import { adviceFor } from "./advice.ts";
import type { WeighedCase } from "./cases.ts";
import { byPriceDown, byText } from "./compare.ts";
import type { Context } from "./context.ts";
import { nodeFacts } from "./facts.ts";
import type { PinnedNode } from "./finding.ts";
import { needsOf } from "./needs.ts";
import type { Pool } from "./pools.ts";
import type { Rehomed } from "./rehome.ts";
import { compareHomes } from "./sized-home.ts";
import { podsToHouse } from "./unlisted.ts";
import { noWaste, wasteByBook } from "./waste.ts";

/** What lies around a finding. */
export interface Around {
  readonly pools: readonly Pool[];
  /** Is there room on this node that costs nothing more? */
  readonly spare: (node: string) => boolean;
}

/**
 * A pinned node that is worth a finding, with its home. One that would not go without its blockers either wastes nothing. What it has
 * come to so far is its episode's to say.
 */
export function findingOf(
  context: Context,
  { pools, spare }: Around,
  pinned: WeighedCase,
  rehomed: Rehomed,
): PinnedNode {
  const { verdict, price, beginning, blockers } = pinned;
  const { found, limitedBy, weighed } = rehomed;
  const { node } = verdict;
  const { input } = context;
  const facts = nodeFacts(node);
  const home = found.kind === "found" ? found.home : null;
  const nearMiss = found.kind === "found" ? found.nearMiss : null;
  const wasteUsdPerHour = limitedBy === null ? weighed.wasteUsdPerHour : usdPerHour(0);
  const { largerPod, since } = beginning;
  const needs = needsOf(context.needOf, blockers);
  const sized = compareHomes(context, verdict, podsToHouse(verdict.blockers), spare, home);
  return {
    kind: "pinned-node",
    node: facts,
    utilization: verdict.utilization,
    price,
    home,
    wasteUsdPerHour,
    wasteUsdPerHourByBook: limitedBy === null ? wasteByBook(node, found, input.pricers) : noWaste(),
    limitedBy,
    blockers: blockers.map(context.tell),
    since,
    accruedUsd: usd(0),
    advice: adviceFor({ context, pools, node, facts, home, nearMiss, blockers, largerPod }),
    cordoned: node.unschedulable,
    ...(needs.length === 0 ? {} : { needs }),
    ...(sized === null ? {} : { sized }),
  };
}

/** Worst first: known waste, then unknown, then none; ties by name. */
export function worstFirst(findings: readonly PinnedNode[]): readonly PinnedNode[] {
  return findings.toSorted(
    (left, right) => rank(left) - rank(right) || byWaste(left, right) || byText(left.node.name, right.node.name),
  );
}

function rank({ wasteUsdPerHour }: PinnedNode): number {
  if (wasteUsdPerHour === null) return 1;
  return wasteUsdPerHour > 0 ? 0 : 2;
}

/** Nodes that waste nothing now, by what they cost. */
function byWaste(left: PinnedNode, right: PinnedNode): number {
  const waste = byPriceDown(left.wasteUsdPerHour, right.wasteUsdPerHour);
  return waste === 0 ? byPriceDown(left.price.usdPerHour, right.price.usdPerHour) : waste;
}
