import { sumRates, type UsdPerHour, usd } from "../model/money.ts";
import type { NodeStory, PinnedNode, Totals } from "./finding.ts";

/** The sums of a run. A node without a known price is counted in `unpricedNodes` and adds nothing: unknown is not zero. */
export function totalsOf(stories: readonly NodeStory[], findings: readonly PinnedNode[], pods: number): Totals {
  const priced = stories.filter(({ price }) => price.usdPerHour !== null);
  const guessed = priced.filter(({ price }) => price.estimated.length > 0);
  return {
    nodes: stories.length,
    pods,
    pinnedNodes: stories.filter(({ pinned }) => pinned).length,
    unpricedNodes: stories.length - priced.length,
    usdPerHour: sumRates(known(priced.map(({ price }) => price.usdPerHour))),
    wasteUsdPerHour: sumRates(known(findings.map(({ wasteUsdPerHour }) => wasteUsdPerHour))),
    estimatedUsdPerHour: sumRates(known(guessed.map(({ price }) => price.usdPerHour))),
    accruedUsd: usd(findings.reduce((sum, { accruedUsd }) => sum + accruedUsd, 0)),
  };
}

function known(rates: readonly (UsdPerHour | null)[]): readonly UsdPerHour[] {
  return rates.filter((rate) => rate !== null);
}
