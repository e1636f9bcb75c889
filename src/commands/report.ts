import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { drawCharts } from "../publish/charts.ts";
import { writeWhole } from "../publish/file.ts";
import { pageModel } from "../report/page/model-of.ts";
import { pageHtml, pagePlan } from "../report/page/page.ts";
import { safeText } from "../report/text.ts";
import { addBookOption, addInputOptions, addStoreOption } from "./options.ts";
import { type PageOptions, pageOfCluster, pageOfStore } from "./page-input.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

interface ReportOptions extends PageOptions {
  readonly out: string;
}

const EXAMPLE = `
Without --snapshot and --context the page is of the latest run in the store. With them it is of the cluster as it is, and a --store
that is named adds what earlier runs found.

Examples:
  $ barnacle report
  $ barnacle report --snapshot cluster.json.gz --out cluster.html
  $ barnacle report --store duckdb:barnacle.duckdb --days 90 --language ja`;

const MOST_DAYS = 1_000;

function daysBack(text: string): number {
  const days = Number(text);
  if (/^\d+$/u.test(text) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`Write it as a whole number from 1 to ${MOST_DAYS}.`);
}

/** `barnacle report`: the page that people look at, as one HTML file. */
export function addReport(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("report")
    .description("Write one HTML page: what the cluster costs, what is wasted, by whom, since when, and why.");
  addStoreOption(addBookOption(addInputOptions(command)), "where the runs are")
    .option("--out <file>", "the page's file", "barnacle-report.html")
    .option("--days <number>", "how far back the page looks", daysBack, 30)
    .addOption(new Option("--language <language>", "the page's language (else the config's)").choices(["en", "ja"]))
    .addHelpText("after", EXAMPLE)
    .action(async (options: ReportOptions) => {
      await report(options, shell);
      result.code = 0;
    });
}

async function report(options: ReportOptions, shell: Shell): Promise<void> {
  const live = options.snapshot !== undefined || options.context !== undefined;
  const input = live ? await pageOfCluster(options, shell) : await pageOfStore(options, shell);
  const plan = pagePlan(pageModel(input));
  const page = pageHtml(plan, await drawCharts(plan.charts), sha256);
  await writeWhole(options.out, page);
  const size = `${Math.ceil(page.length / 1_000).toLocaleString("en-US")} kB`;
  await shell.stderr.write(`barnacle: wrote ${safeText(resolve(options.out))} (${size}); open it in a browser\n`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
