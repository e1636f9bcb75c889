import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { SCHEMA_VERSION, TABLES } from "./tables.ts";

/** A view as data; its query is `views/NAME.sql`, GoogleSQL that DuckDB takes as it is. */
export interface View {
  readonly description: string;
  /** Does it read a table that has a partition a day? Then whoever names days reads no others, and pays for no others. */
  readonly needsDays: boolean;
}

/** All views, in the order in which they are made: some read others. */
export const VIEWS = {
  episode_runs: {
    description: "Every episode as it stood after each run, of those that some run made a finding of.",
    needsDays: false,
  },
  top_episodes: {
    description: "Every episode as its latest run left it, with its bill. Sort by accrued_usd.",
    needsDays: false,
  },
  open_episodes: { description: "What is burning now.", needsDays: false },
  cost_by_day: { description: "What each cluster cost and wasted on each day.", needsDays: false },
  waste_by_team: { description: "What each team's pods kept alive on each day.", needsDays: false },
  waste_by_workload: { description: "What each workload kept alive on each day.", needsDays: false },
  cost_by_pool: { description: "What each node pool cost and wasted on each day.", needsDays: true },
  lock_reasons: { description: "Why pods were not moved, by day and reason.", needsDays: true },
  nodes_over_time: { description: "Each node in each run: price, utilization, verdict.", needsDays: true },
  month_to_date: { description: "Each month so far, and where it ends at the present rates.", needsDays: false },
  data_quality: { description: "How far the figures of each day can be trusted.", needsDays: false },
  savings: { description: "What ended episodes have saved since.", needsDays: false },
} as const satisfies Readonly<Record<string, View>>;

export type ViewName = keyof typeof VIEWS;

/** The views' names in the order in which they are made. */
export const VIEW_NAMES: readonly ViewName[] = [
  "episode_runs",
  "top_episodes",
  "open_episodes",
  "cost_by_day",
  "waste_by_team",
  "waste_by_workload",
  "cost_by_pool",
  "lock_reasons",
  "nodes_over_time",
  "month_to_date",
  "data_quality",
  "savings",
];

/** `views/` beside `src/` and beside `dist/`. */
const FOLDER = new URL("../../views/", import.meta.url);

/** A view's query, with bare names of tables and views. */
export function viewSql(name: ViewName): string {
  return readFileSync(new URL(`${name}.sql`, FOLDER), "utf8").trimEnd();
}

const NAMES: ReadonlySet<string> = new Set([...Object.keys(TABLES), ...VIEW_NAMES]);

/** A query with every table and view that it reads named in full: BigQuery keeps no default dataset with a view. */
export function qualified(sql: string, nameOf: (bare: string) => string): string {
  return sql.replaceAll(/\b(FROM|JOIN)(\s+)(\w+)\b/gu, (text, keyword: string, space: string, name: string) =>
    NAMES.has(name) ? `${keyword}${space}${nameOf(name)}` : text,
  );
}

/**
 * What a view is made of, in short: its text, and the tables as they are, since a `*` in a view stands for the columns of the day it was
 * made. A store makes the view anew when it has another.
 */
function viewDigest(name: ViewName): string {
  const hash = createHash("sha256").update(viewSql(name)).update(`${SCHEMA_VERSION}`);
  for (const [table, { columns }] of Object.entries(TABLES)) {
    hash.update(table).update(columns.map((column) => column.name).join());
  }
  return hash.digest("hex").slice(0, 12);
}

/** The view's description as a store keeps it, with the digest that tells whether it is today's. */
export function viewComment(name: ViewName): string {
  return `${VIEWS[name].description} (${viewDigest(name)})`;
}
