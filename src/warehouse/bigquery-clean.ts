import type { ClusterId } from "../model/snapshot.ts";
import { passOver, runJob } from "./bigquery-jobs.ts";
import { type Parameter, query, queryConfiguration } from "./bigquery-query.ts";
import type { Deadline } from "./bigquery-retry.ts";
import { commitId } from "./bigquery-save.ts";
import type { Session } from "./bigquery-session.ts";
import { Where } from "./bigquery-sql.ts";
import { ATTEMPTS } from "./bigquery-tables.ts";
import { RUN_TABLES, TABLES } from "./tables.ts";

/** An attempt whose rows nobody sees. */
interface Leftover {
  readonly runId: string;
  readonly attemptId: string;
  readonly day: string;
  /** Is its run committed, by another attempt? Then this one can never be. */
  readonly beaten: boolean;
}

/**
 * Clears away what runs of this cluster left half-done, except the attempt `own`.
 * @throws BigQueryFault
 */
export async function clearLeftovers(
  session: Session,
  deadline: Deadline,
  cluster: ClusterId | null,
  own: string,
): Promise<void> {
  const leftovers = await leftoversOf(session, deadline, cluster, own);
  for (const attempts of Map.groupBy(leftovers, ({ runId }) => runId).values()) {
    if (attempts.every(({ beaten }) => beaten)) await deleteRows(session, deadline, attempts);
    else await deleteUncommitted(session, deadline, attempts);
  }
}

async function leftoversOf(
  session: Session,
  deadline: Deadline,
  cluster: ClusterId | null,
  own: string,
): Promise<readonly Leftover[]> {
  const where = new Where()
    .ofCluster(cluster, "a.")
    .plain("(r.run_id IS NULL OR r.attempt_id <> a.attempt_id)")
    .and("a.attempt_id <> ?", "STRING", own);
  const columns = "a.run_id, a.attempt_id, CAST(a.day AS STRING) AS day, r.attempt_id AS committed";
  const sql = `SELECT DISTINCT ${columns} FROM ${ATTEMPTS} AS a LEFT JOIN runs AS r ON r.run_id = a.run_id ${where.sql}`;
  const rows = await query(session, deadline, sql, where.parameters);
  return rows.map(([runId, attemptId, day, committed]) => ({
    runId: runId ?? "",
    attemptId: attemptId ?? "",
    day: day ?? "",
    beaten: committed !== null,
  }));
}

async function deleteRows(session: Session, deadline: Deadline, attempts: readonly Leftover[]): Promise<void> {
  const { sql, parameters } = deletion(attempts);
  await query(session, deadline, sql, parameters);
}

/**
 * The run may be about to be committed, by a process that is slow. So the deletion is done under the number of its next
 * commit: either it has the number, and that process will find its rows gone and load them again, or the process has, and we let be.
 */
async function deleteUncommitted(session: Session, deadline: Deadline, attempts: readonly Leftover[]): Promise<void> {
  const { sql, parameters } = deletion(attempts);
  const work = { configuration: { query: queryConfiguration(session, sql, parameters) } };
  const [{ runId } = { runId: "" }] = attempts;
  let failed = 0;
  for (let number = 0; ; number += 1) {
    const { found, type, fault } = await runJob(session, deadline, commitId(session, runId, number), work);
    if (!found && fault === null) return;
    if (found && fault === null && type === "LOAD") return;
    if (found || fault === null) continue;
    await passOver(session, deadline, fault, failed);
    failed += 1;
  }
}

/** The note of the attempt goes last: until then the next run would find it again. */
function deletion(attempts: readonly Leftover[]): { readonly sql: string; readonly parameters: readonly Parameter[] } {
  const statements = attempts.flatMap((_, at) => [
    ...RUN_TABLES.filter((table) => table !== "runs").map((table) => {
      const day = TABLES[table].layout.partitionBy === null ? "" : `day = @day${at} AND `;
      return `DELETE FROM ${table} WHERE ${day}run_id = @run${at} AND attempt_id = @attempt${at};`;
    }),
    `DELETE FROM ${ATTEMPTS} WHERE attempt_id = @attempt${at} AND run_id = @run${at};`,
  ]);
  const parameters = attempts.flatMap(({ runId, attemptId, day }, at): readonly Parameter[] => [
    { name: `run${at}`, type: "STRING", value: runId },
    { name: `attempt${at}`, type: "STRING", value: attemptId },
    { name: `day${at}`, type: "DATE", value: day },
  ]);
  return { sql: statements.join("\n"), parameters };
}
