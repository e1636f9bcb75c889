import { randomUUID } from "node:crypto";
import { parameterCell } from "./bigquery-cells.ts";
import { jobId, runNumbered } from "./bigquery-jobs.ts";
import { loadWork, ndjson } from "./bigquery-load.ts";
import { type Parameter, query } from "./bigquery-query.ts";
import type { Deadline } from "./bigquery-retry.ts";
import { scope } from "./bigquery-save.ts";
import type { Session } from "./bigquery-session.ts";
import type { Cell, Column } from "./column.ts";
import { type NoticeRow, type Row, TABLES, type TableName } from "./tables.ts";

/** Adds rows, once: requests of one call share their job's id. @throws BigQueryFault */
export async function addRows<Name extends TableName>(
  session: Session,
  deadline: Deadline,
  table: Name,
  rows: readonly Row<Name>[],
): Promise<void> {
  if (rows.length === 0) return;
  const name = randomUUID();
  const work = loadWork(session, table, ndjson(table, rows));
  await runNumbered(session, deadline, (number) => jobId(scope(session), table, name, number), work);
}

const NOTICE_KEY = ["project", "location", "cluster", "episode_id", "channel", "revision"] as const;

/** A query takes 10,000 parameters; a notice has fewer than 20 columns. */
const NOTICES_AT_ONCE = 200;

/** Adds revisions that are not there yet. @throws BigQueryFault */
export async function addNotices(session: Session, deadline: Deadline, rows: readonly NoticeRow[]): Promise<void> {
  const first = new Map<string, NoticeRow>();
  for (const row of rows) {
    const key = JSON.stringify(NOTICE_KEY.map((name) => row[name]));
    if (!first.has(key)) first.set(key, row);
  }
  const notices = [...first.values()];
  for (let from = 0; from < notices.length; from += NOTICES_AT_ONCE) {
    const { sql, parameters } = merge(notices.slice(from, from + NOTICES_AT_ONCE));
    await query(session, deadline, sql, parameters);
  }
}

function merge(rows: readonly Readonly<Record<string, Cell>>[]) {
  const columns: readonly Column[] = TABLES.notices.columns;
  const names = columns.map(({ name }) => name).join(", ");
  const select = (at: number) =>
    `SELECT ${columns.map(({ name }, n) => `@p${at}_${n}${at === 0 ? ` AS ${name}` : ""}`).join(", ")}`;
  const parameters = rows.flatMap((row, at) =>
    columns.map((column, n): Parameter => {
      return { name: `p${at}_${n}`, type: column.type, value: parameterCell(column, row[column.name]) };
    }),
  );
  const same = NOTICE_KEY.map((name) => `t.${name} IS NOT DISTINCT FROM s.${name}`).join(" AND ");
  const sql = [
    `MERGE INTO notices AS t USING (\n${rows.map((_, at) => select(at)).join("\nUNION ALL\n")}\n) AS s`,
    `ON ${same}`,
    `WHEN NOT MATCHED THEN INSERT (${names}) VALUES (${columns.map(({ name }) => `s.${name}`).join(", ")})`,
  ].join("\n");
  return { sql, parameters };
}
