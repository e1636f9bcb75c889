import { EVENT_TYPE } from "../../audit/notify/payload.ts";
import { isOpen, type Story } from "../../audit/notify/story.ts";
import type { StandingMessage } from "../../model/slack.ts";
import { DAY, HOUR, type Instant } from "../../model/time.ts";
import type { SlackApi } from "../../publish/slack/api.ts";
import { type Fault, faultWords } from "../../publish/slack/fault.ts";
import { type Self, whoami } from "../../publish/slack/self.ts";
import { sweep } from "../../publish/slack/sweep.ts";

/** What was seen of the channels. */
export interface Looked {
  readonly standing: readonly StandingMessage[];
  readonly seen: (channel: string) => boolean;
  readonly notes: readonly string[];
  /** A moment before the first post of this run, as Slack's ts. */
  readonly oldest: string;
}

/** Asks who we are; what the token may not do is said in one line. */
export async function introduce(
  api: SlackApi,
): Promise<{ readonly self: Self; readonly notes: readonly string[] } | { readonly fault: Fault }> {
  const known = await whoami(api, EVENT_TYPE);
  if ("fault" in known) return known;
  return { self: known.self, notes: scopeNotes(known.self) };
}

/** What the missing scopes turn off, one line for all of them. */
function scopeNotes(self: Self): readonly string[] {
  if (!self.mayLookUp) {
    return [
      "the token lacks channels:history (groups:history for private channels): answers are not read, and a post of unknown fate is reported, not repeated",
    ];
  }
  return self.mayRead ? [] : ["the token lacks reactions:read: reactions and replies are not read"];
}

/** The channel will refuse our messages too: they go elsewhere, and there we look. */
const WILL_REFUSE: ReadonlySet<string> = new Set(["channel_not_found", "not_in_channel", "is_archived"]);

/** Without a memory the channels are the memory, as far back as this. */
const FAR_BACK = 31 * DAY;

/** Looks at what stands in the channels, as far back as the oldest message that is still open. */
export async function lookAround(
  api: SlackApi,
  self: Self,
  {
    channels,
    stories,
    remembers,
    now,
  }: {
    readonly channels: readonly string[];
    readonly stories: readonly Story[];
    readonly remembers: boolean;
    readonly now: Instant;
  },
): Promise<Looked> {
  const standing: StandingMessage[] = [];
  const seen = new Set<string>();
  const notes: string[] = [];
  if (self.mayLookUp) {
    for (const channel of channels) {
      const oldest = remembers ? oldestOpen(stories, channel, now) : tsOf(now - FAR_BACK);
      const swept = await sweep(api, self, { channel, oldest });
      if (swept.kind === "seen") {
        standing.push(...swept.messages);
        if (swept.whole) seen.add(channel);
        else
          notes.push(
            `channel ${channel} has too many messages to look at all: what may have been told before is not told again`,
          );
      } else {
        if (swept.fault.kind === "refused" && WILL_REFUSE.has(swept.fault.code)) seen.add(channel);
        notes.push(`channel ${channel} cannot be read: ${faultWords(swept.fault)}`);
      }
    }
  }
  return { standing, seen: (channel) => seen.has(channel), notes, oldest: tsOf(now - HOUR) };
}

/** The oldest message of a channel that is still of interest, or the last two days: what was about to be posted is not older. */
function oldestOpen(stories: readonly Story[], channel: string, now: Instant): string {
  const recent = tsOf(now - 2 * DAY);
  const open = stories.filter((story) => story.channel === channel && story.kind !== "digest" && isOpen(story));
  return open.reduce((oldest, { ts }) => (ts !== null && Number(ts) < Number(oldest) ? ts : oldest), recent);
}

function tsOf(time: number): string {
  return `${Math.floor(time / 1_000)}.000000`;
}
