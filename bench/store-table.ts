import type { Cell, Column } from "../src/warehouse/column.ts";
import { inCommitOrder } from "../src/warehouse/run-tables.ts";
import { type RunRows, TABLES } from "../src/warehouse/tables.ts";
import { median } from "./table.ts";

/** What one run took. */
export interface Stored {
  readonly seconds: number;
  /** `null` when it cannot be told. */
  readonly cpuSeconds: number | null;
  /** The file's size afterwards; `null` when there is none. */
  readonly bytes: number | null;
}

/** A table's part of a run. */
interface Size {
  readonly table: string;
  readonly rows: number;
  /** By BigQuery's own rule for what it stores and bills. */
  readonly logical: number;
}

/** Bytes of a value by BigQuery's rule: https://cloud.google.com/bigquery/pricing#data */
function bytesOf(type: Column["type"], cell: Cell): number {
  if (cell === null) return 0;
  if (type === "STRING") return 2 + Buffer.byteLength(String(cell));
  if (type === "NUMERIC") return 16;
  return type === "BOOL" ? 1 : 8;
}

export function sizes(run: RunRows): readonly Size[] {
  return inCommitOrder(run).map(([table, rows]) => {
    const columns: readonly Column[] = TABLES[table].columns;
    const bytes = rows.map((row) => columns.reduce((sum, { name, type }) => sum + bytesOf(type, row[name] ?? null), 0));
    return { table, rows: rows.length, logical: bytes.reduce((sum, each) => sum + each, 0) };
  });
}

interface Figures {
  readonly machine: string;
  readonly nodes: number;
  readonly duckdb: readonly Stored[];
  readonly bigquery: readonly Stored[];
  readonly sizes: readonly Size[];
}

/** The first run makes the tables; then every tenth of the runs has a line. */
export function storeTable({ machine, nodes, duckdb, bigquery, sizes: parts }: Figures): string {
  const heads = ["runs", "DuckDB s a run", "CPU s", "kB a run", "local-bigquery s a run", "CPU s"];
  const step = Math.max(1, Math.floor(duckdb.length / 10));
  const lines = Array.from({ length: Math.ceil(duckdb.length / step) }, (_, at) =>
    line(at * step, step, duckdb, bigquery),
  );
  const stored = ["table", "rows a run", "kB a run as BigQuery counts"];
  const tables = parts.map(({ table, rows, logical }) => [table, `${rows}`, (logical / 1e3).toFixed(1)]);
  const sum = ["all", "", (parts.reduce((all, { logical }) => all + logical, 0) / 1e3).toFixed(1)];
  return `${machine}; runs of ${nodes} nodes\n\n${markdown(heads, lines)}\n${markdown(stored, [...tables, sum])}`;
}

function line(from: number, step: number, duckdb: readonly Stored[], bigquery: readonly Stored[]): readonly string[] {
  const own = duckdb.slice(from, from + step);
  const other = bigquery.slice(from, from + step);
  const before = from === 0 ? 0 : (duckdb[from - 1]?.bytes ?? 0);
  const grown = ((own.at(-1)?.bytes ?? 0) - before) / own.length;
  return [
    `${from + 1} to ${from + own.length}`,
    median(own.map(({ seconds }) => seconds)).toFixed(3),
    cpuOf(own)?.toFixed(3) ?? "",
    (grown / 1e3).toFixed(0),
    other.length === 0 ? "" : median(other.map(({ seconds }) => seconds)).toFixed(2),
    cpuOf(other)?.toFixed(2) ?? "",
  ];
}

function cpuOf(runs: readonly Stored[]): number | null {
  const known = runs.map(({ cpuSeconds }) => cpuSeconds).filter((seconds) => seconds !== null);
  return known.length === 0 ? null : median(known);
}

function markdown(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const rows = [heads, heads.map(() => "---:"), ...lines];
  return `${rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
