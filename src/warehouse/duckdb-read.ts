import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { ClusterId } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { Column } from "./column.ts";
import { readCell } from "./duckdb-cells.ts";
import { quoted } from "./duckdb-ddl.ts";
import { runRowsOf } from "./run-tables.ts";
import type { EpisodesQuery, NoticesQuery, RunsQuery, UsageQuery } from "./store.ts";
import {
  type EpisodeRow,
  type NoticeRow,
  type Row,
  type RunRow,
  type RunRows,
  TABLES,
  type TableName,
  type UsageRow,
} from "./tables.ts";

/** Conditions with their values, put together as they come. */
class Where {
  readonly #conditions: string[] = [];
  readonly values: DuckDBValue[] = [];

  /** Each `?` in the condition takes the next value. */
  and(condition: string, ...values: DuckDBValue[]): this {
    let at = this.values.length;
    this.#conditions.push(condition.replaceAll("?", () => `$${++at}`));
    this.values.push(...values);
    return this;
  }

  ofCluster(cluster: ClusterId | null | undefined): this {
    if (cluster === undefined) return this;
    if (cluster === null) return this.and("cluster IS NULL");
    return this.and("project = ? AND location = ? AND cluster = ?", cluster.project, cluster.location, cluster.name);
  }

  time(condition: string, time: Instant | undefined): this {
    return time === undefined
      ? this
      : this.and(condition.replace("?", "make_timestamptz(CAST(? AS BIGINT))"), BigInt(time) * 1_000n);
  }

  in(column: string, texts: readonly string[] | undefined): this {
    if (texts === undefined) return this;
    if (texts.length === 0) return this.and("false");
    return this.and(`${column} IN (${texts.map(() => "?").join(", ")})`, ...texts);
  }

  get sql(): string {
    return this.#conditions.length === 0 ? "" : `WHERE ${this.#conditions.join(" AND ")}`;
  }
}

const LATEST_FIRST = "taken_at DESC, scheduled_at DESC, run_id DESC";

export function readRuns(connection: DuckDBConnection, query: RunsQuery): Promise<readonly RunRow[]> {
  const where = new Where()
    .ofCluster(query.cluster)
    .time("taken_at >= ?", query.takenFrom)
    .time("taken_at <= ?", query.takenUntil);
  return read(
    connection,
    "runs",
    `${where.sql} ORDER BY ${LATEST_FIRST} LIMIT ${Math.trunc(query.limit)}`,
    where.values,
  );
}

export async function readRun(connection: DuckDBConnection, runId: string): Promise<RunRows | null> {
  const of = <Name extends TableName>(table: Name) =>
    read(connection, table, "WHERE run_id = $1 ORDER BY rowid", [runId]);
  return runRowsOf({
    runs: await of("runs"),
    node_verdicts: await of("node_verdicts"),
    findings: await of("findings"),
    blockers: await of("blockers"),
    episodes: await of("episodes"),
    endings: await of("endings"),
  });
}

export function readEpisodes(connection: DuckDBConnection, query: EpisodesQuery): Promise<readonly EpisodeRow[]> {
  const rows = new Where()
    .ofCluster(query.cluster)
    .in("resource_id", query.resourceIds)
    .time("taken_at >= ?", query.takenFrom);
  if (query.runId !== undefined) rows.and("run_id = ?", query.runId);
  const latest = `QUALIFY row_number() OVER (PARTITION BY project, location, cluster, episode_id ORDER BY ${LATEST_FIRST}) = 1`;
  const state = new Where();
  state.values.push(...rows.values);
  if (query.state !== undefined) state.and("state = ?", query.state);
  state.time("(closed_at IS NULL OR closed_at > ?)", query.closedAfter).time("opened_at <= ?", query.openedUntil);
  const from = `(SELECT * FROM episodes ${rows.sql} ${latest}) AS latest`;
  return readFrom(connection, "episodes", from, `${state.sql} ORDER BY opened_at, episode_id`, state.values);
}

export function readNotices(connection: DuckDBConnection, query: NoticesQuery): Promise<readonly NoticeRow[]> {
  const rows = new Where().ofCluster(query.cluster).in("episode_id", query.episodeIds);
  if (query.channel !== undefined) rows.and("channel = ?", query.channel);
  const latest =
    "QUALIFY row_number() OVER (PARTITION BY project, location, cluster, episode_id, channel ORDER BY revision DESC) = 1";
  const newer = new Where();
  newer.values.push(...rows.values);
  newer.time("updated_at >= ?", query.updatedFrom);
  const from = `(SELECT * FROM notices ${rows.sql} ${latest}) AS latest`;
  return readFrom(connection, "notices", from, `${newer.sql} ORDER BY updated_at, episode_id, channel`, newer.values);
}

export function readUsage(connection: DuckDBConnection, query: UsageQuery): Promise<readonly UsageRow[]> {
  const where = new Where().ofCluster(query.cluster).time("window_end >= ?", query.endedFrom);
  const { workload } = query;
  if (workload !== undefined) {
    where.and(
      "workload_kind = ? AND workload_namespace = ? AND workload_name = ?",
      workload.kind,
      workload.namespace,
      workload.name,
    );
  }
  const key = "project, location, cluster, pod_uid, workload_namespace, pod, container, window_end";
  const latest = `QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY updated_at DESC) = 1`;
  return read(connection, "workload_usage", `${where.sql} ${latest} ORDER BY window_end, pod, container`, where.values);
}

function read<Name extends TableName>(
  connection: DuckDBConnection,
  table: Name,
  rest: string,
  values: DuckDBValue[],
): Promise<readonly Row<Name>[]> {
  return readFrom(connection, table, quoted(table), rest, values);
}

async function readFrom<Name extends TableName>(
  connection: DuckDBConnection,
  table: Name,
  from: string,
  rest: string,
  values: DuckDBValue[],
): Promise<readonly Row<Name>[]> {
  const columns: readonly Column[] = TABLES[table].columns;
  const names = columns.map((column) => quoted(column.name)).join(", ");
  const result = await connection.runAndReadAll(`SELECT ${names} FROM ${from} ${rest}`, values);
  return result.getRows().map((cells) => decode<Name>(columns, cells));
}

/** Each cell is checked against its column, so the row is what the table's columns say. */
function decode<Name extends TableName>(columns: readonly Column[], cells: readonly DuckDBValue[]): Row<Name> {
  return Object.fromEntries(columns.map((column, at) => [column.name, readCell(column, cells[at])])) as Row<Name>;
}
