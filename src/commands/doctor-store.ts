import { existsSync } from "node:fs";
import { checkBigQuery } from "../collect/checkup/bigquery.ts";
import type { Config } from "../config.ts";
import { Failure } from "../failure.ts";
import type { Check, CheckState } from "../model/check.ts";
import { between, type Instant } from "../model/time.ts";
import { count } from "../report/phrases.ts";
import { at, lasting } from "../report/when.ts";
import { openStore, standingOf } from "../warehouse/open.ts";
import type { Standing } from "../warehouse/store.ts";
import { type RunRow, SCHEMA_VERSION } from "../warehouse/tables.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

function check(name: string, state: CheckState, what: string, cure: string | null = null): Check {
  return { area: "store", name, state, what, cure };
}

/** The store: may it be used, how do its tables stand to this program, and do runs come as they should? Nothing is made or changed. */
export async function checkStore(config: Config, now: Instant, shell: Shell): Promise<readonly Check[]> {
  if (config.store === "none") return [check("store", "skipped", "none is configured")];
  const access = await checkAccess(config);
  if (access.some(({ state }) => state === "failed")) return access;
  return [...access, ...(await checkContent(config, now, shell))];
}

/** Whether the store is there and may be used, as far as that can be told without opening it. */
async function checkAccess({ store, bigquery }: Config): Promise<readonly Check[]> {
  const [, project, dataset] = /^bigquery:([^.]+)\.(.+)$/su.exec(store) ?? [];
  if (project !== undefined && dataset !== undefined) return await checkBigQuery({ project, dataset }, bigquery);
  const file = /^duckdb:(.+)$/su.exec(store)?.[1];
  // A store that is not there yet is no fault.
  if (file !== undefined && !existsSync(file)) {
    return [check("open", "warning", `${store} is not there yet`, "barnacle audit")];
  }
  return [];
}

async function checkContent(config: Config, now: Instant, shell: Shell): Promise<readonly Check[]> {
  const settings = storeSettings(config, shell);
  try {
    const standing = await standingOf(config.store, settings);
    const tables = tablesCheck(standing);
    // What has no tables has no runs, and an older file is not read before a writer has brought it up to date.
    if (standing.state === "absent") return [tables];
    if (standing.state === "older") return [check("open", "ok", config.store), tables];
    const store = await openStore(config.store, settings, { readOnly: true });
    if (store === null) return [];
    try {
      const cluster = config.cluster === null ? {} : { cluster: config.cluster };
      const runs = await store.runs({ limit: MOST_RUNS, ...cluster });
      return [check("open", "ok", config.store), tables, lastRun(runs, config, now)];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const another = config.store.startsWith("bigquery:") ? "bigquery:PROJECT.ANOTHER-DATASET" : "duckdb:ANOTHER-FILE";
    return [check("open", "failed", error.message.replace(/\.$/u, ""), `barnacle audit --store ${another}`)];
  }
}

/** The tables against this program's version, with the statements that the next audit would run. */
function tablesCheck({ state, statements }: Standing): Check {
  const shown = statements.filter((statement) => !statement.startsWith("COMMENT "));
  const plan = `${count(shown.length, "statement")} (in full: barnacle audit --dry-run)`;
  const said = {
    absent: ["ok", `there are none yet; the first audit makes them by ${plan}`],
    older: ["warning", `of an older Barnacle; the next audit brings them to version ${SCHEMA_VERSION} by ${plan}`],
    settings: ["ok", `of this version (${SCHEMA_VERSION}); the next audit changes views or settings by ${plan}`],
    current: ["ok", `of this version (${SCHEMA_VERSION}), nothing to change`],
  } as const satisfies Record<Standing["state"], readonly [CheckState, string]>;
  const [mark, what] = said[state];
  const told = check("tables", mark, what, state === "older" ? "barnacle audit" : null);
  return shown.length === 0 ? told : { ...told, details: shown };
}

const LATE = 2;
const MOST_RUNS = 100;

function lastRun(runs: readonly Pick<RunRow, "taken_at">[], config: Config, now: Instant): Check {
  const [latest] = runs;
  if (latest === undefined) return check("last run", "warning", "there is none yet", "barnacle audit");
  const last = latest.taken_at;
  const age = between(last, now);
  const stored = runs.length === MOST_RUNS ? `${MOST_RUNS} or more` : runs.length;
  const what = `${at(last, config.timeZone)}, ${lasting(age)} ago; ${stored} stored`;
  const cure = "kubectl get cronjobs,jobs,pods -n barnacle";
  return age > LATE * config.audit.period
    ? check("last run", "warning", `${what}: late for a period of ${lasting(config.audit.period)}`, cure)
    : check("last run", "ok", what);
}
