import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { StoreFailure, UsageFailure } from "../failure.ts";
import type { Duration } from "../model/time.ts";
import { attemptOf } from "./bigquery-attempt.ts";
import { clearLeftovers } from "./bigquery-clean.ts";
import { BigQueryFault } from "./bigquery-fault.ts";
import { type Ask, openHttp } from "./bigquery-http.ts";
import { type Reading, readEpisodes, readNotices, readRun, readRuns, readUsage } from "./bigquery-read.ts";
import { openTables } from "./bigquery-ready.ts";
import { restateRuns } from "./bigquery-restate.ts";
import { type Clock, type Deadline, deadlineIn, patiently } from "./bigquery-retry.ts";
import { addNotices, addRows } from "./bigquery-rows.ts";
import { saveAttempt } from "./bigquery-save.ts";
import { type Change, schemaChanges } from "./bigquery-schema.ts";
import { datasetPath, deadlineOf, type Session } from "./bigquery-session.ts";
import { guarded, type Names } from "./bigquery-words.ts";
import type { Standing, Store } from "./store.ts";
import { RUN_TABLES, type RunRows, type TableName } from "./tables.ts";

/** How BigQuery is to be used. */
export interface BigQuerySettings {
  /** Where BigQuery is, for tests and private endpoints: `http://…` or host:port. No credentials are then asked for. */
  readonly endpoint: string | null;
  /** Where the dataset must be; `null`: wherever it is. */
  readonly location: string | null;
  /** The project that runs the jobs and pays for them; `null`: the dataset's own. */
  readonly jobProject: string | null;
  /** Rows of the large tables are kept this many days; `null`: for good. */
  readonly retentionDays: number | null;
  /** Labels on tables and jobs, besides our own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Longest time for one operation of the store, retries included. */
  readonly patience: Duration;
  /** Longest wait for one answer. */
  readonly requestTimeout: Duration;
}

/** What is of the surroundings, so that tests can have their own. */
export interface Surroundings {
  readonly clock: Clock;
  /** Is told what failed without costing the run, such as the clearing of leftovers. */
  readonly note: (sentence: string) => Promise<void>;
}

/** Real time on a clock that never jumps, whatever is done to the machine's own. */
export function realClock(elapsed: () => number): Clock {
  return { now: elapsed, sleep: (milliseconds) => sleep(milliseconds), random: () => Math.random() };
}

/**
 * A store in the dataset that `spec` names (`PROJECT.DATASET`), which must be there. What writes makes the tables that are missing.
 * @throws UsageFailure for another spec
 * @throws StoreFailure when the dataset cannot be used
 */
export async function openBigQuery(
  spec: string,
  settings: BigQuerySettings,
  surroundings: Surroundings,
): Promise<Store> {
  const { session, names } = await openDataset(spec, settings, surroundings.clock);
  const tables = await guarded(names, () => openTables(session, deadlineOf(session), surroundings.note));
  const writing = <T>(work: (session: Session, deadline: Deadline) => Promise<T>) =>
    guarded(names, async () => {
      const deadline = deadlineOf(session);
      await tables.ready(deadline);
      return await work(session, deadline);
    });
  const reading = <T>(empty: T, needed: readonly TableName[], work: (reading: Reading) => Promise<T>) =>
    guarded(names, async () => {
      const deadline = deadlineOf(session);
      return (await tables.readable(deadline, needed)) ? await work({ session, deadline }) : empty;
    });
  return {
    name: names.store,
    save: async (rows) => {
      const attempt = attemptOf(rows);
      const saved = await writing((...open) => saveAttempt(...open, attempt));
      if (saved.loaded) await clear({ session, names, ...surroundings }, rows, saved.byUs ? attempt.attemptId : "");
      return { stored: saved.byUs };
    },
    runs: (query) => reading([], ["runs"], (open) => readRuns(open, query)),
    run: (runId) => reading(null, RUN_TABLES, (open) => readRun(open, runId)),
    episodes: (query) => reading([], ["runs", "episodes"], (open) => readEpisodes(open, query)),
    restate: (runs) => writing((...open) => restateRuns(...open, runs)),
    notices: (query) => reading([], ["notices"], (open) => readNotices(open, query)),
    saveNotices: (rows) => writing((...open) => addNotices(...open, rows)),
    usage: (query) => reading([], ["workload_usage"], (open) => readUsage(open, query)),
    saveUsage: (rows) => writing((...open) => addRows(...open, "workload_usage", rows)),
    exportParquet: null,
    close: async () => undefined,
  };
}

/** How the dataset's tables stand: what would bring them to this program's version; nothing is run. */
export async function standingBigQuery(
  spec: string,
  settings: BigQuerySettings,
  surroundings: Surroundings,
): Promise<Standing> {
  const { session, names } = await openDataset(spec, settings, surroundings.clock);
  const changes = await guarded(names, () => schemaChanges(session, deadlineOf(session)));
  return { state: stateOf(changes), statements: changes.map(({ sql }) => sql) };
}

function stateOf(changes: readonly Change[]): Standing["state"] {
  if (changes.length === 0) return "current";
  // The table of runs is made last, and tells by its label of which version all others are.
  if (changes.some(({ kind, table }) => kind === "table" && table === "runs")) return "absent";
  return changes.some(({ kind }) => kind === "table" || kind === "columns") ? "older" : "settings";
}

interface Clearing extends Surroundings {
  readonly session: Session;
  readonly names: Names;
}

/** The run is stored by now; what is left over is seen by nobody, and the next run tries again. */
async function clear({ session, names, note }: Clearing, { run }: RunRows, own: string): Promise<void> {
  const { project, location, cluster } = run;
  const named = project === null || location === null || cluster === null ? null : { project, location, name: cluster };
  try {
    await guarded(names, () => clearLeftovers(session, deadlineOf(session), named, own));
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await note(`half-done earlier runs were not cleared away: ${error.message}`);
  }
}

const SPEC = /^((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]+)\.(\w{1,1024})$/u;

const DATASET = z.object({ location: z.string() });

async function openDataset(spec: string, settings: BigQuerySettings, clock: Clock) {
  const [, project, dataset] = SPEC.exec(spec) ?? [];
  if (project === undefined || dataset === undefined) {
    throw new UsageFailure(
      `store "bigquery:${spec}": write it as bigquery:PROJECT.DATASET, such as bigquery:my-project.barnacle.`,
    );
  }
  const { patience, retentionDays, labels } = settings;
  const jobProject = settings.jobProject ?? project;
  const names = { store: `bigquery:${spec}`, project, dataset, jobProject, location: settings.location, patience };
  const { ask, location } = await guarded(names, async () => {
    const http = await openHttp(settings);
    return { ask: http, location: await locationOf(http, { project, dataset }, settings, clock) };
  });
  const session = { ask, clock, project, dataset, jobProject, location, labels, retentionDays, patience };
  return { session, names: { ...names, location } };
}

async function locationOf(
  ask: Ask,
  where: { readonly project: string; readonly dataset: string },
  { location: wanted, patience }: BigQuerySettings,
  clock: Clock,
): Promise<string> {
  const question = { method: "GET" as const, path: datasetPath(where) };
  const { location } = await patiently(deadlineIn(clock, patience), async () => {
    const answer = DATASET.safeParse(await ask(question));
    if (answer.success) return answer.data;
    throw new BigQueryFault("the answer is no dataset", { reason: "oddAnswer" });
  });
  if (wanted === null || wanted.toLowerCase() === location.toLowerCase()) return location;
  throw new BigQueryFault(
    `is in location ${location}, and bigquery.location in the config asks for ${wanted}; a dataset cannot be moved: change the config, or use another dataset`,
    { reason: "odd" },
  );
}
