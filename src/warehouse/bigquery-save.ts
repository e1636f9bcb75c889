import type { Attempt, Part } from "./bigquery-attempt.ts";
import { BigQueryFault } from "./bigquery-fault.ts";
import { jobId, passOver, runJob, runNumbered } from "./bigquery-jobs.ts";
import { loadWork } from "./bigquery-load.ts";
import { lacks, look } from "./bigquery-look.ts";
import type { Deadline } from "./bigquery-retry.ts";
import type { Session } from "./bigquery-session.ts";
import { ATTEMPTS, type DatasetTable } from "./bigquery-tables.ts";

/** How an attempt ended. */
export interface Saved {
  /** Was the run committed by this very call? `false`: it was there already, or another process was faster. */
  readonly byUs: boolean;
  /** Rows were loaded that may not be the committed ones. */
  readonly loaded: boolean;
}

/**
 * Stores a run once, whoever else tries and whenever one of them dies. Rows are loaded under the attempt's id, where nobody sees
 * them; the row of `runs` that names the attempt makes them seen. Its load job is numbered by the run, not by the attempt: of
 * several attempts at one run only one can have each number, and so only one commits. Before each number the rows are counted; who
 * clears away half-done attempts (`bigquery-clean.ts`) takes a number too, and so cannot come between the count and the commit.
 * No clock has a say in any of this.
 * @throws BigQueryFault
 */
export async function saveAttempt(session: Session, deadline: Deadline, attempt: Attempt): Promise<Saved> {
  const numbers = new Map<DatasetTable, number>();
  let loaded = false;
  let failed = 0;
  let number = 0;
  for (;;) {
    const seen = await look(session, deadline, attempt);
    if (seen.committed !== null) return { byUs: number > 0 && seen.committed === attempt.attemptId, loaded };
    const missing = attempt.parts.filter((part) => lacks(session, attempt, part, seen));
    if (missing.length > 0) {
      if (loaded && session.clock.now() > deadline.at) throw vanished(missing);
      await loadParts(session, deadline, attempt.attemptId, missing, numbers);
      loaded = true;
      continue;
    }
    const work = loadWork(session, "runs", attempt.commit);
    const { found, fault } = await runJob(session, deadline, commitId(session, attempt.runId, number), work);
    number += 1;
    // A number that was taken may have been our own request whose answer was lost, or anybody's: what is in `runs` tells.
    if (found) continue;
    if (fault === null) return { byUs: true, loaded };
    await passOver(session, deadline, fault, failed);
    failed += 1;
  }
}

/** The id of a run's commit of this number. */
export function commitId(session: Session, runId: string, number: number): string {
  return jobId(scope(session), runId, "commit", number);
}

/** Job ids are unique in the project that runs them, whatever dataset they work on. */
export function scope({ project, jobProject, dataset }: Session): string {
  return project === jobProject ? dataset : `${project}-${dataset}`;
}

/** Loads parts of an attempt, the note that it was begun before all others. */
export async function loadParts(
  session: Session,
  deadline: Deadline,
  attemptId: string,
  parts: readonly Part[],
  numbers: Map<DatasetTable, number>,
): Promise<void> {
  const load = async (part: Part) => {
    const idOf = (number: number) => jobId(scope(session), attemptId, part.table, number);
    const work = loadWork(session, part.table, part.rows);
    const number = await runNumbered(session, deadline, idOf, work, numbers.get(part.table) ?? 0);
    // Should its rows not be there the next time, somebody has taken them away: then only another number brings them back.
    numbers.set(part.table, number + 1);
  };
  for (const part of parts) if (part.table === ATTEMPTS) await load(part);
  await Promise.all(parts.filter(({ table }) => table !== ATTEMPTS).map(load));
}

function vanished(parts: readonly Part[]): BigQueryFault {
  const tables = parts.map(({ table }) => table).join(", ");
  return new BigQueryFault(`rows that were loaded into ${tables} are not there`, { reason: "vanished" });
}
