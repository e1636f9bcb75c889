import { formatInstant, instant, parseInstant } from "../model/time.ts";
import { type Cell, type Column, type ColumnType, day, exactNumeric } from "./column.ts";

/** What a cell is in JSON: exact types go as text, since JSON's numbers are doubles. */
type Wire = string | number | boolean;

const SCALE = 1_000_000_000n;
const MICROS = 1_000n;

const WRITERS = {
  STRING: (cell) => (typeof cell === "string" ? cell : null),
  INT64: (cell) => (typeof cell === "number" && Number.isSafeInteger(cell) ? String(cell) : null),
  NUMERIC: (cell) => (typeof cell === "bigint" ? decimal(cell) : null),
  // JSON has no other way to write what is no number; a double's shortest decimal reads back as the same double.
  FLOAT64: (cell) => (typeof cell === "number" && Number.isFinite(cell) ? cell : null),
  BOOL: (cell) => (typeof cell === "boolean" ? cell : null),
  TIMESTAMP: (cell) => (typeof cell === "number" ? formatInstant(instant(cell)) : null),
  DATE: (cell) => (typeof cell === "string" ? cell : null),
} as const satisfies Record<ColumnType, (cell: Cell) => Wire | null>;

/**
 * One cell as a load job takes it in NDJSON.
 * @throws TypeError when the cell is not what the column holds: a mistake of the program
 */
export function loadCell(column: Column, cell: Cell | undefined): Wire | null {
  if (cell === null && column.mode === "NULLABLE") return null;
  const value = cell === undefined || cell === null ? null : WRITERS[column.type](cell);
  if (value === null) throw new TypeError(`column ${column.name} takes ${column.type}, not ${String(cell)}`);
  return value;
}

/** One cell as a query's parameter: always text. @throws TypeError as `loadCell` does */
export function parameterCell(column: Column, cell: Cell | undefined): string | null {
  const value = loadCell(column, cell);
  return value === null ? null : String(value);
}

/** `-12.500000000` without the zeros at the end: billionths as a decimal. */
export function decimal(billionths: bigint): string {
  const magnitude = billionths < 0n ? -billionths : billionths;
  const places = (magnitude % SCALE).toString().padStart(9, "0").replace(/0+$/u, "");
  return `${billionths < 0n ? "-" : ""}${magnitude / SCALE}${places === "" ? "" : `.${places}`}`;
}

/**
 * Reads one cell as a query's answer gives it: every type as text.
 * @throws RangeError when it is no value of the column, or an INT64 that a number cannot hold exactly
 */
export function readWire(column: Column, text: string | null): Cell {
  if (text === null) {
    if (column.mode === "NULLABLE") return null;
    throw new RangeError(`column ${column.name} is null, which it may not be`);
  }
  const cell = READERS[column.type](text);
  if (cell === null)
    throw new RangeError(`column ${column.name} holds ${text.slice(0, 60)}, which is no ${column.type} here`);
  return cell;
}

const READERS = {
  STRING: (text) => text,
  INT64: (text) => (/^-?\d+$/u.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null),
  NUMERIC: numericOf,
  FLOAT64: (text) => (text !== "" && Number.isFinite(Number(text)) ? Number(text) : null),
  BOOL: (text) => (text === "true" || text === "false" ? text === "true" : null),
  TIMESTAMP: timestampOf,
  DATE: (text) => (/^\d{4}-\d{2}-\d{2}$/u.test(text) ? day(text) : null),
} as const satisfies Record<ColumnType, (text: string) => Cell>;

function numericOf(text: string): Cell {
  const [, sign, whole, places = ""] = /^(-?)(\d+)(?:\.(\d{1,9})0*)?$/u.exec(text) ?? [];
  if (whole === undefined) return null;
  const magnitude = BigInt(whole) * SCALE + BigInt(places.padEnd(9, "0"));
  return exactNumeric(sign === "-" ? -magnitude : magnitude);
}

/** Microseconds as asked for (`useInt64Timestamp`); else seconds as a double, or a written time. */
function timestampOf(text: string): Cell {
  if (/^-?\d+$/u.test(text)) {
    const micros = BigInt(text);
    // Towards the past, as a clock counts: 1 µs before the epoch is in the millisecond before it.
    return instant(Number((micros - (((micros % MICROS) + MICROS) % MICROS)) / MICROS));
  }
  if (/^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/iu.test(text)) return instant(Math.round(Number(text) * 1_000));
  return parseInstant(text);
}
