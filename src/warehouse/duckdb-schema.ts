import type { DuckDBConnection } from "@duckdb/node-api";
import type { Column, ColumnType } from "./column.ts";
import { storeFailure } from "./duckdb-words.ts";
import { TABLES, type TableName } from "./tables.ts";

/** Counts up whenever a table changes. A program refuses a store with a higher one. */
const SCHEMA_VERSION = 1;

/** The table that says whose file it is, and of which version. */
const MARK = "barnacle_schema";

const DUCKDB_TYPES = {
  STRING: "VARCHAR",
  INT64: "BIGINT",
  NUMERIC: "DECIMAL(38,9)",
  FLOAT64: "DOUBLE",
  BOOL: "BOOLEAN",
  TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
  DATE: "DATE",
} as const satisfies Record<ColumnType, string>;

/** All tables' names. */
const TABLE_NAMES: readonly TableName[] = ["runs", "node_verdicts", "findings", "blockers"];

/** Puts a name into SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Makes the tables that are missing, in one transaction, and checks those that are there.
 * @throws StoreFailure for another program's file, a newer schema, or tables that were changed by hand
 */
export async function prepareSchema(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  const tables = await columnsByTable(connection);
  if (tables.size > 0) await checkMark(connection, path, tables);
  const missing = TABLE_NAMES.filter((name) => !tables.has(name));
  for (const name of TABLE_NAMES) if (!missing.includes(name)) checkColumns(name, tables.get(name) ?? [], path);
  if (tables.has(MARK) && missing.length === 0) return;
  await connection.run("BEGIN TRANSACTION");
  if (!tables.has(MARK)) {
    await connection.run(`CREATE TABLE ${MARK} (version INTEGER NOT NULL)`);
    await connection.run(`INSERT INTO ${MARK} VALUES (${SCHEMA_VERSION})`);
  }
  for (const name of missing) for (const statement of ddl(name)) await connection.run(statement);
  await connection.run("COMMIT");
}

/** `name TYPE` of each column, in order, of each table in the file. */
async function columnsByTable(connection: DuckDBConnection): Promise<ReadonlyMap<string, readonly string[]>> {
  const result = await connection.runAndReadAll(
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'main' ORDER BY table_name, ordinal_position",
  );
  const tables = new Map<string, string[]>();
  for (const [table, column, type] of result.getRows()) {
    const columns = tables.get(`${table}`) ?? [];
    columns.push(`${column} ${type}`);
    tables.set(`${table}`, columns);
  }
  return tables;
}

async function checkMark(
  connection: DuckDBConnection,
  path: string,
  tables: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (!tables.has(MARK)) {
    const names = [...tables.keys()].slice(0, 3).join(", ");
    throw storeFailure(path, `is a DuckDB file of another program (it has ${names}); name another file by --store`);
  }
  const result = await connection.runAndReadAll(`SELECT max(version) FROM ${MARK}`);
  const version = result.getRows()[0]?.[0];
  if (typeof version !== "number") {
    throw storeFailure(
      path,
      `does not tell its version (${MARK} is empty); restore it from a backup or name another file`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw storeFailure(
      path,
      `was written by a newer Barnacle (its schema is ${version}, this program knows ${SCHEMA_VERSION}); upgrade Barnacle`,
    );
  }
}

function checkColumns(table: TableName, have: readonly string[], path: string): void {
  const want = TABLES[table].columns.map((column) => `${column.name} ${DUCKDB_TYPES[column.type]}`);
  const at = Array.from({ length: Math.max(want.length, have.length) }, (_, n) => n).find((n) => want[n] !== have[n]);
  if (at === undefined) return;
  throw storeFailure(
    path,
    `has another table ${table} than this program: column ${at + 1} is ${have[at] ?? "missing"} instead of ${want[at] ?? "none"}; it was changed by hand, undo that or name another file`,
  );
}

function ddl(table: TableName): readonly string[] {
  const { description, columns } = TABLES[table];
  const body = columns.map(columnDdl).join(",\n  ");
  return [
    `CREATE TABLE ${quoted(table)} (\n  ${body}\n)`,
    `COMMENT ON TABLE ${quoted(table)} IS ${literal(description)}`,
    ...columns.map(
      (column) => `COMMENT ON COLUMN ${quoted(table)}.${quoted(column.name)} IS ${literal(column.description)}`,
    ),
  ];
}

function columnDdl(column: Column): string {
  return `${quoted(column.name)} ${DUCKDB_TYPES[column.type]}${column.mode === "REQUIRED" ? " NOT NULL" : ""}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
