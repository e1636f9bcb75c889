import type { Column, RowOf } from "./column.ts";
import { ENDINGS, EPISODES } from "./tables-episodes.ts";
import { NOTICES, WORKLOAD_USAGE } from "./tables-later.ts";
import { BLOCKERS, FINDINGS, NODE_VERDICTS } from "./tables-nodes.ts";
import { RUNS } from "./tables-runs.ts";

export { day, exactNumeric, type Numeric, numeric } from "./column.ts";

/** Counts up whenever a table changes. A program refuses a store with a higher one. */
export const SCHEMA_VERSION = 2;

/** How a store that can lays the rows out. */
export interface Layout {
  /** The DATE column by whose days the table is partitioned; `null`: not at all. */
  readonly partitionBy: string | null;
  /** At most four columns, the coarsest first. */
  readonly clusterBy: readonly string[];
  /** Must every query say which days it wants? */
  readonly requirePartitionFilter: boolean;
  /** May rows go after the configured time? `false`: the table is small and kept for good. */
  readonly expires: boolean;
}

/** A table as data. */
export interface Table<Columns extends readonly Column[] = readonly Column[]> {
  readonly description: string;
  /** The schema's version that brought it. */
  readonly version: number;
  readonly layout: Layout;
  readonly columns: Columns;
}

const KEPT: Layout = {
  partitionBy: null,
  clusterBy: ["project", "cluster"],
  requirePartitionFilter: false,
  expires: false,
};
const LARGE: Layout = {
  partitionBy: "day",
  clusterBy: ["project", "cluster", "run_id"],
  requirePartitionFilter: true,
  expires: true,
};

/**
 * All tables. They are flat, with one row for each node, finding or blocker of a run, so that the same rows fit DuckDB and BigQuery
 * and views need no dialect. What is hard to say in SQL is computed before and stored. A row of a run counts only while `runs` names
 * its run and attempt: views join on both.
 */
export const TABLES = {
  runs: {
    description: "One row a run. Its row is the commit: a run without one does not exist.",
    version: 1,
    layout: KEPT,
    columns: RUNS,
  },
  node_verdicts: {
    description: "Each node of each run: verdict, utilization, price.",
    version: 1,
    layout: LARGE,
    columns: NODE_VERDICTS,
  },
  findings: {
    description: "Nodes that small pods keep alive, with what that wastes.",
    version: 1,
    layout: LARGE,
    columns: FINDINGS,
  },
  blockers: {
    description: "Each pod that the autoscaler will not move, on any node.",
    version: 1,
    layout: LARGE,
    columns: BLOCKERS,
  },
  episodes: {
    description:
      "Episodes (a node pinned without a break) as they stood after each run: one row for each that was open before or after it. The row of the latest run tells how it stands.",
    version: 2,
    layout: { ...KEPT, clusterBy: ["project", "cluster", "episode_id"] },
    columns: EPISODES,
  },
  endings: {
    description: "Pods and Jobs that ended since the run before: they date the ends of episodes.",
    version: 2,
    layout: LARGE,
    columns: ENDINGS,
  },
  notices: {
    description:
      "What was told where of which episode. Of several rows with one key the highest revision is the state.",
    version: 2,
    layout: { ...KEPT, clusterBy: ["project", "cluster", "episode_id"] },
    columns: NOTICES,
  },
  workload_usage: {
    description: "What workloads asked for and used, as Cloud Monitoring measured it.",
    version: 2,
    layout: { ...LARGE, clusterBy: ["project", "cluster", "workload_namespace", "workload_name"] },
    columns: WORKLOAD_USAGE,
  },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof TABLES;

/** Labels on every table of a store that knows labels. */
export const TABLE_LABELS: Readonly<Record<string, string>> = { app: "barnacle" };

/** The tables that hold a run's rows, in the order in which they are written: `runs` is the commit and comes last. */
export const RUN_TABLES = ["node_verdicts", "findings", "blockers", "endings", "episodes", "runs"] as const;

/** A row of the table. */
export type Row<Name extends TableName> = RowOf<(typeof TABLES)[Name]["columns"]>;

export type RunRow = Row<"runs">;
export type NodeVerdictRow = Row<"node_verdicts">;
export type FindingRow = Row<"findings">;
export type BlockerRow = Row<"blockers">;
export type EpisodeRow = Row<"episodes">;
export type EndingRow = Row<"endings">;
export type NoticeRow = Row<"notices">;
export type UsageRow = Row<"workload_usage">;

/** All rows of one run. */
export interface RunRows {
  readonly run: RunRow;
  readonly nodeVerdicts: readonly NodeVerdictRow[];
  readonly findings: readonly FindingRow[];
  readonly blockers: readonly BlockerRow[];
  /** As they stand after the run. */
  readonly episodes: readonly EpisodeRow[];
  readonly endings: readonly EndingRow[];
}
