import type { Reply } from "../../model/slack.ts";
import type { Episode, EpisodeState } from "../episode.ts";
import type { FindingBlocker, PinnedNode } from "../finding.ts";
import type { Destination } from "./settings.ts";
import type { Mute, Story } from "./story.ts";

/** An episode that a message tells of while it goes on. */
export interface Burning {
  readonly episode: Episode;
  readonly finding: PinnedNode;
}

/** What a message says of an episode that is over. */
export type Ending = Pick<
  Episode,
  | "id"
  | "node"
  | "openedAt"
  | "openedEvidence"
  | "openedWhat"
  | "closedAt"
  | "endCause"
  | "endWhat"
  | "confirmedHours"
  | "accruedUsd"
  | "wasteUsdPerHour"
>;

/** What is news in a thread. */
export type News =
  | { readonly kind: "patch" }
  | { readonly kind: "step"; readonly usd: number }
  /** `changed`: none of those that were told of before hold it any more. */
  | { readonly kind: "holders"; readonly changed: boolean; readonly fresh: readonly FindingBlocker[] }
  | { readonly kind: "back" }
  | { readonly kind: "unmuted"; readonly mute: Mute }
  | { readonly kind: "end" }
  | { readonly kind: "unclear"; readonly reply: Reply };

/** What a message is about, with all that it says. */
export type Subject =
  | { readonly kind: "burning"; readonly burning: Burning }
  | { readonly kind: "ended"; readonly episode: Ending | null }
  /** `ended` of the flood's nodes are pinned no more. */
  | { readonly kind: "flood"; readonly burning: readonly Burning[]; readonly ended: number };

/** One message and its thread, as they should stand. */
export interface Thread {
  /** With the message's new state; `ts` is `null` when it has to be posted. */
  readonly story: Story;
  readonly destination: Destination;
  readonly subject: Subject;
  /** Oldest first. What stands in the thread already is not posted again. */
  readonly news: readonly News[];
  /** By which route, for people; `null`: by none, it goes where it stands or to the default. */
  readonly why: string | null;
}

/** Why a finding is not told now. */
export type HeldBecause = "waste" | "accrued" | "age" | "night" | "muted" | "unsure";

/** A finding that nobody is told of in this run. */
export interface Held {
  readonly story: Story;
  readonly state: EpisodeState;
  readonly because: HeldBecause;
  readonly destination: Destination;
  readonly why: string | null;
}

/** All that should happen in Slack now. */
export interface Plan {
  readonly threads: readonly Thread[];
  readonly held: readonly Held[];
  /** What could not be read, such as an annotation without a date. */
  readonly problems: readonly string[];
}

/** The name of a piece of news, by which a thread is asked whether it has it already. */
export function newsKey(news: News, story: Story): string {
  switch (news.kind) {
    case "patch":
      return "patch";
    case "step":
      return `step:${news.usd}`;
    case "holders":
      return `holders:${story.holders.length}:${story.holders.at(-1) ?? ""}`;
    case "back":
      return `back:${story.episode}`;
    case "unmuted":
      return `unmuted:${news.mute.from}:${news.mute.until ?? 0}`;
    case "end":
      return `end:${story.episode}`;
    case "unclear":
      return `unclear:${news.reply.ts}`;
  }
}
