import type { Brand } from "../model/brand.ts";
import { type Billionths, billionths, exactly } from "../model/exact.ts";
import type { Instant } from "../model/time.ts";

/** Types that both stores have, by BigQuery's names. */
export type ColumnType = "STRING" | "INT64" | "NUMERIC" | "FLOAT64" | "BOOL" | "TIMESTAMP" | "DATE";

/** A column as data: both stores make their tables of it, and the compiler the rows' types. */
export interface Column<
  Name extends string = string,
  Type extends ColumnType = ColumnType,
  Mode extends "REQUIRED" | "NULLABLE" = "REQUIRED" | "NULLABLE",
> {
  readonly name: Name;
  readonly type: Type;
  readonly mode: Mode;
  readonly description: string;
  /** Absent: it was there from the table's first version on. */
  readonly added?: Added;
}

/** How a column came to a table that was there already. */
export interface Added {
  /** The version of the schema that brought it. */
  readonly version: number;
  /** DuckDB's expression, of the row's older columns, for rows from before; absent: they get null. A required column must have it. */
  readonly fill?: string;
}

/** A decimal with nine places, exact, in billionths: what BigQuery's NUMERIC and a DECIMAL(38,9) hold. */
export type Numeric = Billionths;

/** A calendar day, `2026-11-20`. */
export type Day = Brand<string, "Day">;

/** What a cell of each type is in a row. INT64 is kept within 2^53, beyond which neither JSON nor a double is exact. */
interface Cells {
  readonly STRING: string;
  readonly INT64: number;
  readonly NUMERIC: Numeric;
  readonly FLOAT64: number;
  readonly BOOL: boolean;
  readonly TIMESTAMP: Instant;
  readonly DATE: Day;
}

/** Any cell. */
export type Cell = Cells[ColumnType] | null;

type CellOf<Each extends Column> = Cells[Each["type"]] | (Each["mode"] extends "NULLABLE" ? null : never);

/** The row of a table with these columns. */
export type RowOf<Columns extends readonly Column[]> = {
  readonly [Each in Columns[number] as Each["name"]]: CellOf<Each>;
};

/** A column that every row fills. */
export function required<Name extends string, Type extends ColumnType>(
  name: Name,
  type: Type,
  description: string,
): Column<Name, Type, "REQUIRED"> {
  return { name, type, mode: "REQUIRED", description };
}

/** A column that may be null. */
export function nullable<Name extends string, Type extends ColumnType>(
  name: Name,
  type: Type,
  description: string,
): Column<Name, Type, "NULLABLE"> {
  return { name, type, mode: "NULLABLE", description };
}

/** The same column, which a later version of the schema brought. */
export function since<Each extends Column>(version: number, column: Each, fill?: string): Each {
  return { ...column, added: fill === undefined ? { version } : { version, fill } };
}

const MOST = 10n ** 38n;

/**
 * The exact decimal value of a float64, rounded to nine places (half away from zero, as BigQuery does).
 * @throws RangeError for what NUMERIC cannot hold: not a number, or 10^29 and more
 */
export function numeric(value: number): Numeric {
  return exactNumeric(billionths(value));
}

/**
 * Wraps an amount that is in billionths already.
 * @throws RangeError for what NUMERIC cannot hold
 */
export function exactNumeric(amount: bigint): Numeric {
  if (amount >= MOST || amount <= -MOST) throw new RangeError(`${amount} billionths are no NUMERIC`);
  return exactly(amount);
}

/** Wraps a calendar day written `2026-11-20`. */
export function day(text: string): Day {
  return text as Day;
}
