import type { Audit } from "../../audit/finding.ts";
import { type Config, slackTokenOf } from "../../config.ts";
import { StoreFailure } from "../../failure.ts";
import { TOKEN } from "../../model/slack.ts";
import { deliveriesOf } from "../../report/slack/deliveries.ts";
import { outlookLines, patienceLine } from "../../report/slack/outlook.ts";
import { previewLines } from "../../report/slack/preview.ts";
import { safeText } from "../../report/text.ts";
import { type OpenOptions, openStore } from "../../warehouse/open.ts";
import type { Store } from "../../warehouse/store.ts";
import type { Out, Shell } from "../shell.ts";
import { storeSettings } from "../store-settings.ts";
import { openMemory } from "./memory.ts";
import { memoryFacts, notifySlack, planOf, voiceOf } from "./notify.ts";

/** Tells a run in Slack where that is set up. `false`: it is, and something was not told. */
export async function tellSlack(audit: Audit, config: Config, shell: Shell): Promise<boolean> {
  const say = async (line: string) => void (await shell.stderr.write(`barnacle: slack: ${safeText(line)}\n`));
  const token = slackTokenOf(shell.environment);
  const { slack } = config;
  if (slack === null || token === null) {
    if (slack !== null) await say("SLACK_BOT_TOKEN is not set: nothing was told");
    else if (token !== null) await say("SLACK_BOT_TOKEN is set, but the config has no section slack: nothing was told");
    return true;
  }
  if (!TOKEN.test(token)) {
    await say("SLACK_BOT_TOKEN holds a character that no token has, such as a space or a line break: nothing was told");
    return false;
  }
  const url = shell.environment["BARNACLE_SLACK_API_URL"] || null;
  const { period } = config.audit;
  return await withStore(config, shell, {}, async (store) => {
    return await notifySlack({ audit, slack, period, store, token, url, now: () => shell.now(), say });
  });
}

/** What would be told, where and why, and if asked for each message as it would look. Slack itself is not asked. */
export async function foretellSlack(
  audit: Audit,
  config: Config,
  { shell, out, preview }: { readonly shell: Shell; readonly out: Out; readonly preview: boolean },
): Promise<void> {
  const { slack } = config;
  if (slack === null) {
    if (preview) await out.write("slack: the config has no section slack: nothing would be told\n");
    return;
  }
  const { period } = config.audit;
  // Nothing is made or changed for a look ahead.
  await withStore(config, shell, { readOnly: true }, async (store) => {
    const memory = await openMemory(store, memoryFacts({ audit, now: () => shell.now() }));
    const known = { stories: memory.stories, answers: new Map(), seen: () => true };
    const plan = await planOf({ audit, slack, period }, memory, known);
    const deliveries = deliveriesOf(plan.threads, voiceOf({ audit, slack }), slack.settings.fallback.channel);
    const lines = [...outlookLines(plan), patienceLine(deliveries)].filter((line) => line !== "");
    const shown = preview ? deliveries.flatMap(previewLines) : [];
    await out.write([...lines.map((line) => `slack: ${line}`), ...shown].map((line) => `${line}\n`).join(""));
  });
}

/** A store that cannot be opened has been told of when the run was stored: Slack goes on without it. */
async function withStore<Result>(
  config: Config,
  shell: Shell,
  options: OpenOptions,
  use: (store: Store | null) => Promise<Result>,
): Promise<Result> {
  const store = await opened(config, shell, options);
  try {
    return await use(store);
  } finally {
    await store?.close();
  }
}

async function opened(config: Config, shell: Shell, options: OpenOptions): Promise<Store | null> {
  try {
    return await openStore(config.store, storeSettings(config, shell), options);
  } catch (error) {
    if (error instanceof StoreFailure) return null;
    throw error;
  }
}
