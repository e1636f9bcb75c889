import { resolve } from "node:path";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { type Duration, millis, SECOND } from "../model/time.ts";
import type { Cell, Column } from "./column.ts";
import { cellWriters, type DuckDb, readCell, type Writers, writeCell } from "./duckdb-cells.ts";
import { closeAll, openFile } from "./duckdb-file.ts";
import { quoted } from "./duckdb-schema.ts";
import { guarded } from "./duckdb-words.ts";
import type { RunsQuery, Store } from "./store.ts";
import { type Row, type RunRow, type RunRows, TABLES, type TableName } from "./tables.ts";

export interface DuckDbOptions {
  /** How long to wait while another process holds the file. */
  readonly patience?: Duration;
}

const PATIENCE = millis(30 * SECOND);

/**
 * A store in one DuckDB file, which is made when it is missing. One process at a time may have it open.
 * @throws StoreFailure when the file cannot be opened, is not ours, is newer than this program, or stays in use
 */
export async function openDuckDb(path: string, options: DuckDbOptions = {}): Promise<Store> {
  const duckdb = await import("@duckdb/node-api");
  const opened = await guarded(path, () => openFile(duckdb, resolve(path), options.patience ?? PATIENCE));
  const { connection } = opened;
  const writers = cellWriters(duckdb);
  return {
    name: `duckdb:${path}`,
    save: (rows) => guarded(path, () => save({ duckdb, writers, connection }, rows)),
    runs: (query) => guarded(path, () => runs(connection, query)),
    run: (runId) => guarded(path, () => run(connection, runId)),
    close: () => guarded(path, async () => closeAll(opened)),
  };
}

interface Open {
  readonly duckdb: DuckDb;
  readonly writers: Writers;
  readonly connection: DuckDBConnection;
}

/** One transaction. A process that dies in it leaves nothing; a run that is there already is left as it is. */
async function save(open: Open, rows: RunRows): Promise<{ readonly stored: boolean }> {
  const { connection } = open;
  await connection.run("BEGIN TRANSACTION");
  try {
    const stored = !(await isCommitted(connection, rows.run.run_id));
    if (stored) {
      await append(open, "node_verdicts", rows.nodeVerdicts);
      await append(open, "findings", rows.findings);
      await append(open, "blockers", rows.blockers);
      await append(open, "runs", [rows.run]);
    }
    await connection.run("COMMIT");
    return { stored };
  } catch (error) {
    // A commit that failed has ended the transaction itself: then there is nothing to roll back.
    await connection.run("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

async function isCommitted(connection: DuckDBConnection, runId: string): Promise<boolean> {
  const result = await connection.runAndReadAll("SELECT 1 FROM runs WHERE run_id = $1", [runId]);
  return result.currentRowCount > 0;
}

/** The most that a data chunk of DuckDB holds. */
const CHUNK = 2_048;

/** Column by column in chunks: cell by cell took twenty times as long (5.1 s against 0.26 s for 10,000 nodes with 20,000 blockers). */
async function append<Name extends TableName>(
  { duckdb, writers, connection }: Open,
  table: Name,
  rows: readonly Row<Name>[],
): Promise<void> {
  const columns: readonly Column[] = TABLES[table].columns;
  const types = columns.map((column) => writers[column.type].type);
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const part: readonly Readonly<Record<string, Cell>>[] = rows.slice(from, from + CHUNK);
      const chunk = duckdb.DuckDBDataChunk.create(types, part.length);
      columns.forEach((column, at) => {
        const cells = part.map((row) => writeCell(writers, column, row[column.name]));
        chunk.setColumnValues(at, cells);
      });
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } catch (error) {
    // Left alone, it would write its rows when it is collected, after the rollback.
    appender.clear();
    throw error;
  } finally {
    appender.closeSync();
  }
}

async function runs(connection: DuckDBConnection, { cluster, limit }: RunsQuery): Promise<readonly RunRow[]> {
  const order = "ORDER BY scheduled_at DESC, run_id";
  if (cluster === undefined) return await read(connection, "runs", `${order} LIMIT $1`, [BigInt(limit)]);
  const { project, location, name } = cluster;
  const where = "WHERE project = $2 AND location = $3 AND cluster = $4";
  return await read(connection, "runs", `${where} ${order} LIMIT $1`, [BigInt(limit), project, location, name]);
}

async function run(connection: DuckDBConnection, runId: string): Promise<RunRows | null> {
  const of = <Name extends TableName>(table: Name) =>
    read(connection, table, "WHERE run_id = $1 ORDER BY rowid", [runId]);
  const [row] = await of("runs");
  if (row === undefined) return null;
  return {
    run: row,
    nodeVerdicts: await of("node_verdicts"),
    findings: await of("findings"),
    blockers: await of("blockers"),
  };
}

async function read<Name extends TableName>(
  connection: DuckDBConnection,
  table: Name,
  rest: string,
  values: DuckDBValue[],
): Promise<readonly Row<Name>[]> {
  const columns: readonly Column[] = TABLES[table].columns;
  const names = columns.map((column) => quoted(column.name)).join(", ");
  const result = await connection.runAndReadAll(`SELECT ${names} FROM ${quoted(table)} ${rest}`, values);
  return result.getRows().map((cells) => decode<Name>(columns, cells));
}

/** Each cell is checked against its column, so the row is what the table's columns say. */
function decode<Name extends TableName>(columns: readonly Column[], cells: readonly DuckDBValue[]): Row<Name> {
  return Object.fromEntries(columns.map((column, at) => [column.name, readCell(column, cells[at])])) as Row<Name>;
}
