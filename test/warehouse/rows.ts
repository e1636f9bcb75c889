import type { Instant } from "../../src/model/time.ts";
import { type Cell, type Column, day, exactNumeric } from "../../src/warehouse/column.ts";
import { type Row, TABLES, type TableName } from "../../src/warehouse/tables.ts";
import { at } from "./sample.ts";

/** A cell of the column's type that is another for every `seed`. */
function cellOf({ name, type }: Column, seed: number): Cell {
  switch (type) {
    case "STRING":
      return `${name} ${seed}`;
    case "INT64":
      return seed;
    case "NUMERIC":
      return exactNumeric(BigInt(seed) * 1_000_000_001n);
    case "FLOAT64":
      return seed + 0.1;
    case "BOOL":
      return seed % 2 === 0;
    case "TIMESTAMP":
      return at(new Date(Date.UTC(2026, 10, 20) + seed * 1_001).toISOString());
    case "DATE":
      return day("2026-11-20");
  }
}

/** A row of the table with something in every cell, and `cells` over it. */
export function rowOf<Name extends TableName>(table: Name, seed: number, cells: Partial<Row<Name>>): Row<Name> {
  const columns: readonly Column[] = TABLES[table].columns;
  const all = Object.fromEntries(columns.map((column) => [column.name, cellOf(column, seed)]));
  return { ...all, ...cells } as Row<Name>;
}

/** `2026-11-20T05:00:00Z` for 5, and so on into the next days. */
export function hour(hours: number): Instant {
  return at(new Date(Date.UTC(2026, 10, 20, hours)).toISOString());
}
