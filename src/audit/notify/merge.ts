import type { StandingMessage } from "../../model/slack.ts";
import type { Answers } from "./answers.ts";
import { storyOf } from "./payload.ts";
import type { Story } from "./story.ts";

/** What memory and channels know together. */
export interface Merged {
  readonly stories: readonly Story[];
  /** By the message's ts. */
  readonly answers: ReadonlyMap<string, Answers>;
}

/**
 * Puts together what the store remembers and what stands in the channels. The channel decides whether a message was posted; of what
 * it says the higher revision is right, and what either knows to be told was told.
 */
export function mergeStories(
  remembered: readonly Story[],
  standing: readonly StandingMessage[],
  seen: (channel: string) => boolean,
): Merged {
  const stories = new Map(remembered.map((story) => [story.id, story]));
  const found = new Set<string>();
  const answers = new Map<string, Answers>();
  for (const message of standing.toSorted((left, right) => left.ts.localeCompare(right.ts))) {
    const story = storyOf(message.payload, message.channel, message.ts);
    if (story === null) continue;
    answers.set(message.ts, message);
    const known = stories.get(story.id);
    stories.set(story.id, known === undefined ? story : merged(known, story));
    found.add(story.id);
  }
  return { stories: [...stories.values()].map((story) => settled(story, found, seen)), answers };
}

function merged(known: Story, standing: Story): Story {
  const told = [...new Set([...known.told, ...standing.told])];
  const newer = known.ts !== null && known.revision > standing.revision ? known : standing;
  // A message that went to another channel has its place there: the newer one knows it.
  const place = known.ts === null || known.revision < standing.revision ? standing : known;
  return { ...newer, channel: place.channel, ts: place.ts, told };
}

/** What was about to be posted and does not stand in a channel that was seen was not posted. */
function settled(story: Story, found: ReadonlySet<string>, seen: (channel: string) => boolean): Story {
  const unsure = story.state === "posting" || story.state === "unknown";
  return unsure && story.ts === null && !found.has(story.id) && seen(story.channel)
    ? { ...story, state: "held" }
    : story;
}
