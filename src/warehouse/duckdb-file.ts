import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, link, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Duration } from "../model/time.ts";
import type { DuckDb } from "./duckdb-cells.ts";
import { isMarked, prepareSchema, schemaPlan } from "./duckdb-schema.ts";
import { viewStatements } from "./duckdb-views.ts";
import { isLocked, storeFailure } from "./duckdb-words.ts";
import type { Standing } from "./store.ts";

/** Nothing is ever downloaded: a file of another database would make DuckDB look for an extension. */
const CONFIG: Readonly<Record<string, string>> = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

/**
 * New files get the smallest blocks that there are. A run is a few hundred small column segments, and each takes at least one block in
 * memory when it is written: with blocks of 256 KiB a small run took twice the time, and its file twice the room.
 */
const NEW: Readonly<Record<string, string>> = { ...CONFIG, default_block_size: "16384" };

/** An open file. */
export interface Opened {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

const READING: Readonly<Record<string, string>> = { ...CONFIG, access_mode: "READ_ONLY" };

/**
 * Opens the file at `path` for reading alone: several processes may, but none while another writes.
 * @throws StoreFailure when it is not there, or of an older schema, which only a writer brings up to date
 */
export async function openToRead(duckdb: DuckDb, path: string, patience: Duration): Promise<Opened> {
  if (!(await isThere(path))) {
    throw storeFailure(path, "is not there yet: barnacle audit makes it; or name another file by --store");
  }
  const instance = await openPatiently(duckdb, path, patience, READING);
  const opened = { instance, connection: await instance.connect() };
  try {
    const plan = await schemaPlan(opened.connection, path);
    if (plan.length === 0) return opened;
    throw storeFailure(path, "was written by an older Barnacle; the next barnacle audit brings it up to date");
  } catch (error) {
    closeAll(opened);
    throw error;
  }
}

/** How the file's tables stand, and the statements that opening it for writing would run, in order. */
export async function standingOf(duckdb: DuckDb, path: string, patience: Duration): Promise<Standing> {
  const there = await isThere(path);
  const instance = there
    ? await openPatiently(duckdb, path, patience, READING)
    : await duckdb.DuckDBInstance.create(":memory:", CONFIG);
  const opened = { instance, connection: await instance.connect() };
  try {
    const schema = (await schemaPlan(opened.connection, path)).flat();
    const statements = [...schema, ...(await viewStatements(opened.connection))];
    if (statements.length === 0) return { state: "current", statements };
    if (schema.length === 0) return { state: "settings", statements };
    return { state: (await isMarked(opened.connection)) ? "older" : "absent", statements };
  } finally {
    closeAll(opened);
  }
}

/**
 * Opens the file at `path`, makes it when it is missing, and prepares its tables. While another process holds it, tries again
 * with growing waits until `patience` is used up.
 */
export async function openFile(duckdb: DuckDb, path: string, patience: Duration): Promise<Opened> {
  if (!(await isThere(path))) await create(duckdb, path);
  const instance = await openPatiently(duckdb, path, patience, CONFIG);
  const connection = await instance.connect();
  try {
    await prepareSchema(connection, path);
    return { instance, connection };
  } catch (error) {
    closeAll({ instance, connection });
    throw error;
  }
}

/** Lets go of the file; what is in its log is written into it. */
export function closeAll({ instance, connection }: Opened): void {
  connection.closeSync();
  instance.closeSync();
}

const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

async function openPatiently(
  duckdb: DuckDb,
  path: string,
  patience: Duration,
  config: Readonly<Record<string, string>>,
): Promise<DuckDBInstance> {
  let waited = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      // Two instances on one file would lose rows in silence; the cache gives the one that is open.
      return await duckdb.DuckDBInstance.fromCache(path, config);
    } catch (error) {
      if (!isLocked(error) || waited >= patience) throw error;
    }
    await sleep(wait);
    waited += wait;
  }
}

const MAGIC = "DUCK";
const MAGIC_AT = 8;

/** Is there a DuckDB file? DuckDB itself would take some other files for databases of other programs. */
async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch(absent);
  if (found === null) return false;
  if (found.isDirectory()) throw storeFailure(path, "is a folder; name a file in it, such as barnacle.duckdb");
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_AT);
    if (buffer.toString("latin1", 0, bytesRead) === MAGIC) return true;
  } finally {
    await file.close();
  }
  throw storeFailure(path, "is no DuckDB file; name another one by --store");
}

/**
 * Makes the file under another name first and gives it its own once it is whole: a process that is killed in between leaves no
 * file that cannot be opened. When two processes make it at once, the first one's stays.
 */
async function create(duckdb: DuckDb, path: string): Promise<void> {
  const folder = dirname(path);
  if ((await stat(folder).catch(absent)) === null) {
    throw storeFailure(path, `cannot be made: there is no folder ${folder}; make it or name another file by --store`);
  }
  await access(folder, constants.W_OK);
  await refuseStrayLog(path);
  const draft = join(folder, `.${basename(path)}.${randomUUID()}.new`);
  try {
    const instance = await duckdb.DuckDBInstance.create(draft, NEW);
    const opened = { instance, connection: await instance.connect() };
    try {
      await prepareSchema(opened.connection, path);
    } finally {
      closeAll(opened);
    }
    await publish(draft, path);
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.wal`, { force: true });
  }
}

/** DuckDB would read the log of a file that was taken away into the new one. The log is looked for first: others may make both now. */
async function refuseStrayLog(path: string): Promise<void> {
  const log = await stat(`${path}.wal`).catch(absent);
  if (log === null || (await stat(path).catch(absent)) !== null) return;
  throw storeFailure(path, "is not there, but its write-ahead log (.wal) is; put the file back, or move the log away");
}

async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    // Some file systems have no links; a copy is not made at one stroke, but never over a file that is there.
    await copyFile(draft, path, constants.COPYFILE_EXCL).catch((second: unknown) => {
      if (codeOf(second) !== "EEXIST") throw second;
    });
  }
}

function absent(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
