import type { Command } from "commander";
import { UsageFailure } from "../failure.ts";
import { grafanaDashboard } from "../report/dashboards/grafana.ts";
import { lookerLinks } from "../report/dashboards/looker.ts";
import { qualified, VIEW_NAMES, VIEWS } from "../warehouse/views.ts";
import { loadConfig } from "./input.ts";
import { addPlainOptions, addStoreOption, type CommonOptions } from "./options.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

interface DashboardsOptions extends CommonOptions {
  readonly store?: string;
  readonly grafana?: boolean;
}

const EXAMPLE = `
Examples:
  $ barnacle dashboards --store bigquery:my-project.barnacle
  $ barnacle dashboards --store bigquery:my-project.barnacle --grafana > barnacle-grafana.json`;

/** `barnacle dashboards`: what opens a dashboard on the views of a BigQuery store. */
export function addDashboards(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("dashboards")
    .description("Print links that open Looker Studio on the views, or a Grafana dashboard as JSON.");
  addStoreOption(addPlainOptions(command), "the dataset that holds the views")
    .option("--grafana", "print the JSON of a Grafana dashboard for the BigQuery data source")
    .addHelpText("after", EXAMPLE)
    .action(async (options: DashboardsOptions) => {
      const dataset = datasetOf((await loadConfig(options, shell)).store);
      await shell.stdout.write(options.grafana === true ? grafana(dataset) : links(dataset));
      result.code = 0;
    });
}

interface Dataset {
  readonly project: string;
  readonly dataset: string;
}

function datasetOf(store: string): Dataset {
  const [, project, dataset] = /^bigquery:([^\s`]+)\.(\w+)$/u.exec(store) ?? [];
  if (project !== undefined && dataset !== undefined) return { project, dataset };
  throw new UsageFailure(
    `store ${JSON.stringify(store)}: dashboards read BigQuery; name the dataset with --store bigquery:PROJECT.DATASET. In a DuckDB file the same views can be asked with SQL.`,
  );
}

function grafana({ project, dataset }: Dataset): string {
  const full = (name: string) => `\`${project}.${dataset}.${name}\``;
  return `${JSON.stringify(
    grafanaDashboard((sql) => qualified(sql, full)),
    null,
    2,
  )}\n`;
}

function links(dataset: Dataset): string {
  const lines = ["Each link opens a new Looker Studio report on one view; save it as your own.", ""];
  const described = new Map<string, string>(
    Object.entries(VIEWS).map(([name, { description }]) => [name, description]),
  );
  for (const { view, url } of lookerLinks(dataset, VIEW_NAMES)) {
    lines.push(`${view}: ${described.get(view) ?? ""}`, `  ${url}`);
  }
  lines.push(
    "",
    "Grafana: barnacle dashboards --grafana prints a dashboard to import. cost_by_pool, lock_reasons and nodes_over_time read large tables: name days to read no others.",
  );
  return `${lines.join("\n")}\n`;
}
