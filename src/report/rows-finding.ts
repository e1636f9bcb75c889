import type { Episode } from "../audit/episode.ts";
import type { Home, PinnedNode } from "../audit/finding.ts";
import { needWords } from "../audit/need-words.ts";
import { type FindingRow, numeric } from "../warehouse/tables.ts";
import { type Common, lines, list, maybe, type NodeCells, type Priced, title } from "./rows-cells.ts";
import { mostOf } from "./rows-episode.ts";

/** What is a finding's own. */
export type FindingCells = Omit<FindingRow, keyof Common | keyof NodeCells | keyof Priced>;

export function findingCells(pinned: PinnedNode, episode: Episode | undefined): FindingCells {
  const { price, home, since, blockers, wasteUsdPerHourByBook: waste } = pinned;
  return {
    usd_per_hour: maybe(price.usdPerHour),
    price_estimated: price.estimated.length > 0 || (home?.quote.estimated.length ?? 0) > 0,
    utilization: pinned.utilization?.max ?? null,
    waste_usd_per_hour: maybe(pinned.wasteUsdPerHour),
    list_waste_usd_per_hour: maybe(waste.list),
    autoscaler_waste_usd_per_hour: maybe(waste.autoscaler),
    gke_waste_usd_per_hour: maybe(waste.gke),
    limited_by: pinned.limitedBy,
    cordoned: pinned.cordoned,
    blockers: blockers.length,
    reasons: list(distinct(blockers.map((blocker) => blocker.reason))),
    teams: list(distinct(blockers.map((blocker) => blocker.team))),
    pinned_since: since.time,
    since_evidence: since.evidence,
    since_proven: since.proven,
    since_what: since.what,
    accrued_usd: numeric(pinned.accruedUsd),
    since_earliest: since.earliest ?? null,
    ...sizedCells(pinned),
    episode_id: episode?.id ?? null,
    team: mostOf(blockers.map((blocker) => blocker.team)),
    ...homeCells(home),
    ...adviceCells(pinned),
  };
}

type SizedCells = Pick<FindingRow, "sized_home_kind" | "sized_home_machine_type" | "sized_home_usd_per_hour" | "needs">;

function sizedCells({ sized, needs }: PinnedNode): SizedCells {
  const home = sized?.home ?? null;
  return {
    sized_home_kind: home?.kind ?? null,
    sized_home_machine_type: home?.kind === "new" ? home.machineType : null,
    sized_home_usd_per_hour: maybe(home?.quote.usdPerHour ?? null),
    needs: needs === undefined ? null : lines(needs.map((need) => `${title(need)}: ${needWords(need).join(" ")}`)),
  };
}

type HomeCells = Pick<
  FindingRow,
  "home_kind" | "home_machine_type" | "home_provisioning" | "home_usd_per_hour" | "home_nodes" | "home_relaxed"
>;

function homeCells(home: Home | null): HomeCells {
  const made = home?.kind === "new" ? home : null;
  return {
    home_kind: home?.kind ?? null,
    home_machine_type: made?.machineType ?? null,
    home_provisioning: made?.provisioning ?? null,
    home_usd_per_hour: maybe(home?.quote.usdPerHour ?? null),
    home_nodes: list(home?.nodes ?? []),
    home_relaxed: list(home?.relaxed ?? []),
  };
}

type AdviceCells = Pick<
  FindingRow,
  "advice_kinds" | "advice_text" | "advice_target" | "advice_patch" | "advice_command"
>;

function adviceCells({ advice }: PinnedNode): AdviceCells {
  const patched = advice.find((one) => one.patch !== null);
  const target = patched?.target ?? null;
  return {
    advice_kinds: list(advice.map((one) => one.kind)),
    advice_text: lines(advice.map((one) => one.text)),
    advice_target: target === null ? null : title(target),
    advice_patch: patched?.patch ?? null,
    advice_command: advice.find((one) => one.command !== null)?.command ?? null,
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
