import type { EpisodeBlocker, Rates } from "../audit/episode.ts";
import type { Since } from "../audit/finding.ts";
import { type Ending, type HeldPod, type NodeLook, nodeKey, podId, type RunLook, workloadName } from "../audit/look.ts";
import { BLOCKING_REASONS, UNREMOVABLE_REASONS } from "../judge/verdict.ts";
import { type Duration, millis, SECOND } from "../model/time.ts";
import type { BookName } from "../price/quote.ts";
import type { BlockerRow, EndingRow, FindingRow, NodeVerdictRow, RunRows } from "../warehouse/tables.ts";
import { bookOf, clusterOf, homeOf, nodeOf, perHour } from "./rows-history.ts";
import { oneOf, SINCE_EVIDENCE } from "./rows-words.ts";

/**
 * What a stored run tells of episodes: the opposite of what `auditRows` wrote. Rows of before schema 2 tell less: their waste and beginning
 * are those of their findings.
 *
 * @param maxGap for runs that did not store it
 */
export function storedLook(rows: RunRows, maxGap: Duration): RunLook {
  const { run } = rows;
  const book = bookOf(run.book);
  const findings = new Map(rows.findings.map((row) => [nameKey(row), row]));
  const blockers = Map.groupBy(rows.blockers, nameKey);
  const keys = new Map(rows.nodeVerdicts.map((row) => [nameKey(row), nodeKey(nodeOf(row))]));
  const nodes = rows.nodeVerdicts.map((row): readonly [string, NodeLook] => {
    const look = nodeLook({
      row,
      finding: findings.get(nameKey(row)),
      blockers: blockers.get(nameKey(row)) ?? [],
      book,
    });
    return [nodeKey(look.node), look];
  });
  return {
    run: { id: run.run_id, cluster: clusterOf(run), takenAt: run.taken_at, scheduledAt: run.scheduled_at, book },
    maxGap: run.max_gap_seconds === null ? maxGap : millis(run.max_gap_seconds * SECOND),
    nodes: new Map(nodes),
    endings: rows.endings.map(endingOf),
    held: rows.blockers.map((row) => heldPod(row, keys.get(nameKey(row)) ?? row.resource_id)),
    missingKinds: new Set((run.missing_kinds ?? "").split(", ").filter((kind) => kind !== "")),
  };
}

/** Rows of one run that are about the same node. */
function nameKey(row: { readonly resource_id: string; readonly resource_name: string }): string {
  return `${row.resource_name}/${row.resource_id}`;
}

interface Stored {
  readonly row: NodeVerdictRow;
  readonly finding: FindingRow | undefined;
  readonly blockers: readonly BlockerRow[];
  readonly book: BookName;
}

function nodeLook(stored: Stored): NodeLook {
  const { row, finding, blockers } = stored;
  const node = nodeOf(row);
  if (row.pinned_doubtful ?? row.why_not === "rests-on-unlisted-kind") return { kind: "doubtful", node };
  if (!row.pinned) {
    const verdict = oneOf(UNREMOVABLE_REASONS, row.verdict) ?? "Removable";
    const blocking = new Set(blockers.map((blocker) => podId(podOf(blocker))));
    return { kind: "free", node, verdict, busySince: row.busy_since, standing: null, blocking };
  }
  return {
    kind: "pinned",
    node,
    finding: finding !== undefined,
    rates: ratesOf(stored),
    since: sinceOf(stored),
    busyUntil: row.busy_until,
    nodeUsdPerHour: perHour(row.usd_per_hour),
    priceEstimated: finding?.price_estimated ?? row.price_estimated,
    home: finding === undefined ? null : homeOf(finding),
    blockers: blockers
      .filter(({ doubtful }) => doubtful !== true)
      .map(blockerOf)
      .toSorted(byName),
  };
}

function ratesOf({ row, finding, book }: Stored): Rates {
  if (finding !== undefined) {
    return {
      list: finding.list_waste_usd_per_hour,
      autoscaler: finding.autoscaler_waste_usd_per_hour,
      gke: finding.gke_waste_usd_per_hour,
    };
  }
  const old = row.pinned_doubtful === null;
  const rate = old ? row.waste_usd_per_hour : row.pinned_waste_usd_per_hour;
  return { list: null, autoscaler: null, gke: null, [book]: rate };
}

function sinceOf({ row, finding }: Stored): Since {
  if (row.own_since_evidence !== null) {
    return {
      time: row.own_since,
      evidence: oneOf(SINCE_EVIDENCE, row.own_since_evidence) ?? "unknown",
      proven: row.own_since_proven === true,
      what: row.own_since_what ?? "",
    };
  }
  if (finding === undefined) return { time: null, evidence: "unknown", proven: false, what: "" };
  return {
    time: finding.pinned_since,
    evidence: oneOf(SINCE_EVIDENCE, finding.since_evidence) ?? "unknown",
    proven: finding.since_proven,
    what: finding.since_what,
  };
}

function podOf({ namespace, pod, pod_uid }: BlockerRow) {
  return { namespace, name: pod, uid: pod_uid };
}

function workloadOf(row: BlockerRow): EpisodeBlocker["workload"] {
  return { kind: row.workload_kind, namespace: row.workload_namespace, name: row.workload_name };
}

function blockerOf(row: BlockerRow): EpisodeBlocker {
  return {
    ...podOf(row),
    reason: oneOf(BLOCKING_REASONS, row.reason) ?? "UnexpectedError",
    team: row.team,
    workload: workloadOf(row),
    job: /^Job [^/]*\/(.*?)(?: > |$)/su.exec(row.owner_chain)?.[1] ?? null,
  };
}

function byName(left: EpisodeBlocker, right: EpisodeBlocker): number {
  return compare(left.namespace, right.namespace) || compare(left.name, right.name) || compare(left.uid, right.uid);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function heldPod(row: BlockerRow, node: string): HeldPod {
  return { node, workload: workloadName(workloadOf(row)), pod: podId(podOf(row)), startedAt: row.pod_started_at };
}

function endingOf({ kind, namespace, name, uid, ended_at: endedAt }: EndingRow): Ending {
  return { kind: kind === "Job" ? "Job" : "Pod", namespace, name, uid, endedAt };
}
