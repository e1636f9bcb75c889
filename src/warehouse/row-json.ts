import { parseInstant } from "../model/time.ts";
import { type Cell, type Column, type ColumnType, day, exactNumeric } from "./column.ts";
import { type Row, TABLES, type TableName } from "./tables.ts";

/** A row as JSON: amounts as exact decimal text, times in RFC 3339, as BigQuery's loads take them too. */
export type JsonRow = Readonly<Record<string, string | number | boolean | null>>;

export function rowJson(table: TableName, row: Readonly<Record<string, Cell>>): JsonRow {
  const columns: readonly Column[] = TABLES[table].columns;
  return Object.fromEntries(columns.map(({ name, type }) => [name, cellJson(type, row[name] ?? null)]));
}

function cellJson(type: ColumnType, cell: Cell): JsonRow[string] {
  if (typeof cell === "bigint") return decimalText(cell);
  if (type === "TIMESTAMP" && typeof cell === "number") return new Date(cell).toISOString();
  return cell;
}

const PLACES = 9;

/** `-5.288000000` */
export function decimalText(billionths: bigint): string {
  const digits = (billionths < 0n ? -billionths : billionths).toString().padStart(PLACES + 1, "0");
  return `${billionths < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/**
 * Reads a row that `rowJson` wrote. Columns that it lacks and that may be null are null.
 * @throws RangeError with the column's name when a cell is not of its column's type
 */
export function rowOfJson<Name extends TableName>(table: Name, json: Readonly<Record<string, unknown>>): Row<Name> {
  const columns: readonly Column[] = TABLES[table].columns;
  const cells = columns.map((column): [string, Cell] => [column.name, cellOf(column, json[column.name])]);
  // Each cell was read as its column says.
  return Object.fromEntries(cells) as Row<Name>;
}

function cellOf(column: Column, value: unknown): Cell {
  if ((value === undefined || value === null) && column.mode === "NULLABLE") return null;
  const cell = READERS[column.type](value);
  if (cell === null)
    throw new RangeError(`column ${column.name} is ${JSON.stringify(value)}, which is no ${column.type}`);
  return cell;
}

const READERS = {
  STRING: (value) => (typeof value === "string" ? value : null),
  INT64: (value) => (Number.isSafeInteger(value) ? Number(value) : null),
  NUMERIC: (value) => (typeof value === "string" ? decimal(value) : null),
  FLOAT64: (value) => (typeof value === "number" ? value : null),
  BOOL: (value) => (typeof value === "boolean" ? value : null),
  TIMESTAMP: (value) => (typeof value === "string" ? parseInstant(value) : null),
  DATE: (value) => (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(value) ? day(value) : null),
} as const satisfies Record<ColumnType, (value: unknown) => Cell>;

function decimal(text: string): Cell {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,9}))?$/u.exec(text) ?? [];
  if (whole === undefined) return null;
  const amount = BigInt(whole + fraction.padEnd(PLACES, "0"));
  return exactNumeric(sign === "-" ? -amount : amount);
}
