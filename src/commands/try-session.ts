import { NO_HISTORY } from "../audit/history.ts";
import { StoreFailure } from "../failure.ts";
import type { RunRows } from "../report/rows.ts";
import { safeText } from "../report/text.ts";
import { openStore, planStore } from "../warehouse/open.ts";
import { recall } from "./remembered.ts";
import type { SessionInput, StoreSession } from "./store-session.ts";
import { storeSettings } from "./store-settings.ts";

/** A session for `--dry-run`: reads what is there, changes nothing, and tells what would be run and stored. */
export async function trySession({ config, place, shell }: SessionInput): Promise<StoreSession> {
  const say = (text: string) => shell.stderr.write(`barnacle: ${text}\n`);
  const spec = safeText(config.store);
  let unread: string | null = null;
  let history = NO_HISTORY;
  try {
    const plan = await planStore(config.store, storeSettings(config, shell));
    for (const line of planLines(plan, spec)) await say(line);
    // A store that has yet to be made or brought up to date cannot be read for history.
    const store =
      plan.length === 0 ? await openStore(config.store, storeSettings(config, shell), { readOnly: true }) : null;
    if (store !== null) {
      try {
        history = await recall(store, place);
      } finally {
        await store.close();
      }
    }
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    unread = error.message;
    await say(safeText(error.message));
  }
  return {
    history,
    unread,
    usage: [],
    keep: async (rows) => {
      await say(`dry run: would store run ${safeText(rows.run.run_id)} in ${spec}: ${counts(rows)}`);
      return true;
    },
    close: async () => undefined,
  };
}

function planLines(plan: readonly string[], spec: string): readonly string[] {
  if (plan.length === 0) return [];
  const shown = plan.filter((statement) => !statement.startsWith("COMMENT "));
  const more = shown.length === plan.length ? "" : ", and their descriptions";
  return [
    `dry run: would run in ${spec}, to bring its tables to this version${more}:`,
    ...shown.map((text) => `${text};`),
  ];
}

function counts({ nodeVerdicts, findings, blockers, episodes, endings }: RunRows): string {
  const tables = { "node verdicts": nodeVerdicts, findings, blockers, episodes, endings };
  return ["1 run", ...Object.entries(tables).map(([name, rows]) => `${rows.length} ${name}`)].join(", ");
}
