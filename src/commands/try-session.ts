import type { RunRows } from "../report/rows.ts";
import { safeText } from "../report/text.ts";
import { lookBack } from "./look-back.ts";
import type { SessionInput, StoreSession } from "./store-session.ts";

/** A session for `--dry-run`: reads what is there, changes nothing, and tells what would be run and stored. */
export async function trySession(input: SessionInput): Promise<StoreSession> {
  const say = (text: string) => input.shell.stderr.write(`barnacle: ${text}\n`);
  const spec = safeText(input.config.store);
  const seen = await lookBack(input, async (plan) => {
    for (const line of planLines(plan, spec)) await say(line);
  });
  return {
    ...seen,
    keep: async (rows) => {
      await say(`dry run: would store run ${safeText(rows.run.run_id)} in ${spec}: ${counts(rows)}`);
      return seen.unread === null;
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
    ...shown.map((text) => `${text.replace(/;$/u, "")};`),
  ];
}

function counts({ nodeVerdicts, findings, blockers, episodes, endings }: RunRows): string {
  const tables = { "node verdicts": nodeVerdicts, findings, blockers, episodes, endings };
  return ["1 run", ...Object.entries(tables).map(([name, rows]) => `${rows.length} ${name}`)].join(", ");
}
