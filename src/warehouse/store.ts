import type { ClusterId } from "../model/snapshot.ts";
import type { RunRow, RunRows } from "./tables.ts";

/** Where runs are kept. Every method throws a `StoreFailure` with one sentence when the store refuses. */
export interface Store {
  /** `duckdb:barnacle.duckdb`, for people. */
  readonly name: string;
  /** Keeps a run, wholly or not at all. `stored` is false when the run is there already; nothing is then added. */
  save(rows: RunRows): Promise<{ readonly stored: boolean }>;
  /** Runs, the latest scheduled first. */
  runs(query: RunsQuery): Promise<readonly RunRow[]>;
  /** All rows of a run, in the order in which they were saved; `null` when there is no such run. */
  run(runId: string): Promise<RunRows | null>;
  close(): Promise<void>;
}

export interface RunsQuery {
  /** Only runs of this cluster; absent: of all. */
  readonly cluster?: ClusterId | undefined;
  readonly limit: number;
}
