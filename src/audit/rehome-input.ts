import type { WeighedCase } from "./cases.ts";
import type { Context } from "./context.ts";
import { isBilledByRequest } from "./facts.ts";
import { findHome } from "./home.ts";
import { groupQuota } from "./node-group.ts";
import { STANDING_OF_EXCLUDED } from "./pinned.ts";
import type { RehomeInput, RehomeNode } from "./rehome.ts";
import { weigh } from "./waste.ts";

/** The whole cluster as `rehome` takes it, with the pinned nodes' cases by name. */
export function rehomeInput(context: Context, cases: ReadonlyMap<string, WeighedCase>): RehomeInput {
  const { input, search, priceOf } = context;
  return {
    scheduling: input.scheduling,
    nodes: input.verdicts.map((verdict) => ({
      verdict,
      price: priceOf(verdict.node).usdPerHour,
      standing: standingOf(verdict, cases),
      roomIsFree: !isBilledByRequest(verdict.node.labels),
    })),
    quota: groupQuota(input.snapshot),
    findHome: (pods, verdict, spare) => findHome(search, pods, verdict.node, spare),
    weigh: (verdict, found) => weigh(priceOf(verdict.node), found, input.auditSettings),
  };
}

function standingOf(
  { verdict, node }: RehomeNode["verdict"],
  cases: ReadonlyMap<string, WeighedCase>,
): RehomeNode["standing"] {
  if (verdict === "CurrentlyBeingDeleted") return "going";
  if (verdict === "Removable") return "removable";
  const pinned = cases.get(node.name);
  if (pinned === undefined) return "stays";
  return pinned.excluded === null ? "pinned" : STANDING_OF_EXCLUDED[pinned.excluded];
}
