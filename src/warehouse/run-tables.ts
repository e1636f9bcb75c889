import type { Cell } from "./column.ts";
import { type Row, RUN_TABLES, type RunRows } from "./tables.ts";

/** A table that holds rows of runs. */
export type RunTable = (typeof RUN_TABLES)[number];

export const RUN_TABLE_NAMES: readonly RunTable[] = RUN_TABLES;

type ByTable = { readonly [Name in RunTable]: readonly Row<Name>[] };

/** A row, whatever its table. */
export type AnyRow = Readonly<Record<string, Cell>>;

/** The rows of a run with the names of their tables, in the order in which they are written: `runs` is the commit and comes last. */
export function inCommitOrder(rows: RunRows): readonly (readonly [RunTable, readonly AnyRow[]])[] {
  const tables: ByTable = {
    runs: [rows.run],
    node_verdicts: rows.nodeVerdicts,
    findings: rows.findings,
    blockers: rows.blockers,
    episodes: rows.episodes,
    endings: rows.endings,
  };
  return RUN_TABLES.map((name) => [name, tables[name]]);
}

/** All rows of a run from those of its tables; `null` when there is no row of `runs`. */
export function runRowsOf(tables: ByTable): RunRows | null {
  const [run] = tables.runs;
  if (run === undefined) return null;
  const { node_verdicts: nodeVerdicts, findings, blockers, episodes, endings } = tables;
  return { run, nodeVerdicts, findings, blockers, episodes, endings };
}
