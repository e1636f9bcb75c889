import { NO_HISTORY } from "../audit/history.ts";
import { StoreFailure } from "../failure.ts";
import { safeText } from "../report/text.ts";
import { openStore, planStore } from "../warehouse/open.ts";
import type { Remembered } from "./audited.ts";
import { recall } from "./remembered.ts";
import type { SessionInput } from "./store-session.ts";
import { storeSettings } from "./store-settings.ts";

/**
 * What earlier runs have left, for a command that only looks: nothing is made, changed or waited for longer than reading needs. A store
 * that has yet to be made, or brought up to date, has nothing to tell; one that cannot be read is told.
 *
 * @param planned is given the statements that would make it, or bring it up to date
 */
export async function lookBack(
  { config, place, shell }: SessionInput,
  planned: (statements: readonly string[]) => Promise<void> = async () => undefined,
): Promise<Remembered> {
  const none: Remembered = { history: NO_HISTORY, unread: null, usage: [] };
  try {
    const settings = storeSettings(config, shell);
    const statements = await planStore(config.store, settings);
    await planned(statements);
    if (statements.length > 0) return none;
    const store = await openStore(config.store, settings, { readOnly: true });
    if (store === null) return none;
    try {
      return { ...none, history: await recall(store, place) };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await shell.stderr.write(`barnacle: ${safeText(error.message)}\n`, { severity: "WARNING" });
    return { ...none, unread: error.message };
  }
}
