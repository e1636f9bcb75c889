import { formatCluster } from "../../src/model/snapshot.ts";
import { clusterOf } from "../../src/report/rows-history.ts";
import type { EpisodesQuery, RunsQuery, Store } from "../../src/warehouse/store.ts";
import type { EpisodeRow, RunRow } from "../../src/warehouse/tables.ts";
import { noticeStore } from "../../test/slack/notice-store.ts";

/** A store in memory of one cluster's runs, episodes and notices: what a month asks for, and quick. Runs come in their order. */
export function memoryStore(): Store {
  const runs: RunRow[] = [];
  const byRun = new Map<string, readonly EpisodeRow[]>();
  const latest = new Map<string, EpisodeRow>();
  return {
    ...noticeStore(),
    name: "memory",
    save: ({ run, episodes }) => {
      if (byRun.has(run.run_id)) return Promise.resolve({ stored: false });
      runs.unshift(run);
      byRun.set(run.run_id, episodes);
      for (const row of episodes) latest.set(row.episode_id, row);
      return Promise.resolve({ stored: true });
    },
    runs: (query) => Promise.resolve(runs.filter((run) => isAsked(run, query)).slice(0, query.limit)),
    episodes: (query) => {
      const rows = query.runId === undefined ? [...latest.values()] : (byRun.get(query.runId) ?? []);
      const taken = new Map(runs.map(({ run_id, taken_at }) => [run_id, taken_at]));
      const asked = rows.filter((row) => isMeant(row, taken.get(row.run_id) ?? 0, query));
      return Promise.resolve(asked.toSorted((left, right) => left.opened_at - right.opened_at));
    },
  };
}

function isAsked(run: RunRow, { cluster, takenFrom, takenUntil }: RunsQuery): boolean {
  const { taken_at } = run;
  return isOf(run, cluster) && taken_at >= (takenFrom ?? 0) && taken_at <= (takenUntil ?? Number.POSITIVE_INFINITY);
}

function isMeant(row: EpisodeRow, takenAt: number, query: EpisodesQuery): boolean {
  const { cluster, state, closedAfter, openedUntil, resourceIds, takenFrom } = query;
  const open = row.closed_at === null;
  return (
    isOf(row, cluster) &&
    (state === undefined || (state === "open") === open) &&
    (row.closed_at ?? Number.POSITIVE_INFINITY) > (closedAfter ?? 0) &&
    row.opened_at <= (openedUntil ?? Number.POSITIVE_INFINITY) &&
    (resourceIds === undefined || resourceIds.includes(row.resource_id)) &&
    takenAt >= (takenFrom ?? 0)
  );
}

function isOf(row: RunRow | EpisodeRow, cluster: RunsQuery["cluster"]): boolean {
  if (cluster === undefined) return true;
  const own = clusterOf(row);
  return (own === null ? "" : formatCluster(own)) === (cluster === null ? "" : formatCluster(cluster));
}
