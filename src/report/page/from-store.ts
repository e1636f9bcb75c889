import type { Duration, Instant } from "../../model/time.ts";
import type { EpisodeRow, NoticeRow, RunRow } from "../../warehouse/tables.ts";
import { dollarsOf, listOf, maybe } from "./cells.ts";
import type { PageEpisode, PageHistory, PageMute, PageNode, PageRun } from "./model.ts";

/** What a store says of the time before a run. */
export interface StoredHistory {
  /** In any order. */
  readonly runs: readonly RunRow[];
  readonly episodes: readonly EpisodeRow[];
  readonly notices: readonly NoticeRow[];
  /** A longer gap between two runs counts nothing. */
  readonly maxGap: Duration;
}

/** The history of a page whose run has these nodes and was taken at `takenAt`. What came later is left out. */
export function historyOf(
  { runs, episodes, notices, maxGap }: StoredHistory,
  nodes: readonly Pick<PageNode, "name">[],
  takenAt: Instant,
): PageHistory {
  const indexes = new Map(nodes.map(({ name }, index) => [name, index]));
  const past = runs.filter((run) => run.taken_at <= takenAt).map(runOf);
  const told = episodes.filter((episode) => episode.found && episode.first_seen_at <= takenAt);
  const sorted = past.sort((left, right) => left.at - right.at);
  const [first] = sorted;
  return {
    from: first?.at ?? takenAt,
    to: takenAt,
    runs: sorted,
    episodes: told.map((episode) => episodeOf(episode, indexes)),
    maxGap,
    mutes: mutesOf(notices, told, takenAt),
  };
}

function runOf(row: RunRow): PageRun {
  return {
    at: row.taken_at,
    usdPerHour: dollarsOf(row.usd_per_hour),
    wasteUsdPerHour: dollarsOf(row.waste_usd_per_hour),
    estimatedUsdPerHour: dollarsOf(row.estimated_usd_per_hour),
    nodes: row.nodes,
    findings: row.findings,
  };
}

function episodeOf(row: EpisodeRow, indexes: ReadonlyMap<string, number>): PageEpisode {
  return {
    id: row.episode_id,
    node: row.resource_name,
    index: indexes.get(row.resource_name) ?? null,
    pool: row.node_pool,
    machineType: row.machine_type,
    createdAt: row.node_created_at,
    openedAt: row.opened_at,
    openedProven: row.opened_proven,
    openedWhat: row.opened_what,
    notBefore: row.not_before,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    closedAt: row.closed_at,
    endCause: row.end_cause ?? "",
    endWhat: row.end_what,
    wasteUsdPerHour: maybe(row.waste_usd_per_hour),
    confirmedHours: row.confirmed_hours,
    accruedUsd: dollarsOf(row.accrued_usd),
    teams: listOf(row.teams),
    workloads: listOf(row.workloads),
  };
}

/** What is muted at that time: each episode once, whatever the channels. */
function mutesOf(
  notices: readonly NoticeRow[],
  episodes: readonly EpisodeRow[],
  takenAt: Instant,
): readonly PageMute[] {
  const nodes = new Map(episodes.map((episode) => [episode.episode_id, episode]));
  const muted = notices.filter(
    ({ state, kind, muted_until: until }) =>
      state === "muted" && kind === "episode" && (until === null || until > takenAt),
  );
  return [...Map.groupBy(muted, ({ episode_id: id }) => id)].flatMap(([id, [notice]]) => {
    const episode = nodes.get(id);
    if (notice === undefined || episode === undefined || episode.closed_at !== null) return [];
    return [
      {
        node: episode.resource_name,
        until: notice.muted_until,
        by: notice.muted_by ?? "",
        why: notice.mute_reason ?? "",
      },
    ];
  });
}
