import { type DatasetTable, datasetTable, expiration, type TableSettings, tableLabels } from "./bigquery-tables.ts";
import type { Column } from "./column.ts";
import type { Layout } from "./tables.ts";

const DAY_MS = 86_400_000;

/** The GoogleSQL that makes a table as `tableResource` does. */
export function createTable(path: string, name: DatasetTable, settings: TableSettings, version: number): string {
  const { description, columns, layout } = datasetTable(name);
  return [
    `CREATE TABLE IF NOT EXISTS \`${path}.${name}\` (`,
    columns.map((column) => `  ${columnDdl(column)}`).join(",\n"),
    ")",
    ...(layout.partitionBy === null ? [] : [`PARTITION BY ${layout.partitionBy}`]),
    `CLUSTER BY ${layout.clusterBy.join(", ")}`,
    `OPTIONS (\n${optionsOf(name, description, layout, settings, version).join(",\n")}\n);`,
  ].join("\n");
}

function optionsOf(
  name: DatasetTable,
  description: string,
  layout: Layout,
  settings: TableSettings,
  version: number,
): readonly string[] {
  const kept = expiration(layout, settings);
  const labels = Object.entries(tableLabels(name, settings, version)).map(
    ([key, value]) => `(${literal(key)}, ${literal(value)})`,
  );
  return [
    `  description = ${literal(description)}`,
    ...(layout.partitionBy === null ? [] : [`  require_partition_filter = ${layout.requirePartitionFilter}`]),
    ...(kept === null ? [] : [`  partition_expiration_days = ${Number(kept) / DAY_MS}`]),
    `  labels = [${labels.join(", ")}]`,
  ];
}

/** The GoogleSQL that adds columns. A column that comes later may always be null: BigQuery adds no other. */
export function addColumns(path: string, name: DatasetTable, columns: readonly Column[]): string {
  const parts = columns.map((column) => `  ADD COLUMN IF NOT EXISTS ${columnDdl({ ...column, mode: "NULLABLE" })}`);
  return `ALTER TABLE \`${path}.${name}\`\n${parts.join(",\n")};`;
}

/** The GoogleSQL that sets how long rows stay. */
export function setRetention(path: string, name: DatasetTable, kept: string | null): string {
  const days = kept === null ? "NULL" : Number(kept) / DAY_MS;
  return `ALTER TABLE \`${path}.${name}\` SET OPTIONS (partition_expiration_days = ${days});`;
}

/** The GoogleSQL that tells the schema's version. */
export function setLabels(path: string, name: DatasetTable, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `(${literal(key)}, ${literal(value)})`);
  return `ALTER TABLE \`${path}.${name}\` SET OPTIONS (labels = [${pairs.join(", ")}]);`;
}

function columnDdl({ name, type, mode, description }: Column): string {
  return `${name} ${type}${mode === "REQUIRED" ? " NOT NULL" : ""} OPTIONS (description = ${literal(description)})`;
}

/** A string of GoogleSQL. */
export function literal(text: string): string {
  return JSON.stringify(text);
}
