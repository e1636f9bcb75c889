import type { Instant } from "../model/time.ts";
import { readWire } from "./bigquery-cells.ts";
import { type Parameter, query, type WireRow } from "./bigquery-query.ts";
import type { Deadline } from "./bigquery-retry.ts";
import type { Session } from "./bigquery-session.ts";
import { Where } from "./bigquery-sql.ts";
import { POSITION } from "./bigquery-tables.ts";
import type { Column } from "./column.ts";
import { runRowsOf } from "./run-tables.ts";
import type { EpisodesQuery, NoticesQuery, RunsQuery, UsageQuery } from "./store.ts";
import {
  type EpisodeRow,
  type NoticeRow,
  type Row,
  type RUN_TABLES,
  type RunRow,
  type RunRows,
  TABLES,
  type TableName,
  type UsageRow,
} from "./tables.ts";

const LATEST_FIRST = "taken_at DESC, scheduled_at DESC, run_id DESC";
const COMMITTED = "JOIN runs AS r ON r.run_id = e.run_id AND r.attempt_id = e.attempt_id";

/** A session with the deadline of one reading. */
export interface Reading {
  readonly session: Session;
  readonly deadline: Deadline;
}

export function readRuns(reading: Reading, asked: RunsQuery): Promise<readonly RunRow[]> {
  const where = new Where()
    .ofCluster(asked.cluster)
    .time("taken_at >= ?", asked.takenFrom)
    .time("taken_at <= ?", asked.takenUntil);
  const rest = `${where.sql} ORDER BY ${LATEST_FIRST} LIMIT ${Math.trunc(asked.limit)}`;
  return read(reading, "runs", "runs", rest, where.parameters);
}

export async function readRun(reading: Reading, runId: string): Promise<RunRows | null> {
  const byId = new Where().and("run_id = ?", "STRING", runId);
  const runs = await read(reading, "runs", "runs", byId.sql, byId.parameters);
  const [run] = runs;
  if (run === undefined) return null;
  const of = <Name extends Exclude<(typeof RUN_TABLES)[number], "runs">>(table: Name) => {
    const where = new Where();
    // The day first: large tables are not read without it.
    if (TABLES[table].layout.partitionBy !== null) where.and("day = ?", "DATE", run.day);
    where.and("run_id = ? AND attempt_id = ?", "STRING", runId, run.attempt_id);
    return read(reading, table, table, `${where.sql} ORDER BY ${POSITION.name}`, where.parameters);
  };
  const [node_verdicts, findings, blockers, endings, episodes] = await Promise.all([
    of("node_verdicts"),
    of("findings"),
    of("blockers"),
    of("endings"),
    of("episodes"),
  ]);
  return runRowsOf({ runs, node_verdicts, findings, blockers, endings, episodes });
}

export function readEpisodes(reading: Reading, asked: EpisodesQuery): Promise<readonly EpisodeRow[]> {
  const rows = new Where().ofCluster(asked.cluster, "e.").time("e.taken_at >= ?", asked.takenFrom);
  if (asked.runId !== undefined) rows.and("e.run_id = ?", "STRING", asked.runId);
  const latest = latestOf("project, location, cluster, episode_id", LATEST_FIRST);
  const state = new Where(rows).plain("latest = 1");
  if (asked.state !== undefined) state.and("state = ?", "STRING", asked.state);
  state.time("(closed_at IS NULL OR closed_at > ?)", asked.closedAfter).time("opened_at <= ?", asked.openedUntil);
  const from = `(SELECT *, ${latest} AS latest FROM (SELECT e.* FROM episodes AS e ${COMMITTED} ${rows.sql}) AS own) AS newest`;
  const rest = `${state.sql} ORDER BY opened_at, episode_id`;
  return only(read(reading, "episodes", from, rest, state.parameters), asked.resourceIds, (row) => row.resource_id);
}

export function readNotices(reading: Reading, asked: NoticesQuery): Promise<readonly NoticeRow[]> {
  const rows = new Where().ofCluster(asked.cluster);
  if (asked.channel !== undefined) rows.and("channel = ?", "STRING", asked.channel);
  const latest = latestOf("project, location, cluster, episode_id, channel", "revision DESC");
  const newer = new Where(rows).plain("latest = 1").time("updated_at >= ?", asked.updatedFrom);
  const from = `(SELECT *, ${latest} AS latest FROM notices ${rows.sql}) AS newest`;
  const rest = `${newer.sql} ORDER BY updated_at, episode_id, channel`;
  return only(read(reading, "notices", from, rest, newer.parameters), asked.episodeIds, (row) => row.episode_id);
}

export function readUsage(reading: Reading, asked: UsageQuery): Promise<readonly UsageRow[]> {
  const { workload, endedFrom } = asked;
  const rows = new Where()
    .and("day >= ?", "DATE", dayOf(endedFrom))
    .ofCluster(asked.cluster)
    .time("window_end >= ?", endedFrom);
  if (workload !== undefined) {
    const { kind, namespace, name } = workload;
    rows.and("workload_kind = ? AND workload_namespace = ? AND workload_name = ?", "STRING", kind, namespace, name);
  }
  const key = "project, location, cluster, pod_uid, workload_namespace, pod, container, window_end";
  const from = `(SELECT *, ${latestOf(key, "updated_at DESC")} AS latest FROM workload_usage ${rows.sql}) AS newest`;
  const rest = "WHERE latest = 1 ORDER BY window_end, pod, container";
  return read(reading, "workload_usage", from, rest, rows.parameters);
}

function latestOf(key: string, order: string): string {
  return `ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY ${order})`;
}

function dayOf(time: Instant): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Lists of ids may be longer than a query may have parameters: they are looked for among the answers. */
async function only<Each>(
  rows: Promise<readonly Each[]>,
  wanted: readonly string[] | undefined,
  idOf: (row: Each) => string,
): Promise<readonly Each[]> {
  if (wanted === undefined) return await rows;
  const ids = new Set(wanted);
  return (await rows).filter((row) => ids.has(idOf(row)));
}

async function read<Name extends TableName>(
  { session, deadline }: Reading,
  table: Name,
  from: string,
  rest: string,
  parameters: readonly Parameter[],
): Promise<readonly Row<Name>[]> {
  const columns: readonly Column[] = TABLES[table].columns;
  const names = columns.map(({ name }) => name).join(", ");
  const rows = await query(session, deadline, `SELECT ${names} FROM ${from} ${rest}`, parameters);
  return rows.map((cells) => decode<Name>(columns, cells));
}

/** Each cell is checked against its column, so the row is what the table's columns say. */
function decode<Name extends TableName>(columns: readonly Column[], cells: WireRow): Row<Name> {
  return Object.fromEntries(
    columns.map((column, at) => [column.name, readWire(column, cells[at] ?? null)]),
  ) as Row<Name>;
}
