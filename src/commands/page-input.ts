import { NO_HISTORY } from "../audit/history.ts";
import type { Config } from "../config.ts";
import { StoreFailure, UsageFailure } from "../failure.ts";
import { createJudge } from "../judge/judge.ts";
import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import { DAY, type Instant, instant } from "../model/time.ts";
import { extrasOf } from "../report/page/extras.ts";
import type { StoredHistory } from "../report/page/from-store.ts";
import type { PageInput } from "../report/page/model-of.ts";
import { seenIn } from "../report/page/seen.ts";
import { auditRows } from "../report/rows.ts";
import { openStore } from "../warehouse/open.ts";
import type { Store } from "../warehouse/store.ts";
import type { RunRow } from "../warehouse/tables.ts";
import { auditAndLearn, placeOf } from "./audited.ts";
import { loadConfig, loadInput } from "./input.ts";
import type { BookOptions, InputOptions } from "./options.ts";
import { recall } from "./remembered.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

export interface PageOptions extends InputOptions, BookOptions {
  readonly store?: string;
  /** How far back the page looks. */
  readonly days: number;
  readonly language?: Config["language"];
}

/** More runs than this are not looked at: a year of hourly ones, and what was missed is told by the gaps. */
const MOST_RUNS = 10_000;

/** The cluster or the files as they are now, which need not be stored; with what a store that was named says of the time before. */
export async function pageOfCluster(options: PageOptions, shell: Shell): Promise<PageInput> {
  const input = await loadInput(options, shell, "kept");
  const { snapshot, settings, now, config } = input;
  const { timeZone } = config;
  const store = options.store === undefined ? null : await openToRead(config, shell);
  try {
    const history = store === null ? NO_HISTORY : await recall(store, placeOf(input, undefined, shell));
    const { audit } = await auditAndLearn(input, undefined, shell, { history, unread: null, usage: [] });
    const { scheduling } = createJudge(snapshot, settings, now);
    const seen = seenIn({ snapshot, audit, settings, auditSettings: config.audit }, scheduling);
    const span = { cluster: snapshot.cluster, until: now, days: options.days };
    return {
      rows: auditRows(audit, timeZone),
      extras: extrasOf(audit, seen),
      history: store === null ? null : await historyIn(store, config, span),
      language: options.language ?? config.language,
      timeZone,
    };
  } finally {
    await store?.close();
  }
}

/** The latest run in the store, of the cluster that was asked for. */
export async function pageOfStore(options: PageOptions, shell: Shell): Promise<PageInput> {
  const config = await loadConfig(options, shell);
  const store = await openToRead(config, shell);
  if (store === null) {
    throw new UsageFailure("report: with --store none there is nothing to report; give a --snapshot, or a store.");
  }
  try {
    const run = await latestRun(store, config, options.now);
    const rows = await store.run(run.run_id);
    if (rows === null)
      throw new StoreFailure(`${store.name}: run ${run.run_id} went away while it was read; try again.`);
    const span = { cluster: clusterOf(run), until: run.taken_at, days: options.days };
    return {
      rows,
      extras: null,
      history: await historyIn(store, config, span),
      language: options.language ?? config.language,
      timeZone: config.timeZone,
    };
  } finally {
    await store.close();
  }
}

/** A page changes nothing in a store, and makes none. */
function openToRead(config: Config, shell: Shell): Promise<Store | null> {
  return openStore(config.store, storeSettings(config, shell), { readOnly: true });
}

async function latestRun(store: Store, config: Config, now: Instant | undefined): Promise<RunRow> {
  const of = config.cluster === null ? {} : { cluster: config.cluster };
  const [run] = await store.runs({ limit: 1, ...of, ...(now === undefined ? {} : { takenUntil: now }) });
  if (run !== undefined) return run;
  const whose = config.cluster === null ? "" : ` of ${formatCluster(config.cluster)}`;
  throw new UsageFailure(
    `${store.name}: there is no run${whose} in it yet; store one with: barnacle audit, or give a --snapshot.`,
  );
}

function clusterOf({ project, location, cluster }: RunRow): ClusterId | null {
  return project === null || location === null || cluster === null ? null : { project, location, name: cluster };
}

interface Span {
  readonly cluster: ClusterId | null;
  readonly until: Instant;
  readonly days: number;
}

async function historyIn(store: Store, config: Config, { cluster, until, days }: Span): Promise<StoredHistory> {
  const from = instant(until - days * DAY);
  const runs = await store.runs({ cluster, takenFrom: from, takenUntil: until, limit: MOST_RUNS });
  const episodes = await store.episodes({ cluster, closedAfter: from, openedUntil: until });
  const open = episodes.filter(({ closed_at: closed }) => closed === null).map(({ episode_id: id }) => id);
  const notices = open.length === 0 ? [] : await store.notices({ cluster, episodeIds: open });
  return { runs, episodes, notices, maxGap: config.audit.maxGap };
}
