import { randomUUID } from "node:crypto";
import { partOf } from "./bigquery-attempt.ts";
import { decimal } from "./bigquery-cells.ts";
import { jobId, runNumbered } from "./bigquery-jobs.ts";
import { type Parameter, queryConfiguration } from "./bigquery-query.ts";
import type { Deadline } from "./bigquery-retry.ts";
import { loadParts, scope } from "./bigquery-save.ts";
import type { Session } from "./bigquery-session.ts";
import { ATTEMPTS } from "./bigquery-tables.ts";
import type { Restated } from "./store.ts";

/**
 * Replaces what stored runs say of episodes, all of it at once. The new rows are loaded under an attempt that no run names, and then
 * one transaction puts them in the place of the old ones. Whoever dies before it leaves rows that the next run clears away.
 * @throws BigQueryFault
 */
export async function restateRuns(session: Session, deadline: Deadline, runs: readonly Restated[]): Promise<void> {
  if (runs.length === 0) return;
  const staging = `restate_${randomUUID()}`;
  const rows = runs.flatMap(({ episodes }) => episodes.map((row) => ({ ...row, attempt_id: staging })));
  const begun = [...new Map(rows.map((row) => [row.run_id, row])).values()];
  const parts = rows.length === 0 ? [] : [partOf(ATTEMPTS, begun), partOf("episodes", rows)];
  await loadParts(session, deadline, staging, parts, new Map());
  const { sql, parameters } = exchange(runs, staging, rows.length);
  const work = { configuration: { query: queryConfiguration(session, sql, parameters) } };
  await runNumbered(session, deadline, (number) => jobId(scope(session), staging, "exchange", number), work);
}

function exchange(runs: readonly Restated[], staging: string, count: number) {
  const ids = runs.map((_, at) => `@run${at}`).join(", ");
  const each = (what: string) => runs.map((_, at) => `WHEN @run${at} THEN @${what}${at}`).join(" ");
  const statements = [
    "BEGIN TRANSACTION",
    `ASSERT (SELECT COUNT(*) FROM episodes WHERE attempt_id = @staging) = ${count} AS 'the rows to restate are gone'`,
    `DELETE FROM episodes WHERE run_id IN (${ids}) AND attempt_id <> @staging`,
    "UPDATE episodes AS e SET attempt_id = r.attempt_id FROM runs AS r WHERE e.attempt_id = @staging AND r.run_id = e.run_id",
    `UPDATE runs SET previous_run_id = CASE run_id ${each("previous")} END, open_episodes = CASE run_id ${each("open")} END, confirmed_usd = CASE run_id ${each("confirmed")} END WHERE run_id IN (${ids})`,
    `DELETE FROM ${ATTEMPTS} WHERE attempt_id = @staging`,
    "COMMIT TRANSACTION",
  ];
  const parameters = runs.flatMap(({ runId, previousRunId, openEpisodes, confirmedUsd }, at): readonly Parameter[] => [
    { name: `run${at}`, type: "STRING", value: runId },
    { name: `previous${at}`, type: "STRING", value: previousRunId },
    { name: `open${at}`, type: "INT64", value: String(openEpisodes) },
    { name: `confirmed${at}`, type: "NUMERIC", value: decimal(confirmedUsd) },
  ]);
  return {
    sql: statements.map((statement) => `${statement};`).join("\n"),
    parameters: [{ name: "staging", type: "STRING" as const, value: staging }, ...parameters],
  };
}
