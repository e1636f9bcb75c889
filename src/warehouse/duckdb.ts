import { resolve } from "node:path";
import { type Duration, millis, SECOND } from "../model/time.ts";
import { cellWriters } from "./duckdb-cells.ts";
import { exportParquet } from "./duckdb-export.ts";
import { closeAll, openFile, openToRead, standingOf } from "./duckdb-file.ts";
import { readEpisodes, readNotices, readRun, readRuns, readUsage } from "./duckdb-read.ts";
import { guarded } from "./duckdb-words.ts";
import { addNotices, addRows, restateRuns, saveRun } from "./duckdb-write.ts";
import type { Standing, Store } from "./store.ts";

export interface DuckDbOptions {
  /** How long to wait while another process holds the file. */
  readonly patience?: Duration;
  /** `true`: nothing is made, changed or brought up to date. */
  readonly readOnly?: boolean;
}

const PATIENCE = millis(30 * SECOND);

/**
 * A store in one DuckDB file, which is made when it is missing. One process at a time may have it open.
 * @throws StoreFailure when the file cannot be opened, is not ours, is newer than this program, or stays in use
 */
export async function openDuckDb(path: string, options: DuckDbOptions = {}): Promise<Store> {
  const duckdb = await import("@duckdb/node-api");
  const openIt = options.readOnly === true ? openToRead : openFile;
  const opened = await guarded(path, () => openIt(duckdb, resolve(path), options.patience ?? PATIENCE));
  const { connection } = opened;
  const open = { duckdb, writers: cellWriters(duckdb), connection };
  return {
    name: `duckdb:${path}`,
    save: (rows) => guarded(path, () => saveRun(open, rows)),
    runs: (query) => guarded(path, () => readRuns(connection, query)),
    run: (runId) => guarded(path, () => readRun(connection, runId)),
    episodes: (query) => guarded(path, () => readEpisodes(connection, query)),
    restate: (runs) => guarded(path, () => restateRuns(open, runs)),
    notices: (query) => guarded(path, () => readNotices(connection, query)),
    saveNotices: (rows) => guarded(path, () => addNotices(open, rows)),
    usage: (query) => guarded(path, () => readUsage(connection, query)),
    saveUsage: (rows) => guarded(path, () => addRows(open, "workload_usage", rows)),
    exportParquet: (folder) => guarded(path, () => exportParquet(connection, folder)),
    close: () => guarded(path, async () => closeAll(opened)),
  };
}

/** How the file's tables stand: what opening it for writing would make or change. */
export async function standingDuckDb(path: string, options: DuckDbOptions = {}): Promise<Standing> {
  const duckdb = await import("@duckdb/node-api");
  return await guarded(path, () => standingOf(duckdb, resolve(path), options.patience ?? PATIENCE));
}
