import type { Command } from "commander";
import type { Config } from "../config.ts";
import { UsageFailure } from "../failure.ts";
import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { type EpisodeList, historyJson, historyNdjson } from "../report/history.ts";
import { historyTable } from "../report/history-table.ts";
import { clusterOf, foldedOf } from "../report/rows-history.ts";
import { safeText } from "../report/text.ts";
import { openStore } from "../warehouse/open.ts";
import type { Store } from "../warehouse/store.ts";
import { loadConfig } from "./input.ts";
import { addFormatOption, addPlainOptions, addStoreOption, type CommonOptions, type Format, time } from "./options.ts";
import type { Result } from "./result.ts";
import { mayColor, type Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

interface HistoryOptions extends CommonOptions {
  readonly store?: string;
  readonly cluster?: string;
  readonly format: Format;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly open?: boolean;
  readonly parquet?: string;
}

const EXAMPLE = `
Examples:
  $ barnacle history --open
  $ barnacle history --from 2026-11-01T00:00:00Z --format json
  $ barnacle history --parquet export/   # for readers while an audit may write`;

/** `barnacle history`: the episodes in the store. */
export function addHistory(program: Command, shell: Shell, result: Result): void {
  const command = program.command("history").description("List the episodes in the store: open, closed, their bills.");
  addPlainOptions(command).option("--cluster <id>", "only this cluster: PROJECT/LOCATION/NAME (default: all)");
  addFormatOption(command);
  addStoreOption(command, "the store to read")
    .option("--from <time>", "leave out what was closed before, RFC 3339", time)
    .option("--to <time>", "leave out what was opened later, RFC 3339", time)
    .option("--open", "only those that are open")
    .option("--parquet <folder>", "write each table of a DuckDB store into this folder as Parquet instead")
    .addHelpText("after", EXAMPLE)
    .action(async (options: HistoryOptions) => {
      await runHistory(options, shell);
      result.code = 0;
    });
}

async function runHistory(options: HistoryOptions, shell: Shell): Promise<void> {
  const config = await loadConfig(options, shell);
  const store = await openStore(config.store, storeSettings(config, shell), { readOnly: true });
  if (store === null) {
    throw new UsageFailure("history needs a store: name it by --store, such as duckdb:barnacle.duckdb.");
  }
  try {
    if (options.parquet !== undefined) await exportTo(store, options.parquet, shell);
    else await shell.stdout.write(render(await listOf(store, config, options), config, options, shell));
  } finally {
    await store.close();
  }
}

async function exportTo(store: Store, folder: string, shell: Shell): Promise<void> {
  if (store.exportParquet === null) {
    throw new UsageFailure(
      `${store.name}: only a DuckDB store is exported as Parquet; BigQuery has exports of its own.`,
    );
  }
  for (const file of await store.exportParquet(folder)) await shell.stdout.write(`${safeText(file)}\n`);
}

async function listOf(store: Store, config: Config, { from, to, open }: HistoryOptions): Promise<EpisodeList> {
  // Of the config's own cluster where it names one.
  const cluster = config.cluster ?? undefined;
  const state = open === true ? ("open" as const) : undefined;
  const rows = await store.episodes({ cluster, closedAfter: from, openedUntil: to, state });
  const [last] = await store.runs({ cluster, limit: 1 });
  const episodes = rows.map((row) => foldedOf(row).episode).filter(({ found }) => found);
  const [first] = episodes.map(({ firstSeenAt }) => firstSeenAt).sort((left, right) => left - right);
  return {
    cluster: cluster ?? only(rows.map(clusterOf)),
    from: from ?? first ?? last?.taken_at ?? null,
    to: to ?? last?.taken_at ?? null,
    episodes,
  };
}

/** The one cluster that all are of; `null` when they are of several, or of an unnamed one. */
function only(clusters: readonly (ClusterId | null)[]): ClusterId | null {
  const [first = null] = clusters;
  if (first === null) return null;
  return clusters.every((other) => other !== null && formatCluster(other) === formatCluster(first)) ? first : null;
}

function render(list: EpisodeList, config: Config, options: HistoryOptions, shell: Shell): string {
  switch (options.format) {
    case "table":
      return historyTable(list, {
        width: shell.stdout.width,
        timeZone: config.timeZone,
        color: mayColor(shell, shell.stdout, options.plain === true),
      });
    case "json":
      return `${JSON.stringify(historyJson(list), null, 2)}\n`;
    case "ndjson":
      return historyNdjson(list);
  }
}
