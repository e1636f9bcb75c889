import { safeText } from "../report/text.ts";
import { dropSpool, readSpool, type Spooled, spooledFiles } from "../warehouse/spool.ts";
import type { Store } from "../warehouse/store.ts";
import type { Shell } from "./shell.ts";

/** How many runs were stored, and how many were there already. */
export interface Replayed {
  readonly stored: number;
  readonly known: number;
}

/**
 * Stores the runs that are spooled in the folder, each exactly once, and drops their files. Another run may spool meanwhile: only files
 * whose runs are stored go.
 */
export async function replayFolder(store: Store, folder: string, shell: Shell): Promise<Replayed> {
  let [stored, known] = [0, 0];
  for (const file of await spooledFiles(folder)) {
    const done = await replay(store, file, await readSpool(file), shell);
    stored += done.stored;
    known += done.known;
    await dropSpool(file);
  }
  return { stored, known };
}

/** Stores the runs of one file, in the order in which they were taken. */
export async function replay(store: Store, name: string, spooled: Spooled, shell: Shell): Promise<Replayed> {
  let [stored, known] = [0, 0];
  for (const attempt of spooled.torn) {
    await say(shell, `${name}: attempt ${attempt} was not written whole: it is left out`);
  }
  for (const rows of spooled.runs) {
    const { run_id } = rows.run;
    const outcome = await store.save(rows);
    if (outcome.stored) stored += 1;
    else known += 1;
    const done = outcome.stored ? "stored" : "was stored already, nothing was added";
    await say(shell, `spooled run ${run_id} ${done} (${name})`);
  }
  return { stored, known };
}

async function say(shell: Shell, text: string): Promise<void> {
  await shell.stderr.write(`barnacle: ${safeText(text)}\n`);
}
