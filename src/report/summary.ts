import type { Audit } from "../audit/finding.ts";
import type { RunMetrics } from "../audit/run-metrics.ts";
import type { Duration } from "../model/time.ts";
import { safeText } from "./text.ts";

/** A run in one line, and the same for programs. Figures and the run's own names only: nobody's pods, teams or secrets. */
export interface Summary {
  readonly line: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** It took longer than the time between two runs, so that the next one was skipped. */
  readonly overran: boolean;
}

/** Sums a run up, as it ended. `stored`: did the store take it? */
export function summaryOf(audit: Audit, metrics: RunMetrics, period: Duration, stored: boolean): Summary {
  const { run, totals } = audit;
  const { seconds, load } = metrics;
  const overran = metrics.runSeconds * 1_000 > period;
  const parts = [
    `run ${safeText(run.id)}${stored ? "" : ", not stored"}: ${totals.pinnedNodes} of ${totals.nodes} nodes pinned, $${totals.wasteUsdPerHour.toFixed(2)} an hour`,
    ...(load === null ? [] : [`${counted(load.requests, "request")} to the API server, ${megabytes(load.bytes)} MB`]),
    `${metrics.runSeconds.toFixed(1)} s${stages(seconds)}, ${megabytes(metrics.peakMemoryBytes)} MB of memory`,
    ...(overran ? [`longer than its period of ${period / 1_000} s: the next run was skipped`] : []),
  ];
  return {
    line: parts.join("; "),
    overran,
    fields: {
      // Cloud Logging indexes these.
      "logging.googleapis.com/labels": { run_id: run.id, version: run.version },
      run: {
        id: run.id,
        scheduledAt: new Date(run.scheduledAt).toISOString(),
        takenAt: new Date(run.takenAt).toISOString(),
        stored,
        overran,
        nodes: totals.nodes,
        pods: totals.pods,
        pinnedNodes: totals.pinnedNodes,
        wasteUsdPerHour: totals.wasteUsdPerHour,
        notes: audit.notes.length,
      },
      metrics,
    },
  };
}

function stages(seconds: RunMetrics["seconds"]): string {
  const told = Object.entries(seconds).map(([stage, took]) => `${stage} ${took.toFixed(1)}`);
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
