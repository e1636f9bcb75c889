import type { Cell } from "../../src/warehouse/column.ts";
import { inCommitOrder } from "../../src/warehouse/run-tables.ts";
import { type RunRows, TABLES, type TableName } from "../../src/warehouse/tables.ts";
import { VIEW_NAMES, viewSql } from "../../src/warehouse/views.ts";
import type { Content, GoogleSql } from "./zetasql.ts";

/** The tables' rows as they are stored, with those of an attempt that was never committed among them. */
export function storedTables(runs: readonly RunRows[], stray: RunRows): ReadonlyMap<string, Content> {
  const tables = new Map<TableName, (readonly Cell[])[]>();
  const add = (name: TableName, row: Readonly<Record<string, Cell>>) => {
    const cells = TABLES[name].columns.map((column) => row[column.name] ?? null);
    tables.set(name, [...(tables.get(name) ?? []), cells]);
  };
  for (const rows of runs) for (const [name, part] of inCommitOrder(rows)) for (const row of part) add(name, row);
  for (const [name, part] of inCommitOrder(stray)) if (name !== "runs") for (const row of part) add(name, row);
  const names = Object.keys(TABLES).filter(isTable);
  return new Map(names.map((name) => [name, { columns: TABLES[name].columns, rows: tables.get(name) ?? [] }]));
}

export function isTable(name: string): name is TableName {
  return Object.hasOwn(TABLES, name);
}

/** The tables and, by GoogleSQL's engine, the rows of all views on them. */
export async function evaluateViews(
  google: GoogleSql,
  tables: ReadonlyMap<string, Content>,
): Promise<ReadonlyMap<string, Content>> {
  const known = new Map(tables);
  for (const name of VIEW_NAMES) known.set(name, await google.evaluate(viewSql(name), known));
  return known;
}

/** Numbers to six places: DuckDB divides in float64, GoogleSQL in decimals. */
export function plain(cells: readonly Cell[]): readonly unknown[] {
  return cells.map((cell) => {
    if (typeof cell === "bigint") return rounded(Number(cell) / 1e9);
    return typeof cell === "number" ? rounded(cell) : cell;
  });
}

export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** In one order, whatever the engine's. */
export function sorted(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return rows.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
