import type { PageBlocker, PageFinding, PageNode, PageWorkload } from "./model.ts";

interface Sum {
  readonly first: PageBlocker;
  readonly reasons: Set<string>;
  readonly nodes: Set<number>;
  pods: number;
  waste: number;
  accrued: number;
  unknown: number;
}

/** The workloads whose pods hold the findings' nodes, worst first, ties by name. */
export function workloadsOf(nodes: readonly PageNode[], findings: readonly PageFinding[]): readonly PageWorkload[] {
  const sums = new Map<string, Sum>();
  for (const finding of findings) addFinding(sums, finding, nodes[finding.node]?.blockers ?? []);
  return Array.from(sums.values(), workloadOf).sort(
    (left, right) => right.wasteUsdPerHour - left.wasteUsdPerHour || (left.workload < right.workload ? -1 : 1),
  );
}

function keyOf({ workload, team }: PageBlocker): string {
  return JSON.stringify([workload, team]);
}

function addFinding(sums: Map<string, Sum>, finding: PageFinding, blockers: readonly PageBlocker[]): void {
  const groups = Map.groupBy(blockers, keyOf);
  for (const [key, pods] of groups) {
    const [first] = pods;
    if (first === undefined) continue;
    const sum = sums.get(key) ?? emptySum(first);
    sums.set(key, sum);
    for (const { reason } of pods) sum.reasons.add(reason);
    sum.nodes.add(finding.node);
    sum.pods += pods.length;
    sum.waste += (finding.wasteUsdPerHour ?? 0) / groups.size;
    sum.accrued += finding.accruedUsd / groups.size;
    sum.unknown += finding.wasteUsdPerHour === null ? 1 : 0;
  }
}

function emptySum(first: PageBlocker): Sum {
  return { first, reasons: new Set(), nodes: new Set(), pods: 0, waste: 0, accrued: 0, unknown: 0 };
}

function workloadOf(sum: Sum): PageWorkload {
  return {
    workload: sum.first.workload,
    team: sum.first.team,
    reasons: [...sum.reasons],
    pods: sum.pods,
    nodes: [...sum.nodes],
    wasteUsdPerHour: sum.waste,
    accruedUsd: sum.accrued,
    unknown: sum.unknown,
  };
}
