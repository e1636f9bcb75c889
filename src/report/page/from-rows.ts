import type { Instant } from "../../model/time.ts";
import type { BlockerRow, FindingRow, NodeVerdictRow, RunRows } from "../../warehouse/tables.ts";
import { dollarsOf, linesOf, listOf, maybe } from "./cells.ts";
import type { PageAdvice, PageBlocker, PageFinding, PageHome, PageNode, PageTotals } from "./model.ts";

/** What a run's rows say, in the page's terms. */
export interface FromRows {
  readonly nodes: readonly PageNode[];
  readonly findings: readonly PageFinding[];
  readonly notes: readonly string[];
  readonly totals: PageTotals;
  readonly takenAt: Instant;
}

/** Reads what a run's rows say. */
export function fromRows({ run, nodeVerdicts, findings, blockers }: RunRows): FromRows {
  const held = Map.groupBy(blockers, rowKey);
  const nodes = nodeVerdicts.map((row) => nodeOf(row, held.get(rowKey(row)) ?? []));
  const indexes = new Map(nodeVerdicts.map((row, index) => [rowKey(row), index]));
  return {
    nodes,
    findings: findings.flatMap((row) => {
      const node = indexes.get(rowKey(row));
      return node === undefined ? [] : [findingOf(row, node)];
    }),
    notes: linesOf(run.notes),
    totals: {
      nodes: run.nodes,
      pods: run.pods,
      pinnedNodes: run.pinned_nodes,
      unpricedNodes: run.unpriced_nodes,
      usdPerHour: dollarsOf(run.usd_per_hour),
      wasteUsdPerHour: dollarsOf(run.waste_usd_per_hour),
      estimatedUsdPerHour: dollarsOf(run.estimated_usd_per_hour),
      accruedUsd: dollarsOf(run.accrued_usd),
    },
    takenAt: run.taken_at,
  };
}

/** A node of a run: uids are missing in some dumps, names are not. */
function rowKey(row: { readonly resource_id: string; readonly resource_name: string }): string {
  return `${row.resource_name}/${row.resource_id}`;
}

function nodeOf(row: NodeVerdictRow, blockers: readonly BlockerRow[]): PageNode {
  return {
    name: row.resource_name,
    pool: row.node_pool,
    zone: row.availability_zone ?? row.region_id,
    machineType: row.machine_type,
    provisioning: row.provisioning,
    createdAt: row.node_created_at,
    verdict: row.verdict,
    whyNot: row.why_not,
    utilization: row.utilization,
    resource: row.utilization_resource,
    cpu: row.cpu_utilization,
    memory: row.memory_utilization,
    gpu: row.gpu_utilization,
    usdPerHour: maybe(row.usd_per_hour),
    estimates: linesOf(row.price_estimates),
    wasteUsdPerHour: maybe(row.waste_usd_per_hour),
    pinned: row.pinned,
    observed: listOf(row.observation ?? ""),
    uncertain: linesOf(row.uncertain),
    pods: row.pods,
    podsToMove: row.pods_to_move,
    blockers: blockers.map(blockerOf),
    podList: null,
  };
}

function blockerOf(row: BlockerRow): PageBlocker {
  const name = row.workload_namespace === "" ? row.workload_name : `${row.workload_namespace}/${row.workload_name}`;
  return {
    namespace: row.namespace,
    name: row.pod,
    reason: row.reason,
    team: row.team,
    workload: `${row.workload_kind} ${name}`,
    chain: row.owner_chain,
    requests: row.requests,
    startedAt: row.pod_started_at,
  };
}

function findingOf(row: FindingRow, node: number): PageFinding {
  return {
    node,
    usdPerHour: maybe(row.usd_per_hour),
    home: homeOf(row),
    wasteUsdPerHour: maybe(row.waste_usd_per_hour),
    byBook: {
      list: maybe(row.list_waste_usd_per_hour),
      autoscaler: maybe(row.autoscaler_waste_usd_per_hour),
      gke: maybe(row.gke_waste_usd_per_hour),
    },
    limitedBy: row.limited_by,
    cordoned: row.cordoned,
    since: row.pinned_since,
    sinceEarliest: row.since_earliest,
    sinceEvidence: row.since_evidence,
    sinceProven: row.since_proven,
    sinceWhat: row.since_what,
    accruedUsd: dollarsOf(row.accrued_usd),
    advice: adviceOf(row),
    parts: [],
    considered: [],
  };
}

function homeOf(row: FindingRow): PageHome | null {
  if (row.home_kind !== "spare" && row.home_kind !== "new") return null;
  return {
    kind: row.home_kind,
    machineType: row.home_machine_type,
    provisioning: row.home_provisioning,
    usdPerHour: maybe(row.home_usd_per_hour),
    estimated: false,
    nodes: listOf(row.home_nodes),
    relaxed: listOf(row.home_relaxed),
  };
}

/** A row has the texts of all changes, and the patch and the command of the first that has one: they stand with the first. */
function adviceOf(row: FindingRow): readonly PageAdvice[] {
  const texts = linesOf(row.advice_text);
  return listOf(row.advice_kinds).map((kind, index) => ({
    kind,
    text: texts[index] ?? "",
    target: index === 0 ? row.advice_target : null,
    patch: index === 0 ? row.advice_patch : null,
    command: index === 0 ? row.advice_command : null,
  }));
}
