import type { Column, ColumnType } from "./column.ts";
import { SCHEMA_VERSION, TABLES, type TableName } from "./tables.ts";

export const DUCKDB_TYPES = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  NUMERIC: "DECIMAL(38,9)",
  FLOAT64: "DOUBLE",
  BOOL: "BOOLEAN",
  TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
  DATE: "DATE",
} as const satisfies Record<ColumnType, string>;

/** Puts a name into SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The columns of a table at a version of the schema, in the order in which they stand in a file: later ones were added at the end, and
 * a new file has them there too, since rows are written by position.
 */
export function columnsAt(table: TableName, version: number): readonly Column[] {
  const columns: readonly Column[] = TABLES[table].columns;
  return columns.filter((column) => addedIn(column) <= version).toSorted((a, b) => addedIn(a) - addedIn(b));
}

function addedIn({ added }: Column): number {
  return added?.version ?? 0;
}

/** The statements that make a table with its descriptions. */
export function createTable(table: TableName): readonly string[] {
  const { description } = TABLES[table];
  const columns = columnsAt(table, SCHEMA_VERSION);
  const body = columns.map(columnDdl).join(",\n  ");
  return [
    `CREATE TABLE ${quoted(table)} (\n  ${body}\n)`,
    `COMMENT ON TABLE ${quoted(table)} IS ${literal(description)}`,
    ...columns.map((column) => comment(table, column)),
  ];
}

/** The statements that add to a table of this older version the columns that it lacks. */
export function addColumns(table: TableName, from: number): readonly string[] {
  return addedSince(table, from).flatMap((column) => [
    `ALTER TABLE ${quoted(table)} ADD COLUMN IF NOT EXISTS ${columnDdl(column)}`,
    comment(table, column),
  ]);
}

/** The statements that then fill those that may not be empty; DuckDB takes them in a transaction of their own only. */
export function fillColumns(table: TableName, from: number): readonly string[] {
  return addedSince(table, from).flatMap(({ name, added }) => {
    if (added?.fill === undefined) return [];
    return [`UPDATE ${quoted(table)} SET ${quoted(name)} = ${added.fill} WHERE ${quoted(name)} IS NULL`];
  });
}

function addedSince(table: TableName, from: number): readonly Column[] {
  return columnsAt(table, SCHEMA_VERSION).filter((column) => addedIn(column) > from);
}

function comment(table: TableName, column: Column): string {
  return `COMMENT ON COLUMN ${quoted(table)}.${quoted(column.name)} IS ${literal(column.description)}`;
}

/** DuckDB cannot forbid null in a column that it adds: in later columns the program alone forbids it, in new files too. */
function columnDdl(column: Column): string {
  const notNull = column.mode === "REQUIRED" && column.added === undefined ? " NOT NULL" : "";
  return `${quoted(column.name)} ${DUCKDB_TYPES[column.type]}${notNull}`;
}

/** Puts a text into SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
