import { BigQueryFault } from "./bigquery-fault.ts";
import type { Deadline } from "./bigquery-retry.ts";
import { type Change, schemaChanges } from "./bigquery-schema.ts";
import type { Session } from "./bigquery-session.ts";
import type { DatasetTable } from "./bigquery-tables.ts";

/** The tables' state, looked at once when the dataset is opened. Only what writes changes them: whoever may only read, can. */
export interface Tables {
  /** Makes what is missing, once. */
  ready(deadline: Deadline): Promise<void>;
  /**
   * May these be read as they are? `false`: one of them has not been made yet, so there is nothing in it.
   * @throws BigQueryFault for a table that lacks columns which this program reads
   */
  readable(deadline: Deadline, tables: readonly DatasetTable[]): Promise<boolean>;
}

/** Is told, in one sentence, what failed without costing the run. */
type Note = (sentence: string) => Promise<void>;

export async function openTables(session: Session, deadline: Deadline, note: Note): Promise<Tables> {
  let changes: readonly Change[] = await schemaChanges(session, deadline);
  // A run is not lost for want of views: the next one tries again.
  const tried = async ({ apply }: Change, until: Deadline) => {
    try {
      await apply(session, until);
    } catch (error) {
      if (!(error instanceof BigQueryFault)) throw error;
      await note(`the views could not be made (${error.message}); the next run tries again`);
    }
  };
  return {
    ready: async (until) => {
      // One after the other: `runs` comes last, since its label says that all others are so far, and then the views.
      for (const change of changes)
        await (change.kind === "views" ? tried(change, until) : change.apply(session, until));
      changes = [];
    },
    readable: async (until, tables) => {
      const needed = () => changes.filter(({ table }) => tables.includes(table));
      // Another process may have made them meanwhile.
      if (needed().length > 0) changes = await schemaChanges(session, until);
      const own = needed();
      const lacking = own.find(({ kind }) => kind === "columns");
      if (lacking !== undefined) {
        throw new BigQueryFault(
          `has a table ${lacking.table} of an older Barnacle, which lacks columns; the next run that is stored adds them`,
          { reason: "oddTable" },
        );
      }
      return !own.some(({ kind }) => kind === "table");
    },
  };
}
