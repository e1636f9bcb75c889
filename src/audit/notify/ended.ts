import type { NotifyInput } from "./decide.ts";
import { destinationOf } from "./going-on.ts";
import { type Ending, type News, newsKey, type Thread } from "./plan.ts";
import { isQuiet } from "./quiet.ts";
import { isMuted, type Story } from "./story.ts";

/** Messages about what has ended: each turns to resolved at once; its thread says so when nobody sleeps. */
export function ending(input: NotifyInput, stories: readonly Story[]): readonly Thread[] {
  const closed = new Map(
    input.episodes.filter(({ change }) => change === "closed").map(({ episode }) => [episode.id, episode] as const),
  );
  const byNode = new Map([...closed.values()].map((episode) => [episode.node.uid, episode]));
  return stories.flatMap((before) => {
    const episode = closed.get(before.episode) ?? input.past.get(before.episode) ?? byNode.get(before.node) ?? null;
    const thread = endOf(input, before, episode);
    return before.state === "resolved" && thread.news.length === 0 ? [] : [thread];
  });
}

function endOf(input: NotifyInput, before: Story, episode: Ending | null): Thread {
  const destination = destinationOf(input.settings, before.channel, null);
  const muted = isMuted(before.mute, input.now);
  const quiet = isQuiet(input.settings.quietNight, null, input.now, destination.timeZone);
  const end: News = { kind: "end" };
  const key = newsKey(end, before);
  const news = muted || quiet ? [] : [end];
  const told = news.length > 0 || muted ? [...before.told.filter((each) => each !== key), key] : before.told;
  const sameBill = episode === null || episode.id === before.episode || episode.openedAt === before.openedAt;
  const story: Story = {
    ...before,
    state: "resolved",
    revision: before.revision + 1,
    // The message was last true when it was last seen open: from then on a node may come back into its thread.
    seenAt: before.state === "resolved" ? before.seenAt : input.now,
    closedAt: episode?.closedAt ?? before.closedAt ?? before.seenAt,
    usd: episode?.accruedUsd ?? before.usd,
    beforeUsd: sameBill ? before.beforeUsd : before.beforeUsd + before.usd,
    told,
  };
  return { story, destination, subject: { kind: "ended", episode }, news, why: null };
}
