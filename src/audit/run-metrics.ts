/** The stages of a run that are timed. */
export type Stage = "collect" | "judge" | "audit";

/** How a run went: what it took of this machine and of the API server. */
export interface RunMetrics {
  readonly seconds: Readonly<Partial<Record<Stage, number>>>;
  /** From the start of the process. */
  readonly runSeconds: number;
  readonly peakMemoryBytes: number;
  /** What was asked of the API server; `null` when files were read. */
  readonly load: { readonly requests: number; readonly retries: number; readonly bytes: number } | null;
}
