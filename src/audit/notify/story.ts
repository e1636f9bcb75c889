import type { Duration, Instant } from "../../model/time.ts";

export const NOTICE_STATES = ["held", "muted", "posting", "posted", "resolved", "failed", "unknown"] as const;

/**
 * `held`, `muted`: not told yet. `posting`: about to be posted when the program last wrote. `posted`: stands in the channel.
 * `resolved`: stands there as ended. `failed`: Slack refused it. `unknown`: nobody knows whether it was posted.
 */
export type NoticeState = (typeof NOTICE_STATES)[number];

export const STORY_KINDS = ["episode", "flood", "digest"] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

export const MUTE_SOURCES = ["config", "annotation", "no_bell", "reply", "zzz"] as const;
export type MuteSource = (typeof MUTE_SOURCES)[number];

/** Why nobody is told, who said so, and until when. */
export interface Mute {
  readonly from: MuteSource;
  /** A Slack user's id; of the config `config`; of an annotation the object that carries it. */
  readonly by: string;
  readonly why: string;
  /** `null`: without an end. */
  readonly until: Instant | null;
}

/**
 * One message of ours with its thread, as far as memory and the channel itself tell of it. What it holds beside channel and ts is
 * written into the message's metadata too, so that the channel alone can bring a lost memory back.
 */
export interface Story {
  /** What the message is about, for ever: its first episode, `flood:…` or `digest:…`. */
  readonly id: string;
  readonly kind: StoryKind;
  /** `PROJECT/LOCATION/NAME`, "" for a cluster without a name. */
  readonly cluster: string;
  readonly channel: string;
  /** `null` until it is known to stand in the channel. */
  readonly ts: string | null;
  readonly state: NoticeState;
  /** Counts each change of what the message says. */
  readonly revision: number;
  /** The node's uid; "" for a flood or a digest. */
  readonly node: string;
  readonly nodeName: string;
  /** The episode that the message is about now. */
  readonly episode: string;
  /** When the last run wrote into it. */
  readonly seenAt: Instant;
  /** When the present episode began, as far as that is proven. */
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Confirmed dollars of the present episode, and of those before it in this thread. */
  readonly usd: number;
  readonly beforeUsd: number;
  /** The highest step that was told. */
  readonly step: number;
  /** Digests of all holders that were told of. */
  readonly holders: readonly string[];
  /** What stands in the thread: `patch`, `step:100`, `end:EPISODE`, … */
  readonly told: readonly string[];
  readonly mute: Mute | null;
  /** A `:zzz:` is counted from the run that first saw it; it stays on the message after its end, and must not begin anew. */
  readonly nap: { readonly by: readonly string[]; readonly until: Instant } | null;
  /** Who has taken it on; "" for nobody. */
  readonly takenBy: string;
  /** Digests of the nodes of a flood. */
  readonly members: readonly string[];
}

/** Does it stand in the channel as going on? */
export function isOpen(story: Story): boolean {
  return story.ts !== null && story.state === "posted";
}

/** Is nobody told at `now`? */
export function isMuted(mute: Mute | null, now: Instant): boolean {
  return mute !== null && (mute.until === null || mute.until > now);
}

/** Twice the period or an hour, whichever is longer: a message that was not written into for longer is about something that ended. */
export function staleAfter(period: Duration): Duration {
  return Math.max(2 * period, 3_600_000) as Duration;
}
