import { DAY } from "../model/time.ts";
import type { Attempt, Part } from "./bigquery-attempt.ts";
import { BigQueryFault } from "./bigquery-fault.ts";
import { type Parameter, query } from "./bigquery-query.ts";
import type { Deadline } from "./bigquery-retry.ts";
import type { Session } from "./bigquery-session.ts";
import { expiration } from "./bigquery-tables.ts";

/** What is in the dataset of an attempt. */
export interface Seen {
  /** The attempt that is the run's; `null`: the run is not committed. */
  readonly committed: string | null;
  /** Rows of our attempt, by table. */
  readonly counts: ReadonlyMap<string, number>;
  /** The server's day, UTC. */
  readonly today: string;
}

/** Counts the rows of an attempt in all its tables, in one query, and sees whether its run is committed. */
export async function look(session: Session, deadline: Deadline, attempt: Attempt): Promise<Seen> {
  const rows = await query(session, deadline, lookSql(attempt), parametersOf(attempt));
  const of = (what: string) => rows.filter(([name]) => name === what);
  const [, committed = null] = of("runs")[0] ?? [];
  const [, today = null] = of("today")[0] ?? [];
  const counts = new Map(attempt.parts.map(({ table }) => [`${table}`, Number(of(table)[0]?.[2] ?? 0)]));
  return { committed, counts, today: today ?? "" };
}

function lookSql({ parts }: Attempt): string {
  return [
    "SELECT 'runs' AS what, attempt_id AS detail, 1 AS amount FROM runs WHERE run_id = @run",
    "SELECT 'today', CAST(CURRENT_DATE AS STRING), 0",
    ...parts.map(({ table, layout }) => {
      const day = layout.partitionBy === null ? "" : `${layout.partitionBy} = @day AND `;
      return `SELECT '${table}', '', COUNT(*) FROM ${table} WHERE ${day}run_id = @run AND attempt_id = @attempt`;
    }),
  ].join("\nUNION ALL\n");
}

function parametersOf({ runId, attemptId, day }: Attempt): readonly Parameter[] {
  return [
    { name: "run", type: "STRING", value: runId },
    { name: "attempt", type: "STRING", value: attemptId },
    { name: "day", type: "DATE", value: day },
  ];
}

/**
 * Are this part's rows yet to be loaded? Those whose day is past its time already are not: BigQuery would drop them at once.
 * @throws BigQueryFault for some of the rows, which no load leaves
 */
export function lacks(session: Session, attempt: Attempt, part: Part, seen: Seen): boolean {
  const there = seen.counts.get(part.table) ?? 0;
  if (there === part.count || isPast(session, attempt, part, seen)) return false;
  if (there === 0) return true;
  throw new BigQueryFault(
    `has ${there} rows of run ${attempt.runId} in ${part.table} instead of ${part.count}; it was changed by hand: delete the rows of attempt ${attempt.attemptId} there`,
    { reason: "oddTable" },
  );
}

function isPast(session: Session, { day }: Attempt, { layout }: Part, { today }: Seen): boolean {
  const kept = expiration(layout, session);
  return kept !== null && Date.parse(day) + Number(kept) < Date.parse(today) + DAY;
}
