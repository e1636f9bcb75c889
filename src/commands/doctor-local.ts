import { existsSync } from "node:fs";
import type { Books } from "../collect/books.ts";
import type { Config } from "../config.ts";
import { Failure } from "../failure.ts";
import type { Check, CheckArea, CheckState } from "../model/check.ts";
import { between, DAY, type Instant, parseInstant } from "../model/time.ts";
import { at, lasting } from "../report/when.ts";
import { openStore } from "../warehouse/open.ts";
import type { RunRow } from "../warehouse/tables.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

function check(area: CheckArea, name: string, state: CheckState, what: string, cure: string | null = null): Check {
  return { area, name, state, what, cure };
}

/** List prices change a few times a year; the autoscalers' models are of their source's day for good. */
const OLD = 120 * DAY;

/** How old the price lists are: those of the cluster's region, else the bundled ones. */
export function checkPrices(books: Books, now: Instant): readonly Check[] {
  const bundled = [["bundled lists", { retrieved: books.info.list.retrieved, own: false }] as const];
  const lists = books.lists.size === 0 ? bundled : [...books.lists];
  return lists.map(([name, { retrieved, own }]) => {
    const day = parseInstant(`${retrieved}T00:00:00Z`);
    const age = between(day ?? now, now);
    const what = `of ${retrieved} (${lasting(age)} old)${own ? ", refreshed here" : ""}`;
    const region = books.lists.has(name) ? name : "REGION";
    const cure = `barnacle prices refresh --region ${region}`;
    return age > OLD ? check("prices", name, "warning", what, cure) : check("prices", name, "ok", what);
  });
}

/** Does the runtime know the time zone that days are counted in? */
export function checkTimeZone({ timeZone }: Config, now: Instant): Check {
  const known = Intl.supportedValuesOf("timeZone").length;
  return check("time", "time zone data", "ok", `${known} zones; in ${timeZone} it is ${at(now, timeZone)}`);
}

const LATE = 2;

/** Opens the store, and looks whether runs come as they should. A store that is not there yet is no fault. */
export async function checkRuns(config: Config, now: Instant, shell: Shell): Promise<readonly Check[]> {
  if (config.store === "none") return [check("store", "store", "skipped", "none is configured")];
  const file = /^duckdb:(.+)$/su.exec(config.store)?.[1];
  if (file !== undefined && !existsSync(file)) {
    return [check("store", "open", "warning", `${config.store} is not there yet`, "barnacle audit")];
  }
  try {
    const store = await openStore(config.store, storeSettings(config, shell), { readOnly: true });
    if (store === null) return [];
    try {
      const runs = await store.runs({ limit: 100, ...(config.cluster === null ? {} : { cluster: config.cluster }) });
      return [check("store", "open", "ok", config.store), lastRun(runs, config, now)];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [
      check("store", "open", "failed", error.message.replace(/\.$/u, ""), "barnacle audit --store duckdb:ANOTHER-FILE"),
    ];
  }
}

function lastRun(runs: readonly Pick<RunRow, "taken_at">[], config: Config, now: Instant): Check {
  const [latest] = runs;
  if (latest === undefined) return check("store", "last run", "warning", "there is none yet", "barnacle audit");
  const last = latest.taken_at;
  const age = between(last, now);
  const what = `${at(last, config.timeZone)}, ${lasting(age)} ago; ${runs.length === 100 ? "100 or more" : runs.length} stored`;
  const cure = "kubectl get cronjobs,jobs,pods -n barnacle";
  return age > LATE * config.audit.period
    ? check("store", "last run", "warning", `${what}: late for a period of ${lasting(config.audit.period)}`, cure)
    : check("store", "last run", "ok", what);
}
