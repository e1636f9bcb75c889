import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { DAY, instant } from "../model/time.ts";
import { type Cell, type Column, type ColumnType, day, exactNumeric } from "./column.ts";

/** The package, once it is loaded. */
export type DuckDb = typeof import("@duckdb/node-api");

const NUMERIC_WIDTH = 38;
const NUMERIC_SCALE = 9;
const MICROS = 1_000n;

/** How cells of each type are written: the value, `null` for what is not of the type. */
export type Writers = Readonly<Record<ColumnType, Writer>>;

interface Writer {
  readonly type: DuckDBType;
  readonly value: (cell: Cell | undefined) => DuckDBValue;
}

/** The writers of all types. */
export function cellWriters(duckdb: DuckDb): Writers {
  const decimal = (cell: bigint) => new duckdb.DuckDBDecimalValue(cell, NUMERIC_WIDTH, NUMERIC_SCALE);
  const timestamp = (cell: number) => new duckdb.DuckDBTimestampTZValue(BigInt(cell) * MICROS);
  const date = (cell: string) => new duckdb.DuckDBDateValue(Date.parse(`${cell}T00:00:00Z`) / DAY);
  return {
    STRING: { type: duckdb.VARCHAR, value: (cell) => (typeof cell === "string" ? cell : null) },
    INT64: { type: duckdb.BIGINT, value: (cell) => (typeof cell === "number" ? BigInt(cell) : null) },
    NUMERIC: {
      type: duckdb.DECIMAL(NUMERIC_WIDTH, NUMERIC_SCALE),
      value: (cell) => (typeof cell === "bigint" ? decimal(cell) : null),
    },
    FLOAT64: { type: duckdb.DOUBLE, value: (cell) => (typeof cell === "number" ? cell : null) },
    BOOL: { type: duckdb.BOOLEAN, value: (cell) => (typeof cell === "boolean" ? cell : null) },
    TIMESTAMP: { type: duckdb.TIMESTAMPTZ, value: (cell) => (typeof cell === "number" ? timestamp(cell) : null) },
    DATE: { type: duckdb.DATE, value: (cell) => (typeof cell === "string" ? date(cell) : null) },
  };
}

/**
 * One cell as DuckDB takes it.
 * @throws TypeError when the cell is not what the column holds: a mistake of the program
 */
export function writeCell(writers: Writers, column: Column, cell: Cell | undefined): DuckDBValue {
  if (cell === null && column.mode === "NULLABLE") return null;
  const value = writers[column.type].value(cell);
  if (value === null) throw new TypeError(`column ${column.name} takes ${column.type}, not ${String(cell)}`);
  return value;
}

/**
 * Reads one cell as DuckDB gives it.
 * @throws TypeError when it is not of the column's type, which `prepareSchema` has made sure of
 */
export function readCell(column: Column, value: DuckDBValue | undefined): Cell {
  if (value === null && column.mode === "NULLABLE") return null;
  const cell = READERS[column.type](value);
  if (cell === null) throw new TypeError(`column ${column.name} holds ${String(value)}, which is no ${column.type}`);
  return cell;
}

const READERS = {
  STRING: (value) => (typeof value === "string" ? value : null),
  INT64: (value) => (typeof value === "bigint" ? Number(value) : null),
  NUMERIC: (value) => (has(value, "value") ? exactNumeric(value.value) : null),
  FLOAT64: (value) => (typeof value === "number" ? value : null),
  BOOL: (value) => (typeof value === "boolean" ? value : null),
  TIMESTAMP: (value) => (has(value, "micros") ? instant(Number(value.micros / MICROS)) : null),
  DATE: (value) => (has(value, "days") ? day(new Date(value.days * DAY).toISOString().slice(0, 10)) : null),
} as const satisfies Record<ColumnType, (value: DuckDBValue | undefined) => Cell>;

interface Fields {
  readonly value: bigint;
  readonly micros: bigint;
  readonly days: number;
}

function has<Key extends keyof Fields>(
  value: DuckDBValue | undefined,
  key: Key,
): value is DuckDBValue & Pick<Fields, Key> {
  return typeof value === "object" && value !== null && key in value;
}
