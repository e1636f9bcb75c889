import type { DuckDBConnection } from "@duckdb/node-api";
import { addColumns, columnsAt, createTable, DUCKDB_TYPES, fillColumns } from "./duckdb-ddl.ts";
import { viewStatements } from "./duckdb-views.ts";
import { storeFailure } from "./duckdb-words.ts";
import { SCHEMA_VERSION, type TableName } from "./tables.ts";

/** The table that says whose file it is, and of which version. */
const MARK = "barnacle_schema";

/** All tables' names. */
export const TABLE_NAMES: readonly TableName[] = [
  "runs",
  "node_verdicts",
  "findings",
  "blockers",
  "episodes",
  "endings",
  "notices",
  "workload_usage",
];

type Tables = ReadonlyMap<string, readonly string[]>;

/** Statements in the order of their transactions: a file that was left between two of them is taken up where it is. */
type SchemaPlan = readonly (readonly string[])[];

/**
 * Brings tables and views to this program's version: makes those that are missing, adds columns, never drops or retypes any.
 * @throws StoreFailure for another program's file, a newer schema, or tables that were changed by hand
 */
export async function prepareSchema(connection: DuckDBConnection, path: string): Promise<void> {
  for (const statements of await schemaPlan(connection, path)) await inTransaction(connection, statements);
  const views = await viewStatements(connection);
  if (views.length > 0) await inTransaction(connection, views);
}

async function inTransaction(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  await connection.run(["BEGIN TRANSACTION", ...statements, "COMMIT"].join(";\n"));
}

/** What has yet to be run to bring the tables to this program's version; nothing when they are. */
export async function schemaPlan(connection: DuckDBConnection, path: string): Promise<SchemaPlan> {
  await connection.run("SET TimeZone = 'UTC'");
  const tables = await columnsByTable(connection);
  const version = tables.size === 0 ? null : await markedVersion(connection, path, tables);
  const from = version ?? SCHEMA_VERSION;
  const missing = TABLE_NAMES.filter((name) => !tables.has(name));
  const there = TABLE_NAMES.filter((name) => tables.has(name));
  for (const name of there) checkColumns(name, tables.get(name) ?? [], from, path);
  const made = [
    ...(version === null ? [`CREATE TABLE ${MARK} (version INTEGER NOT NULL)`] : []),
    ...there.flatMap((name) => addColumns(name, from)),
    ...missing.flatMap(createTable),
  ];
  const filled = there.flatMap((name) => fillColumns(name, from));
  const marked = version === SCHEMA_VERSION ? [] : [`INSERT INTO ${MARK} VALUES (${SCHEMA_VERSION})`];
  const plan = filled.length === 0 ? [[...made, ...marked]] : [made, [...filled, ...marked]];
  return plan.filter((statements) => statements.length > 0);
}

/** `name TYPE` of each column, in order, of each table in the file. */
async function columnsByTable(connection: DuckDBConnection): Promise<Tables> {
  const result = await connection.runAndReadAll(
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'main' AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE') ORDER BY table_name, ordinal_position",
  );
  const tables = new Map<string, string[]>();
  for (const [table, column, type] of result.getRows()) {
    const columns = tables.get(`${table}`) ?? [];
    columns.push(`${column} ${type}`);
    tables.set(`${table}`, columns);
  }
  return tables;
}

/** Has the file tables of ours, of whatever version? */
export async function isMarked(connection: DuckDBConnection): Promise<boolean> {
  return (await columnsByTable(connection)).has(MARK);
}

async function markedVersion(connection: DuckDBConnection, path: string, tables: Tables): Promise<number> {
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
  return version;
}

/** Has the table the columns of its version (or, when it was left in the midst of a migration, today's), with their types, in their order? */
function checkColumns(table: TableName, have: readonly string[], version: number, path: string): void {
  const wants = [version, SCHEMA_VERSION].map((at) =>
    columnsAt(table, at).map((column) => `${column.name} ${DUCKDB_TYPES[column.type]}`),
  );
  const [want = []] = wants;
  if (wants.some((columns) => columns.join() === have.join())) return;
  const at = Array.from({ length: Math.max(want.length, have.length) }, (_, n) => n).find((n) => want[n] !== have[n]);
  const position = at ?? 0;
  throw storeFailure(
    path,
    `has another table ${table} than this program: column ${position + 1} is ${have[position] ?? "missing"} instead of ${want[position] ?? "none"}; it was changed by hand, undo that or name another file`,
  );
}
