import { type Folded, foldRun } from "../audit/episode-fold.ts";
import { type History, NO_HISTORY, type PastRun } from "../audit/history.ts";
import { nodeKey } from "../audit/look.ts";
import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import { DAY, type Duration, type Instant, instant } from "../model/time.ts";
import { commonOf, episodeRow } from "../report/rows-episode.ts";
import { clusterOf, confirmedBy, foldedOf, nodeOf } from "../report/rows-history.ts";
import { storedLook } from "../report/rows-looked.ts";
import type { Restated, Store } from "../warehouse/store.ts";
import type { EpisodeRow, RunRow, RunRows } from "../warehouse/tables.ts";

/** Where a run stands among the runs of its cluster. */
export interface Place {
  readonly id: string;
  readonly cluster: ClusterId | null;
  readonly takenAt: Instant;
  readonly scheduledAt: Instant;
}

/** At most so many runs may have been taken at one moment. */
const SAME_TIME = 100;

/** What earlier runs of the cluster have left in the store for the run at `place`. */
export async function recall(store: Store, place: Place): Promise<History> {
  const { cluster, takenAt } = place;
  const before = await store.runs({ cluster, takenUntil: takenAt, limit: SAME_TIME });
  const previous = before.find((run) => run.run_id !== place.id && order(placeOf(run), place) < 0);
  const [last] = await store.runs({ cluster, limit: 1 });
  const isLater = last !== undefined && last.run_id !== place.id && order(placeOf(last), place) > 0;
  const later = isLater ? pastRun(last) : null;
  const elsewhere = await openElsewhere(store, place);
  if (previous === undefined) return { ...NO_HISTORY, elsewhere, later };
  return { ...(await stateAfter(store, previous)), elsewhere, later };
}

/** Episodes of other clusters that were open within the last week, by the node's uid. */
async function openElsewhere(store: Store, { cluster, takenAt }: Place): Promise<History["elsewhere"]> {
  const open = await store.episodes({ state: "open", takenFrom: instant(takenAt - 7 * DAY) });
  const own = nameOf(cluster);
  return new Map(
    open.flatMap((row) => {
      const other = clusterOf(row);
      return row.resource_id === "" || nameOf(other) === own ? [] : [[row.resource_id, other] as const];
    }),
  );
}

function nameOf(cluster: ClusterId | null): string {
  return cluster === null ? "" : formatCluster(cluster);
}

async function stateAfter(store: Store, run: RunRow): Promise<History> {
  const rows = await store.episodes({ runId: run.run_id });
  return historyAfter(run, rows.map(foldedOf));
}

/** The state after a run whose episodes are these. */
function historyAfter(run: RunRow, folded: readonly Folded[]): History {
  const open = folded.filter(({ change }) => change !== "closed").map(({ episode }) => episode);
  return { ...NO_HISTORY, previous: pastRun(run), open: new Map(open.map((each) => [nodeKey(each.node), each])) };
}

function pastRun(run: RunRow): PastRun {
  return { id: run.run_id, takenAt: run.taken_at, scheduledAt: run.scheduled_at };
}

function placeOf(run: RunRow): Place {
  return { id: run.run_id, cluster: clusterOf(run), takenAt: run.taken_at, scheduledAt: run.scheduled_at };
}

/** Runs follow each other as they were taken; of two taken at one time as they were due, then by their ids. */
function order(left: Place, right: Place): number {
  const times = left.takenAt - right.takenAt || left.scheduledAt - right.scheduledAt;
  if (times !== 0) return times;
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}

/** How far back the order of the runs is looked at when nothing says that it was changed. */
const WINDOW = 100;

/**
 * Works out anew what stored runs say of episodes, where the run before one of them is not the one that it went on from: a run came late,
 * or two were stored at once. Gives the number of runs that say something else now.
 *
 * @param from look at the runs taken at this time or later; absent: at the last hundred
 */
export async function mend(store: Store, cluster: ClusterId | null, maxGap: Duration, from?: Instant): Promise<number> {
  const limit = from === undefined ? WINDOW : Number.MAX_SAFE_INTEGER;
  const runs = (await store.runs({ cluster, takenFrom: from, limit })).toReversed();
  const [oldest] = runs;
  if (oldest === undefined) return 0;
  const known = from === undefined && runs.length < WINDOW ? undefined : await predecessor(store, oldest);
  const at = runs.findIndex((run, index) => !goesOnFrom(run, previousOf(runs, index, known)));
  if (at < 0) return 0;
  const before = previousOf(runs, at, known);
  const start = before === undefined ? NO_HISTORY : await stateAfter(store, before);
  const restated = await foldAgain(store, runs.slice(at), start, maxGap);
  if (restated.length > 0) await store.restate(restated);
  return restated.length;
}

/** Runs of before schema 2 had no episodes. */
function goesOnFrom(run: RunRow, before: RunRow | undefined): boolean {
  return run.open_episodes !== null && run.previous_run_id === (before?.run_id ?? null);
}

function previousOf(runs: readonly RunRow[], index: number, known: RunRow | undefined): RunRow | undefined {
  return index === 0 ? known : runs[index - 1];
}

async function predecessor(store: Store, run: RunRow): Promise<RunRow | undefined> {
  const before = await store.runs({ cluster: clusterOf(run), takenUntil: run.taken_at, limit: SAME_TIME });
  return before.find((other) => order(placeOf(other), placeOf(run)) < 0);
}

async function foldAgain(
  store: Store,
  runs: readonly RunRow[],
  start: History,
  maxGap: Duration,
): Promise<readonly Restated[]> {
  const restated: Restated[] = [];
  let history = start;
  for (const run of runs) {
    const rows = await store.run(run.run_id);
    // A run whose nodes have expired can tell nothing any more: it stands as it is.
    if (rows === null || (rows.nodeVerdicts.length === 0 && run.nodes > 0)) break;
    const folded = foldRun(history, storedLook(rows, maxGap));
    const previousRunId = history.previous?.id ?? null;
    const episodes = episodeRows(rows, folded);
    const same =
      run.open_episodes !== null && previousRunId === run.previous_run_id && sameRows(episodes, rows.episodes);
    if (!same) restated.push(restatedAs(run.run_id, previousRunId, folded, episodes));
    history = historyAfter(run, folded);
  }
  return restated;
}

function restatedAs(
  runId: string,
  previousRunId: string | null,
  folded: readonly Folded[],
  episodes: readonly EpisodeRow[],
): Restated {
  const openEpisodes = folded.filter(({ episode, change }) => change !== "closed" && episode.found).length;
  return { runId, previousRunId, openEpisodes, confirmedUsd: confirmedBy(folded), episodes };
}

/** The rows of episodes, with what an earlier working out knew of causes and this one cannot know any more. */
function episodeRows(rows: RunRows, folded: readonly Folded[]): readonly EpisodeRow[] {
  const found = new Set(rows.findings.map((row) => nodeKey(nodeOf(row))));
  const common = commonOf(rows.run);
  return folded.map((each) => {
    const finding = each.change !== "closed" && found.has(nodeKey(each.episode.node));
    return withKnownCause(episodeRow(each, common, finding), rows.episodes);
  });
}

/** That a pod still stood there and blocked no longer was seen in the snapshot, and is in no row. */
function withKnownCause(row: EpisodeRow, before: readonly EpisodeRow[]): EpisodeRow {
  if (row.end_cause !== "pod-gone" && row.end_cause !== "pod-moved") return row;
  const known = before.find(
    (other) =>
      other.resource_id === row.resource_id &&
      other.resource_name === row.resource_name &&
      other.end_cause === "rule-changed",
  );
  return known === undefined ? row : { ...row, end_cause: known.end_cause, end_what: known.end_what };
}

function sameRows(left: readonly EpisodeRow[], right: readonly EpisodeRow[]): boolean {
  return left.length === right.length && left.every((row, at) => textOf(row) === textOf(right[at]));
}

function textOf(row: EpisodeRow | undefined): string {
  const cells = Object.entries(row ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(cells, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
}
