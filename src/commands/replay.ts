import type { Command } from "commander";
import { inputBytes } from "../collect/file-bytes.ts";
import { UsageFailure } from "../failure.ts";
import { formatCluster } from "../model/snapshot.ts";
import type { Duration } from "../model/time.ts";
import { clusterOf } from "../report/rows-history.ts";
import { safeText } from "../report/text.ts";
import { openStore, spoolFolder } from "../warehouse/open.ts";
import { dropSpool, readSpool, type Spooled, spooledFiles, spooledRuns } from "../warehouse/spool.ts";
import type { Store } from "../warehouse/store.ts";
import type { RunRow } from "../warehouse/tables.ts";
import { loadConfig } from "./input.ts";
import { addPlainOptions, addStoreOption, type CommonOptions } from "./options.ts";
import { mend } from "./remembered.ts";
import { type Replayed, replay } from "./replayed.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

interface ReplayOptions extends CommonOptions {
  readonly store?: string;
}

const EXAMPLE = `
Examples:
  $ barnacle replay
  $ kubectl logs job/barnacle-29391840 -n barnacle | barnacle replay - --store bigquery:my-project.barnacle`;

/** `barnacle replay`: stores what earlier runs could only spool. */
export function addReplay(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("replay")
    .description("Store the runs that an earlier audit could only spool, each exactly once.")
    .argument("[file...]", "spool files or logs that hold them; - is standard input (default: the store's own spool)");
  addStoreOption(addPlainOptions(command), "where to store them")
    .addHelpText("after", EXAMPLE)
    .action(async (files: readonly string[], options: ReplayOptions) => {
      await runReplay(files, options, shell);
      result.code = 0;
    });
}

async function runReplay(files: readonly string[], options: ReplayOptions, shell: Shell): Promise<void> {
  const config = await loadConfig(options, shell);
  const folder = config.spool === "stderr" ? null : (config.spool ?? spoolFolder(config.store));
  const own = files.length === 0 && folder !== null ? await spooledFiles(folder) : [];
  // Everything is read before the store is opened: a damaged file costs nothing.
  const spools: (readonly [string, Spooled])[] = [];
  for (const file of [...files, ...own]) spools.push([file, await readOne(file)]);
  const store = await openStore(config.store, storeSettings(config, shell));
  if (store === null) {
    throw new UsageFailure("replay needs a store: name it by --store, such as duckdb:barnacle.duckdb.");
  }
  try {
    const done = await replayAll(store, spools, shell);
    await mendAll(store, spools, config.audit.maxGap);
    // Only now: what dies before this is replayed again, and adds nothing.
    for (const file of own) await dropSpool(file);
    await shell.stdout.write(`${done.stored} stored, ${done.known} stored already (${safeText(config.store)})\n`);
  } finally {
    await store.close();
  }
}

type Spools = readonly (readonly [string, Spooled])[];

async function replayAll(store: Store, spools: Spools, shell: Shell): Promise<Replayed> {
  let [stored, known] = [0, 0];
  for (const [name, spooled] of spools) {
    const done = await replay(store, name, spooled, shell);
    [stored, known] = [stored + done.stored, known + done.known];
  }
  return { stored, known };
}

/** Puts the history of each cluster in order, from the first run on that came late. */
async function mendAll(store: Store, spools: Spools, maxGap: Duration): Promise<void> {
  const first = new Map<string, RunRow>();
  for (const { run } of spools.flatMap(([, { runs }]) => runs)) {
    const cluster = clusterOf(run);
    const name = cluster === null ? "" : formatCluster(cluster);
    const known = first.get(name);
    if (known === undefined || run.taken_at < known.taken_at) first.set(name, run);
  }
  for (const run of first.values()) await mend(store, clusterOf(run), maxGap, run.taken_at);
}

async function readOne(file: string): Promise<Spooled> {
  if (file !== "-") return await readSpool(file);
  const pieces: Buffer[] = [];
  // A piece is overwritten when the next one is asked for.
  for await (const piece of inputBytes()) pieces.push(Buffer.from(piece));
  return spooledRuns("standard input", Buffer.concat(pieces).toString("utf8"));
}
