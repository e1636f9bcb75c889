import type { Column } from "../../src/warehouse/column.ts";
import { TABLES, type Table } from "../../src/warehouse/tables.ts";

/** The page that describes every table and column. */
export function dictionary(): string {
  const intro = [
    "# Dictionary",
    "",
    "All tables of the [warehouse](warehouse.md), the same in DuckDB and BigQuery. Made from `src/warehouse/tables*.ts` by `npx vitest run test/warehouse/dictionary.test.ts --update`.",
    "",
    "Times are UTC, money is in US dollars with nine exact decimals, and null is what is not known: never 0. Names follow FOCUS where it has one.",
  ];
  return `${[...intro, ...Object.entries(TABLES).flatMap(([name, table]) => section(name, table))].join("\n")}\n`;
}

function section(name: string, table: Table): readonly string[] {
  const { partitionBy, clusterBy, requirePartitionFilter, expires } = table.layout;
  const partition = partitionBy === null ? "Not partitioned" : `Partitioned by \`${partitionBy}\``;
  const filter = requirePartitionFilter ? ", which every query in BigQuery must name" : "";
  const kept = expires ? "rows go after the configured retention, if any" : "kept for good";
  return [
    "",
    `## ${name}`,
    "",
    table.description,
    "",
    `${partition}${filter}; clustered by ${clusterBy.map((column) => `\`${column}\``).join(", ")}; ${kept}.`,
    "",
    "| column | type | null | meaning |",
    "| --- | --- | --- | --- |",
    ...table.columns.map(row),
  ];
}

function row({ name, type, mode, description }: Column): string {
  return `| \`${name}\` | ${type} | ${mode === "NULLABLE" ? "yes" : ""} | ${description.replaceAll("|", "\\|")} |`;
}
