import { type Column, type ColumnType, nullable, required } from "./column.ts";
import { type Layout, RUN_TABLES, TABLE_LABELS, TABLES, type Table, type TableName } from "./tables.ts";

/** The table of this adapter's own: what was begun, so that the next run can clear away what was left half-done. */
export const ATTEMPTS = "barnacle_attempts";

/** Any table in the dataset. */
export type DatasetTable = TableName | typeof ATTEMPTS;

/** BigQuery keeps no order of rows: this one does, where a run's rows have one. */
export const POSITION = nullable("position", "INT64", "The row's place among the rows of its run in this table.");

const ATTEMPT_COLUMNS = [
  required("run_id", "STRING", "The run that was to be stored."),
  required("attempt_id", "STRING", "The attempt: run_id and a digest of all its rows."),
  required("day", "DATE", "The day of its rows."),
  required("taken_at", "TIMESTAMP", "When its snapshot was taken, UTC."),
  nullable("project", "STRING", "Google Cloud project of the cluster; null when not known."),
  nullable("location", "STRING", "Region or zone of the cluster."),
  nullable("cluster", "STRING", "Name of the cluster."),
] as const;

const ATTEMPTS_TABLE: Table = {
  description: "Attempts to store a run, for Barnacle itself: what is here and not in runs was left half-done.",
  version: 2,
  layout: { partitionBy: null, clusterBy: ["project", "cluster"], requirePartitionFilter: false, expires: false },
  columns: ATTEMPT_COLUMNS,
};

/** All names, `runs` last: its label tells the schema's version, once the others have it. */
export const DATASET_TABLES: readonly DatasetTable[] = [
  ATTEMPTS,
  "node_verdicts",
  "findings",
  "blockers",
  "endings",
  "episodes",
  "notices",
  "workload_usage",
  "runs",
];

/** A table as it is in BigQuery: with the columns that only it needs. */
export function datasetTable(name: DatasetTable): Table {
  if (name === ATTEMPTS) return ATTEMPTS_TABLE;
  const table: Table = TABLES[name];
  const ordered = name !== "runs" && RUN_TABLES.some((own) => own === name);
  return ordered ? { ...table, columns: [...table.columns, POSITION] } : table;
}

/** The schema's version, as a label of `runs`. */
export const VERSION_LABEL = "barnacle_schema";

/** BigQuery's API tells types by their older names, too. */
export const TYPE_NAMES = {
  STRING: ["STRING"],
  INT64: ["INTEGER", "INT64"],
  NUMERIC: ["NUMERIC"],
  FLOAT64: ["FLOAT", "FLOAT64"],
  BOOL: ["BOOLEAN", "BOOL"],
  TIMESTAMP: ["TIMESTAMP"],
  DATE: ["DATE"],
} as const satisfies Record<ColumnType, readonly string[]>;

/** What may be configured of tables. */
export interface TableSettings {
  readonly retentionDays: number | null;
  readonly labels: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

/** How the API describes a table that is to be made. */
export function tableResource(name: DatasetTable, settings: TableSettings, version: number) {
  const { description, columns, layout } = datasetTable(name);
  return {
    description,
    labels: tableLabels(name, settings, version),
    schema: { fields: columns.map(fieldOf) },
    clustering: { fields: layout.clusterBy },
    ...partitioning(layout, settings),
  };
}

function partitioning(layout: Layout, settings: TableSettings) {
  if (layout.partitionBy === null) return {};
  const expirationMs = expiration(layout, settings);
  return {
    timePartitioning: { type: "DAY", field: layout.partitionBy, ...(expirationMs === null ? {} : { expirationMs }) },
    requirePartitionFilter: layout.requirePartitionFilter,
  };
}

/** How long rows stay, in milliseconds as text, as the API writes it; `null`: for good. */
export function expiration(layout: Layout, { retentionDays }: TableSettings): string | null {
  return layout.expires && retentionDays !== null ? String(retentionDays * DAY_MS) : null;
}

export function tableLabels(name: DatasetTable, settings: TableSettings, version: number): Record<string, string> {
  const mark = name === "runs" ? { [VERSION_LABEL]: String(version) } : {};
  return { ...settings.labels, ...TABLE_LABELS, ...mark };
}

/** A column as the API describes it. */
export function fieldOf({ name, type, mode, description }: Column) {
  return { name, type, mode, description };
}
