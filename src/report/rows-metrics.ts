import type { RunMetrics } from "../audit/run-metrics.ts";
import type { RunRow, RunRows } from "../warehouse/tables.ts";

/** The cells that tell how a run went, not what it found. */
type MetricCells = Pick<
  RunRow,
  | "collect_seconds"
  | "judge_seconds"
  | "audit_seconds"
  | "run_seconds"
  | "api_requests"
  | "api_retries"
  | "api_bytes"
  | "peak_memory_bytes"
>;

export const NO_METRICS: MetricCells = {
  collect_seconds: null,
  judge_seconds: null,
  audit_seconds: null,
  run_seconds: null,
  api_requests: null,
  api_retries: null,
  api_bytes: null,
  peak_memory_bytes: null,
};

/** The rows with the run's metrics, where there are any. The attempt's id stays: it tells what was found, and no two runs take the same time. */
export function withMetrics(rows: RunRows, metrics: RunMetrics | null): RunRows {
  if (metrics === null) return rows;
  const { seconds, load } = metrics;
  const cells: MetricCells = {
    collect_seconds: seconds.collect ?? null,
    judge_seconds: seconds.judge ?? null,
    audit_seconds: seconds.audit ?? null,
    run_seconds: metrics.runSeconds,
    api_requests: load?.requests ?? null,
    api_retries: load?.retries ?? null,
    api_bytes: load?.bytes ?? null,
    peak_memory_bytes: metrics.peakMemoryBytes,
  };
  return { ...rows, run: { ...rows.run, ...cells } };
}
