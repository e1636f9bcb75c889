import type { EpisodeState } from "../episode.ts";
import type { NotifyInput } from "./decide.ts";
import { digestOf } from "./digest-of.ts";
import { COMES_BACK_WITHIN } from "./settings.ts";
import { isOpen, type Story } from "./story.ts";

/** Which message tells of which episode. */
export interface Matched {
  readonly burning: readonly { readonly state: EpisodeState; readonly story: Story | null }[];
  /** Messages that show as open what is not open any more, and those whose end was not yet said in their thread. */
  readonly ended: readonly Story[];
  /** Floods that are not over. */
  readonly floods: readonly Story[];
}

/** Finds for each open episode the message that tells of it: by the node's uid, since a lost memory gives episodes new ids. */
export function matchStories(input: NotifyInput): Matched {
  const mine = input.stories.filter((story) => story.cluster === input.cluster);
  const taken = new Set<string>();
  const burning = input.episodes
    .filter(({ change }) => change !== "closed")
    .map((state) => {
      const story = storyFor(state, mine, input);
      if (story !== null) taken.add(story.id);
      return { state, story };
    });
  const doubtful = (story: Story) => input.doubtful.has(story.node);
  return {
    burning,
    ended: mine.filter(
      (story) =>
        story.kind === "episode" &&
        !taken.has(story.id) &&
        !doubtful(story) &&
        (isOpen(story) || isUnsaid(story, input)),
    ),
    floods: mine.filter((story) => story.kind === "flood" && isOpen(story)),
  };
}

function storyFor({ episode }: EpisodeState, mine: readonly Story[], input: NotifyInput): Story | null {
  const { uid } = episode.node;
  const ofNode = mine.filter((story) => story.kind === "episode" && story.node === uid);
  const open = ofNode.find((story) => isOpen(story) && (story.episode === episode.id || !isStale(story, input)));
  if (open !== undefined) return open;
  const begin = Math.min(episode.openedAt, episode.firstSeenAt);
  const back = ofNode.find(
    ({ state, ts, closedAt, seenAt }) =>
      state === "resolved" && ts !== null && begin - Math.max(closedAt ?? seenAt, seenAt) <= COMES_BACK_WITHIN,
  );
  if (back !== undefined) return back;
  const key = memberKey(uid);
  const flood = mine.find((story) => story.kind === "flood" && isOpen(story) && story.members.includes(key));
  if (flood !== undefined) return flood;
  return ofNode.find((story) => !isOpen(story) && story.state !== "resolved" && story.episode === episode.id) ?? null;
}

function isStale(story: Story, { now, staleAfter }: NotifyInput): boolean {
  return now - story.seenAt > staleAfter;
}

/** Resolved, but its thread does not say so yet: the night was quiet, or the program died in between. */
export function isUnsaid(story: Story, { now }: Pick<NotifyInput, "now">): boolean {
  const day = 86_400_000;
  return (
    story.state === "resolved" &&
    story.ts !== null &&
    now - story.seenAt <= day &&
    !story.told.includes(`end:${story.episode}`)
  );
}

/** A node's name in a flood's list. */
export function memberKey(uid: string): string {
  return digestOf(uid);
}
