import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UsageFailure } from "../failure.ts";
import type { Duration } from "../model/time.ts";
import { attemptOf } from "./bigquery-attempt.ts";
import { clearLeftovers } from "./bigquery-clean.ts";
import { BigQueryFault } from "./bigquery-fault.ts";
import { type Ask, openHttp } from "./bigquery-http.ts";
import { readEpisodes, readNotices, readRun, readRuns, readUsage } from "./bigquery-read.ts";
import { restateRuns } from "./bigquery-restate.ts";
import { type Clock, deadlineIn, patiently } from "./bigquery-retry.ts";
import { addNotices, addRows } from "./bigquery-rows.ts";
import { saveAttempt } from "./bigquery-save.ts";
import { prepareSchema, schemaChanges } from "./bigquery-schema.ts";
import { datasetPath, deadlineOf, type Session } from "./bigquery-session.ts";
import { guarded, type Names } from "./bigquery-words.ts";
import type { Store } from "./store.ts";
import type { RunRows } from "./tables.ts";

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
 * A store in the dataset that `spec` names (`PROJECT.DATASET`). Tables are made when they are missing, unless it is for reading alone;
 * the dataset must be there.
 * @throws UsageFailure for another spec
 * @throws StoreFailure when the dataset cannot be used
 */
export async function openBigQuery(
  spec: string,
  settings: BigQuerySettings,
  surroundings: Surroundings,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Store> {
  const { session, names } = await openDataset(spec, settings, surroundings.clock);
  if (!readOnly) await guarded(names, () => prepareSchema(session, deadlineOf(session)));
  const on = <T>(work: (session: Session, deadline: ReturnType<typeof deadlineOf>) => Promise<T>) =>
    guarded(names, () => work(session, deadlineOf(session)));
  const reading = () => ({ session, deadline: deadlineOf(session) });
  return {
    name: names.store,
    save: (rows) => save(session, names, surroundings, rows),
    runs: (query) => guarded(names, () => readRuns(reading(), query)),
    run: (runId) => guarded(names, () => readRun(reading(), runId)),
    episodes: (query) => guarded(names, () => readEpisodes(reading(), query)),
    restate: (runs) => on((...open) => restateRuns(...open, runs)),
    notices: (query) => guarded(names, () => readNotices(reading(), query)),
    saveNotices: (rows) => on((...open) => addNotices(...open, rows)),
    usage: (query) => guarded(names, () => readUsage(reading(), query)),
    saveUsage: (rows) => on((...open) => addRows(...open, "workload_usage", rows)),
    exportParquet: null,
    close: async () => undefined,
  };
}

/** The statements that bring the dataset's tables to this program's version; nothing is run. */
export async function planBigQuery(
  spec: string,
  settings: BigQuerySettings,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const { session, names } = await openDataset(spec, settings, surroundings.clock);
  const changes = await guarded(names, () => schemaChanges(session, deadlineOf(session)));
  return changes.map(({ sql }) => sql);
}

async function save(session: Session, names: Names, { note }: Surroundings, rows: RunRows) {
  const attempt = attemptOf(rows);
  const { byUs, loaded } = await guarded(names, () => saveAttempt(session, deadlineOf(session), attempt));
  if (!loaded) return { stored: byUs };
  const { project, location, cluster } = rows.run;
  const named = project === null || location === null || cluster === null ? null : { project, location, name: cluster };
  const own = byUs ? attempt.attemptId : "";
  try {
    await guarded(names, () => clearLeftovers(session, deadlineOf(session), named, own));
  } catch (error) {
    // The run is stored; what is left over is seen by nobody, and the next run tries again.
    await note(
      `half-done earlier runs were not cleared away: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return { stored: byUs };
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
