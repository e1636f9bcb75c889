import type { ClusterId } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { EpisodeRow, NoticeRow, Numeric, RunRow, RunRows, UsageRow } from "./tables.ts";

/**
 * Where runs are kept. Every method throws a `StoreFailure` with one sentence when the store refuses. Rows of a run are seen by every
 * reading method only once the run is committed, and only those of the attempt that its row in `runs` names.
 */
export interface Store {
  /** `duckdb:barnacle.duckdb`, for people. */
  readonly name: string;
  /** Keeps a run, wholly or not at all. `stored` is false when the run is there already; nothing is then added. */
  save(rows: RunRows): Promise<{ readonly stored: boolean }>;
  /** Runs, the latest taken first; of several taken at one time the latest scheduled, then the last by id. */
  runs(query: RunsQuery): Promise<readonly RunRow[]>;
  /** All rows of a run, in the order in which they were saved; `null` when there is no such run. */
  run(runId: string): Promise<RunRows | null>;
  /** How episodes stand: of each the row of the latest run that has one (in the order of `runs`), by opened_at, then episode_id. */
  episodes(query: EpisodesQuery): Promise<readonly EpisodeRow[]>;
  /** Replaces what runs that are stored say of episodes, all of it at once or none: a run that came late has changed what is before them. */
  restate(runs: readonly Restated[]): Promise<void>;
  /** What was told: of each (cluster, episode_id, channel) the row with the highest revision. */
  notices(query: NoticesQuery): Promise<readonly NoticeRow[]>;
  /** Adds revisions. A (cluster, episode_id, channel, revision) that is there already is left as it is. */
  saveNotices(rows: readonly NoticeRow[]): Promise<void>;
  /** What workloads used: of each (cluster, pod_uid or pod, container, window_end) the row that was written last. */
  usage(query: UsageQuery): Promise<readonly UsageRow[]>;
  /** Adds rows. */
  saveUsage(rows: readonly UsageRow[]): Promise<void>;
  /** Writes each table into the folder as `TABLE.parquet`, and gives the files. `null`: this store has its own ways out. */
  readonly exportParquet: ((folder: string) => Promise<readonly string[]>) | null;
  close(): Promise<void>;
}

/** How a store's tables stand to this program's version. */
export interface Standing {
  /** `absent`: none is there yet; `older`: of an older Barnacle; `settings`: views, labels or retention are to be changed. */
  readonly state: "absent" | "older" | "settings" | "current";
  /** The statements that storing would run first, in order; none when the tables are current. */
  readonly statements: readonly string[];
}

/** Only what is of this cluster; `null`: of the cluster that nobody named; absent: of all clusters. */
interface OfCluster {
  readonly cluster?: ClusterId | null | undefined;
}

export interface RunsQuery extends OfCluster {
  /** Taken at this time or later. */
  readonly takenFrom?: Instant | undefined;
  /** Taken at this time or earlier. */
  readonly takenUntil?: Instant | undefined;
  readonly limit: number;
}

export interface EpisodesQuery extends OfCluster {
  /** Rows of this very run instead of the latest ones: how episodes stood after it. */
  readonly runId?: string | undefined;
  readonly state?: "open" | "closed" | undefined;
  /** Only those that were still open at this time, or opened later. */
  readonly closedAfter?: Instant | undefined;
  /** Only those that were opened at this time or earlier. */
  readonly openedUntil?: Instant | undefined;
  /** Only those of nodes with these uids. */
  readonly resourceIds?: readonly string[] | undefined;
  /** Only what runs that were taken at this time or later say. */
  readonly takenFrom?: Instant | undefined;
}

/** What a stored run says of episodes, anew. */
export interface Restated {
  readonly runId: string;
  readonly previousRunId: string | null;
  readonly openEpisodes: number;
  readonly confirmedUsd: Numeric;
  readonly episodes: readonly EpisodeRow[];
}

export interface NoticesQuery extends OfCluster {
  readonly episodeIds?: readonly string[] | undefined;
  readonly channel?: string | undefined;
  /** Written at this time or later. */
  readonly updatedFrom?: Instant | undefined;
}

export interface UsageQuery extends OfCluster {
  /** Windows that ended at this time or later: the table is partitioned by day, and must be asked for days. */
  readonly endedFrom: Instant;
  readonly workload?: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
}
