import type { Audit, NodeStory, Observation } from "../audit/finding.ts";
import { type NodeVerdictRow, numeric, type RunRow, type RunRows } from "../warehouse/tables.ts";
import { withAttempt } from "./rows-attempt.ts";
import { blockerCells } from "./rows-blocker.ts";
import {
  type Common,
  commonCells,
  lines,
  list,
  maybe,
  type NodeCells,
  nodeCells,
  nodeKey,
  type Priced,
} from "./rows-cells.ts";
import { findingCells } from "./rows-finding.ts";
import { NO_METRICS } from "./rows-metrics.ts";

export type { RunRows } from "../warehouse/tables.ts";

/**
 * The rows that a store keeps of a run. `timeZone` (an IANA name) is the one whose calendar gives the column `day`; all times
 * are UTC. The same audit gives the same rows.
 */
export function auditRows(audit: Audit, timeZone = "UTC"): RunRows {
  const common = commonCells(audit, timeZone);
  const price: Priced = { book: audit.run.book, billing_currency: "USD" };
  const finding = new Set(audit.findings.map(({ node }) => nodeKey(node)));
  const observed = Map.groupBy(audit.observations, ({ node }) => nodeKey(node));
  return withAttempt({
    run: { ...common, ...price, ...runCells(audit) },
    nodeVerdicts: audit.nodes.map((story) => ({
      ...common,
      ...nodeCells(story.node),
      ...price,
      ...verdictCells(story, finding.has(nodeKey(story.node))),
      observation: kindsOf(observed.get(nodeKey(story.node))),
    })),
    findings: audit.findings.map((pinned) => ({
      ...common,
      ...nodeCells(pinned.node),
      ...price,
      ...findingCells(pinned),
    })),
    blockers: audit.nodes.flatMap(({ node, blockers }) =>
      blockers.map((blocker) => ({
        ...common,
        resource_id: node.uid,
        resource_name: node.name,
        finding: finding.has(nodeKey(node)),
        ...blockerCells(blocker),
      })),
    ),
    episodes: [],
    endings: [],
  });
}

function runCells(audit: Audit): Omit<RunRow, keyof Common | keyof Priced> {
  const { totals } = audit;
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
    previous_run_id: null,
    period_seconds: null,
    max_gap_seconds: null,
    missing_kinds: null,
    monitoring_calls: audit.monitoring?.calls ?? null,
    monitoring_points: audit.monitoring?.points ?? null,
    open_episodes: null,
    confirmed_usd: null,
    ...NO_METRICS,
  };
}

type VerdictCells = Omit<NodeVerdictRow, keyof Common | keyof NodeCells | keyof Priced | "observation">;

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
    pinned_waste_usd_per_hour: null,
    pinned_doubtful: null,
    own_since: null,
    own_since_evidence: null,
    own_since_proven: null,
    own_since_what: null,
    busy_until: null,
    busy_since: null,
  };
}

function kindsOf(observations: readonly Observation[] | undefined): string | null {
  return observations === undefined ? null : list(observations.map(({ kind }) => kind));
}
