import { ndjson } from "./bigquery-load.ts";
import { ATTEMPTS, type DatasetTable, datasetTable } from "./bigquery-tables.ts";
import type { Day } from "./column.ts";
import { type AnyRow, inCommitOrder } from "./run-tables.ts";
import type { Layout, RunRows } from "./tables.ts";

/** The rows of one table that an attempt writes before its commit. */
export interface Part {
  readonly table: DatasetTable;
  readonly count: number;
  readonly layout: Layout;
  /** NDJSON */
  readonly rows: string;
}

/** One attempt to store a run. */
export interface Attempt {
  readonly runId: string;
  readonly attemptId: string;
  readonly day: Day;
  /** The note that it was begun; then what it writes. */
  readonly parts: readonly [Part, ...Part[]];
  /** The row of `runs`, as NDJSON. */
  readonly commit: string;
}

/** What is to be written for a run, table by table. Tables of which it has no rows are left out. */
export function attemptOf(rows: RunRows): Attempt {
  const { run } = rows;
  const parts = inCommitOrder(rows)
    .filter(([table, own]) => table !== "runs" && own.length > 0)
    .map(([table, own]) => partOf(table, own));
  const { run_id: runId, attempt_id: attemptId, day } = run;
  return { runId, attemptId, day, parts: [partOf(ATTEMPTS, [run]), ...parts], commit: ndjson("runs", [run]) };
}

export function partOf(table: DatasetTable, rows: readonly AnyRow[]): Part {
  return { table, count: rows.length, layout: datasetTable(table).layout, rows: ndjson(table, rows) };
}
