import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { NO_METRICS } from "../../src/report/rows-metrics.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import type { Store } from "../../src/warehouse/store.ts";
import type { RunRows } from "../../src/warehouse/tables.ts";
import { faultProxy } from "../../test/warehouse/bigquery/proxy.ts";
import type { Auditor } from "./audit.ts";
import { faultOf } from "./faults.ts";
import { HOURS, snapshotOf, timeOf } from "./history.ts";
import { randomOf } from "./random.ts";

/** A dataset of its own in a server of BigQuery's kind. */
export interface Target {
  readonly endpoint: string;
  /** `bigquery:PROJECT.DATASET` */
  readonly store: string;
  open(): Promise<Store>;
  /** How long one answer, and one operation, are waited for: `8s`. */
  readonly patience: { readonly requestTimeout: string; readonly deadline: string };
  /** What is in it is needed no more. */
  drop(): Promise<void>;
  sql(query: string): Promise<readonly (readonly (string | null)[])[]>;
}

const VARIANTS = 5;
/** Deaths come at any time of an audit, and of one that takes somewhat longer than usual. */
const LATEST_DEATH = 1.3;
/** After so many deaths and failures the next try is left alone. */
const MOST_TRIES = 6;

/** What a seed did, for the log. */
export interface Told {
  readonly kills: number;
  readonly faults: number;
  readonly failures: number;
  /** What is wrong in the end; empty: both stores hold the undisturbed history. */
  readonly wrong: readonly string[];
}

/** Undisturbed histories, by variant: made once. */
const histories = new Map<number, Promise<readonly RunRows[]>>();

/** Ten runs into both stores with deaths and faults at random places, each run until it is stored. */
export async function disturb(seed: number, folder: string, target: Target, auditor: Auditor): Promise<Told> {
  const random = randomOf(seed);
  const variant = seed % VARIANTS;
  const expected = await undisturbed(variant, folder, auditor);
  const told = { kills: 0, faults: 0, failures: 0 };
  let share = 0;
  const proxy = await faultProxy(target.endpoint, () => {
    const fault = faultOf(random, share);
    if (fault !== null) told.faults += 1;
    return fault;
  });
  const duckdb = `duckdb:${join(folder, `seed-${seed}.duckdb`)}`;
  try {
    for (let hour = 0; hour < HOURS; hour += 1) {
      for (const store of [target.store, duckdb]) {
        const config = await configFor(folder, store === target.store ? "bigquery" : "duckdb", seed, target.patience);
        for (let tries = 0; ; tries += 1) {
          const calm = tries >= MOST_TRIES;
          share = calm ? 0 : ([0, 0, 5, 15, 40][Math.floor(random() * 5)] ?? 0);
          const killAt = calm || random() < 0.5 ? null : random() * LATEST_DEATH;
          const order = { snapshot: fileOf(variant, hour, folder), at: timeOf(hour), store, config };
          const { code, stderr } = await auditor.audit({ ...order, endpoint: proxy.endpoint, killAt });
          if (code === 0) break;
          if (code === null) told.kills += 1;
          else told.failures += 1;
          if (calm)
            return { ...told, wrong: [`hour ${hour} of ${store} is not stored at last: exit ${code}, ${stderr}`] };
        }
      }
    }
  } finally {
    await proxy.close();
  }
  return {
    ...told,
    wrong: [
      ...(await compare("BigQuery", await target.open(), expected)),
      ...(await litter(target)),
      ...(await compare("DuckDB", await openDuckDb(duckdb.slice("duckdb:".length)), expected)),
    ],
  };
}

function fileOf(variant: number, hour: number, folder: string): string {
  return join(folder, `cluster-${variant}-${hour}.json`);
}

/** A config for one store of one seed: what it does not take is spooled apart. */
async function configFor(
  folder: string,
  store: string,
  seed: number,
  { requestTimeout, deadline }: Target["patience"],
): Promise<string> {
  const name = join(folder, `${store}-${seed}`);
  const spool = JSON.stringify(`${name}.spool`);
  await writeFile(
    `${name}.yaml`,
    `spool: ${spool}
bigquery: { requestTimeout: ${requestTimeout}, deadline: ${deadline} }
`,
  );
  return `${name}.yaml`;
}

function undisturbed(variant: number, folder: string, auditor: Auditor): Promise<readonly RunRows[]> {
  const known = histories.get(variant);
  if (known !== undefined) return known;
  const made = makeHistory(variant, folder, auditor);
  histories.set(variant, made);
  return made;
}

async function makeHistory(variant: number, folder: string, auditor: Auditor): Promise<readonly RunRows[]> {
  await mkdir(folder, { recursive: true });
  const config = await configFor(folder, "history", variant, { requestTimeout: "1m", deadline: "1m" });
  const path = join(folder, `history-${variant}.duckdb`);
  for (let hour = 0; hour < HOURS; hour += 1) {
    const snapshot = fileOf(variant, hour, folder);
    await writeFile(snapshot, snapshotOf(variant, hour));
    const order = { snapshot, at: timeOf(hour), store: `duckdb:${path}`, config };
    const { code, stderr } = await auditor.audit({ ...order, endpoint: "", killAt: null });
    if (code !== 0) throw new Error(`the undisturbed history of variant ${variant} failed: ${stderr}`);
  }
  const store = await openDuckDb(path);
  const rows = await allRuns(store);
  await store.close();
  return rows;
}

async function allRuns(store: Store): Promise<readonly RunRows[]> {
  const rows: RunRows[] = [];
  for (const { run_id } of await store.runs({ limit: 1_000 })) {
    const run = await store.run(run_id);
    // How long it took is another for every process.
    if (run !== null) rows.push({ ...run, run: { ...run.run, ...NO_METRICS } });
  }
  return rows;
}

async function compare(name: string, store: Store, expected: readonly RunRows[]): Promise<readonly string[]> {
  const rows = await allRuns(store);
  await store.close();
  const ids = (runs: readonly RunRows[]) => runs.map(({ run }) => run.run_id).join(" ");
  if (ids(rows) !== ids(expected)) return [`${name} has the runs ${ids(rows)} instead of ${ids(expected)}`];
  return rows
    .filter((row, at) => !isDeepStrictEqual(row, expected[at]))
    .map(({ run }) => `${name} has other rows of ${run.run_id}`);
}

/** Rows of attempts that nobody committed: the last run's retry, or the run after, must have cleared them away. */
async function litter(target: Target): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of ["findings", "blockers", "node_verdicts"]) {
    const where =
      "t.day >= DATE '2026-11-01' AND NOT EXISTS (SELECT 1 FROM runs AS r WHERE r.run_id = t.run_id AND r.attempt_id = t.attempt_id)";
    const [[count] = []] = await target.sql(`SELECT COUNT(*) FROM ${table} AS t WHERE ${where}`);
    if (count !== "0") found.push(`${count} rows of ${table} are left over`);
  }
  return found;
}
