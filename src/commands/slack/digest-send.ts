import type { Audit } from "../../audit/finding.ts";
import type { Story } from "../../audit/notify/story.ts";
import type { SlackConfig } from "../../config-slack.ts";
import { StoreFailure } from "../../failure.ts";
import type { Duration } from "../../model/time.ts";
import type { SlackApi } from "../../publish/slack/api.ts";
import { faultWords } from "../../publish/slack/fault.ts";
import type { Self } from "../../publish/slack/self.ts";
import { sharePicture } from "../../publish/slack/share.ts";
import type { Store } from "../../warehouse/store.ts";
import { type DueDigest, dueDigest } from "./digest.ts";
import type { Memory } from "./memory.ts";

interface Told {
  readonly audit: Audit;
  readonly slack: SlackConfig;
  readonly period: Duration;
  readonly store: Store | null;
  readonly say: (line: string) => Promise<void>;
}

/** The digest, where one is due. Its figures come from the store: without one there is none. */
export async function digestNow(input: Told, memory: Memory, stories: readonly Story[]): Promise<DueDigest | null> {
  const { audit, slack, period, store } = input;
  if (slack.digest === null || store === null || !memory.works()) return null;
  const { cluster, takenAt: now } = audit.run;
  const { currency, links } = slack.settings;
  const voice = { currency, links, cluster, now };
  try {
    const fallback = slack.settings.fallback.channel;
    const due = await dueDigest(store, { settings: slack.digest, cluster, now, period, stories, fallback, voice });
    if (due !== "unsure") return due;
    await input.say("the digest may have been told already and was not told again");
    return null;
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await input.say(`there is no digest: ${error.message}`);
    return null;
  }
}

/** Puts the digest's picture into its thread. Without the scope for files there is none, which is said. `false`: it failed. */
export async function sendPicture(
  input: Told,
  {
    api,
    self,
    memory,
    digest,
  }: { readonly api: SlackApi; readonly self: Self; readonly memory: Memory; readonly digest: DueDigest | null },
  stands: ReadonlyMap<string, { readonly channel: string; readonly ts: string }>,
): Promise<boolean> {
  if (digest === null) return true;
  const { story, file, picture } = digest;
  const place = stands.get(story.id) ?? (story.ts === null ? null : { channel: story.channel, ts: story.ts });
  if (place === null) return true;
  if (!self.mayUpload) {
    await input.say("the token lacks files:write: the digest has no picture");
    await memory.save({ ...story, ...place, told: [...story.told, "picture"] }, "digest");
    return true;
  }
  const fault = await sharePicture(api, self, { ...place, file, picture });
  if (fault === null) {
    await memory.save({ ...story, ...place, told: [...story.told, "picture"] }, "digest");
    return true;
  }
  await input.say(`the digest's picture was not sent: ${faultWords(fault)}`);
  return false;
}
