import type { Folded } from "../audit/episode-fold.ts";
import type { Audit, NodeStory, Observation } from "../audit/finding.ts";
import { nodeKey } from "../audit/look.ts";
import { DAY, SECOND } from "../model/time.ts";
import {
  type EndingRow,
  exactNumeric,
  type NodeVerdictRow,
  numeric,
  type RunRow,
  type RunRows,
} from "../warehouse/tables.ts";
import { withAttempt } from "./rows-attempt.ts";
import { blockerRows } from "./rows-blocker.ts";
import { type Common, commonCells, lines, list, maybe, type NodeCells, nodeCells, type Priced } from "./rows-cells.ts";
import { episodeRow } from "./rows-episode.ts";
import { findingCells } from "./rows-finding.ts";
import { type LookCells, lookCells } from "./rows-look.ts";
import { NO_METRICS } from "./rows-metrics.ts";

export type { RunRows } from "../warehouse/tables.ts";

/**
 * The rows that a store keeps of a run. `timeZone` (an IANA name) is the one whose calendar gives the column `day`; all times
 * are UTC. The same audit gives the same rows.
 */
export function auditRows(audit: Audit, timeZone = "UTC"): RunRows {
  const common = commonCells(audit, timeZone);
  const price: Priced = { book: audit.run.book, billing_currency: "USD" };
  const finding = new Map(audit.findings.map((pinned) => [nodeKey(pinned.node), pinned]));
  const observed = Map.groupBy(audit.observations, ({ node }) => nodeKey(node));
  const { folded, look } = audit.record;
  const open = new Map(openOnes(folded).map((each) => [nodeKey(each.episode.node), each.episode]));
  return withAttempt({
    run: { ...common, ...price, ...runCells(audit) },
    nodeVerdicts: audit.nodes.map((story) => ({
      ...common,
      ...nodeCells(story.node),
      ...price,
      ...verdictCells(story, finding.has(nodeKey(story.node))),
      ...lookCells(look.nodes.get(nodeKey(story.node)), audit.run.book),
      observation: kindsOf(observed.get(nodeKey(story.node))),
    })),
    findings: audit.findings.map((pinned) => ({
      ...common,
      ...nodeCells(pinned.node),
      ...price,
      ...findingCells(pinned, open.get(nodeKey(pinned.node))),
    })),
    blockers: audit.nodes.flatMap((story) => {
      const key = nodeKey(story.node);
      return blockerRows({ story, finding: finding.get(key), look: look.nodes.get(key) }, common);
    }),
    episodes: folded.map((each) =>
      episodeRow(each, common, each.change !== "closed" && finding.has(nodeKey(each.episode.node))),
    ),
    endings: endingRows(audit, common),
  });
}

function openOnes(folded: readonly Folded[]): readonly Folded[] {
  return folded.filter(({ change }) => change !== "closed");
}

/** Before the first run there is no run to have told of an ending: then a day counts. */
function endingRows({ record, run }: Audit, common: Common): readonly EndingRow[] {
  const since = record.previous?.takenAt ?? run.takenAt - DAY;
  return record.look.endings
    .filter(({ endedAt }) => endedAt > since)
    .map(({ kind, namespace, name, uid, endedAt }) => ({ ...common, kind, namespace, name, uid, ended_at: endedAt }));
}

function runCells(audit: Audit): Omit<RunRow, keyof Common | keyof Priced> {
  const { totals, record } = audit;
  return {
    version: audit.run.version,
    nodes: totals.nodes,
    pods: totals.pods,
    pinned_nodes: totals.pinnedNodes,
    unpriced_nodes: totals.unpricedNodes,
    findings: audit.findings.length,
    observations: audit.observations.length,
    usd_per_hour: numeric(totals.usdPerHour),
    waste_usd_per_hour: numeric(totals.wasteUsdPerHour),
    estimated_usd_per_hour: numeric(totals.estimatedUsdPerHour),
    estimated_share: totals.usdPerHour === 0 ? null : totals.estimatedUsdPerHour / totals.usdPerHour,
    accrued_usd: numeric(totals.accruedUsd),
    notes: lines(audit.notes.map((note) => note.text)),
    previous_run_id: record.previous?.id ?? null,
    scheduled_seconds: Math.floor(audit.run.scheduledAt / SECOND),
    period_seconds: Math.round(record.period / SECOND),
    max_gap_seconds: Math.round(record.look.maxGap / SECOND),
    missing_kinds: list([...record.look.missingKinds]),
    monitoring_calls: audit.monitoring?.calls ?? null,
    monitoring_points: audit.monitoring?.points ?? null,
    open_episodes: openOnes(record.folded).filter(({ episode }) => episode.found).length,
    confirmed_usd: exactNumeric(record.folded.reduce((sum, { episode }) => sum + episode.bill.accruedNow, 0n)),
    ...NO_METRICS,
  };
}

type VerdictCells = Omit<
  NodeVerdictRow,
  keyof Common | keyof NodeCells | keyof Priced | keyof LookCells | "observation"
>;

function verdictCells(story: NodeStory, finding: boolean): VerdictCells {
  const { utilization, price } = story;
  return {
    verdict: story.verdict,
    utilization: utilization?.max ?? null,
    utilization_resource: utilization?.resource ?? null,
    cpu_utilization: utilization?.cpu ?? null,
    memory_utilization: utilization?.memory ?? null,
    gpu_utilization: utilization?.gpu ?? null,
    pods: story.pods.all,
    pods_to_move: story.pods.toMove,
    blockers: story.blockers.length,
    pinned: story.pinned,
    finding,
    why_not: story.whyNot,
    usd_per_hour: maybe(price.usdPerHour),
    price_estimated: price.estimated.length > 0,
    price_estimates: lines(price.estimated),
    waste_usd_per_hour: maybe(story.wasteUsdPerHour),
    uncertain: lines(story.uncertain),
  };
}

function kindsOf(observations: readonly Observation[] | undefined): string | null {
  return observations === undefined ? null : list(observations.map(({ kind }) => kind));
}
