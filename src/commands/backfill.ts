import type { Command } from "commander";
import { readSnapshotFiles } from "../collect/files.ts";
import type { Config } from "../config.ts";
import { UsageFailure } from "../failure.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import { hourly } from "../report/money.ts";
import { count } from "../report/phrases.ts";
import { auditRows } from "../report/rows.ts";
import { safeText } from "../report/text.ts";
import { auditAndLearn, placeOf } from "./audited.ts";
import { annotationKeysOf, completeInput, loadConfig } from "./input.ts";
import { addBookOption, addPlainOptions, addStoreOption, type BookOptions, type CommonOptions } from "./options.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";
import { openSession } from "./store-session.ts";

interface BackfillOptions extends CommonOptions, BookOptions {
  readonly store?: string;
  readonly cluster?: string;
}

const STORE_FAILED = 1;

const EXAMPLE = `
Example:
  $ barnacle backfill snapshots/*.jsonl.gz --cluster my-project/asia-northeast1/training`;

/** `barnacle backfill FILE…`: audits older snapshots, each a run at its own time, in order. */
export function addBackfill(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("backfill")
    .description("Audit older snapshots, each file a run at its own time, in the order of their times.")
    .argument("<file...>", "snapshot files");
  addPlainOptions(command).option("--cluster <id>", "the cluster's identity: PROJECT/LOCATION/NAME");
  addBookOption(command);
  addStoreOption(command, "where to store the runs")
    .addHelpText("after", EXAMPLE)
    .action(async (files: readonly string[], options: BackfillOptions) => {
      result.code = await runBackfill(files, options, shell);
    });
}

async function runBackfill(files: readonly string[], options: BackfillOptions, shell: Shell): Promise<number> {
  const config = await loadConfig(options, shell);
  if (config.store === "none") {
    throw new UsageFailure("backfill needs a store: name it by --store, such as duckdb:barnacle.duckdb.");
  }
  let code = 0;
  for (const file of await inOrder(files, config, shell)) {
    if (!(await auditFile(file, options, config, shell))) code = STORE_FAILED;
  }
  return code;
}

/** The files by their times. All are read before anything is stored: one that cannot be used stops it all. */
async function inOrder(files: readonly string[], config: Config, shell: Shell): Promise<readonly string[]> {
  const timed: { readonly file: string; readonly at: Instant }[] = [];
  for (const file of files) {
    if (file === "-") throw new UsageFailure("backfill reads files, not standard input: each is a run of its own.");
    const { takenAt, newestTime } = await read(file, config, shell);
    const at = takenAt ?? newestTime;
    if (at === null) {
      throw new UsageFailure(`${file}: nothing in it tells when it was taken; audit it with --snapshot and --now.`);
    }
    timed.push({ file, at });
  }
  return timed.sort((left, right) => left.at - right.at).map(({ file }) => file);
}

function read(file: string, config: Config, shell: Shell): Promise<Snapshot> {
  const reading = { annotationKeys: annotationKeysOf(config), now: null, present: shell.now() };
  return readSnapshotFiles([file], reading);
}

async function auditFile(file: string, options: BackfillOptions, config: Config, shell: Shell): Promise<boolean> {
  const input = await completeInput(await read(file, config, shell), options, config, shell);
  const place = placeOf(input, input.now, shell);
  const session = await openSession({ config, place, shell });
  try {
    const { audit } = await auditAndLearn(input, input.now, shell, session);
    const kept = await session.keep(auditRows(audit, config.timeZone), []);
    const { wasteUsdPerHour } = audit.totals;
    const found = `${count(audit.findings.length, "finding")}, ${hourly(wasteUsdPerHour)} waste`;
    await shell.stdout.write(`${formatInstant(input.now)}  ${safeText(file)}: ${found}\n`);
    return kept;
  } finally {
    await session.close();
  }
}
