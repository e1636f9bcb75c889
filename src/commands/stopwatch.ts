import type { RunMetrics, Stage } from "../audit/run-metrics.ts";
import type { Shell } from "./shell.ts";

/** Times the stages of a run. */
export interface Stopwatch {
  /** The stage ends now; the next one begins. */
  readonly ended: (stage: Stage) => void;
  /** What was measured so far; `null` where the shell does not measure. */
  metrics(load: RunMetrics["load"]): RunMetrics | null;
}

export function startStopwatch({ elapsed, peakMemoryBytes }: Shell): Stopwatch {
  const seconds: Partial<Record<Stage, number>> = {};
  let last = elapsed();
  return {
    ended(stage) {
      const now = elapsed();
      seconds[stage] = (now - last) / 1_000;
      last = now;
    },
    metrics: (load) =>
      peakMemoryBytes === undefined
        ? null
        : { seconds, runSeconds: elapsed() / 1_000, peakMemoryBytes: peakMemoryBytes(), load },
  };
}
