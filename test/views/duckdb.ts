import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import type { RunRows } from "../../src/warehouse/tables.ts";

/** A view's rows as DuckDB gives them, in plain values: times in milliseconds, amounts as numbers. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface DuckDbViews {
  rows(name: string): Promise<Rows>;
  query(sql: string): Promise<Rows>;
  close(): Promise<void>;
}

/** A store's file with these runs, and rows of an attempt that no row in `runs` names, opened to be asked. */
export async function openViews(path: string, runs: readonly RunRows[], stray: RunRows): Promise<DuckDbViews> {
  const store = await openDuckDb(path);
  for (const rows of runs) await store.save(rows);
  // Rows without a commit cannot come about in DuckDB; here they stand for BigQuery's half-written runs.
  await store.save({ ...stray, run: { ...stray.run, run_id: "stray", attempt_id: "stray" } });
  await store.close();
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("DELETE FROM runs WHERE run_id = 'stray'");
  const query = async (sql: string): Promise<Rows> => {
    const result = await connection.runAndReadAll(sql);
    const dates = result.columnTypes().map((type) => `${type}` === "DATE");
    const rows = result.getRowsJS().map((row) => row.map((value, at) => plain(value, dates[at] === true)));
    return { columns: result.columnNames(), rows };
  };
  return {
    query,
    rows: (name) => query(`SELECT * FROM ${name}`),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function plain(value: unknown, isDate: boolean): unknown {
  if (value instanceof Date) return isDate ? value.toISOString().slice(0, 10) : value.getTime();
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" ? Math.round(number * 1e6) / 1e6 : number;
}
