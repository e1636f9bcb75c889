import type { Instant } from "../../model/time.ts";
import { withAnswers } from "./answers.ts";
import type { NotifyInput } from "./decide.ts";
import { digestOf } from "./digest-of.ts";
import { stepOf } from "./floors.ts";
import { patchNews } from "./fresh.ts";
import { destinationOf, overOf, unclearNews } from "./going-on.ts";
import { memberKey } from "./match.ts";
import { type Burning, type News, newsKey, type Thread } from "./plan.ts";
import { isQuiet } from "./quiet.ts";
import { isMuted, type Story } from "./story.ts";

/** An open episode whose message is a flood's. */
export interface Flooded {
  readonly story: Story;
  readonly burning: Burning;
}

/** The messages of new episodes, those of a channel that would be too many as one; and the floods of before, kept true. */
export function floodThreads(
  input: NotifyInput,
  floods: readonly Story[],
  flooded: readonly Flooded[],
  untold: readonly Thread[],
): readonly Thread[] {
  const byChannel = Map.groupBy(untold, ({ story }) => story.channel);
  const fresh = [...byChannel.values()].flatMap((threads) =>
    threads.length > input.settings.flood ? [newFlood(input, threads)] : threads,
  );
  const old = floods.map((story) =>
    oldFlood(
      input,
      story,
      flooded.filter((each) => each.story.id === story.id).map((each) => each.burning),
    ),
  );
  return [...old, ...fresh];
}

function newFlood(input: NotifyInput, threads: readonly Thread[]): Thread {
  const burning = threads.flatMap(({ subject }) => (subject.kind === "burning" ? [subject.burning] : []));
  const [first] = threads;
  if (first === undefined) throw new RangeError("a flood has episodes");
  const { destination } = first;
  const usd = sumOf(burning);
  const id = `flood:${input.runId}:${destination.channel}`;
  const story: Story = {
    ...first.story,
    id,
    kind: "flood",
    revision: 1,
    node: "",
    nodeName: "",
    episode: id,
    openedAt: null,
    usd,
    step: stepOf(input.settings.steps, usd),
    holders: [],
    members: burning.map(({ finding }) => memberKey(finding.node.uid)),
  };
  return { story, destination, subject: { kind: "flood", burning, ended: 0 }, news: patchOf(burning), why: first.why };
}

function oldFlood(input: NotifyInput, before: Story, burning: readonly Burning[]): Thread {
  const answers = input.answers.get(before.ts ?? "") ?? null;
  const answered = withAnswers(before, answers, input.now);
  const destination = destinationOf(input.settings, before.channel, burning[0] ?? null);
  // Dollars of members that ended are added as they end, once a run however often it is tried; those still open are counted anew.
  const counted = `run:${digestOf(input.runId)}`;
  const closed = input.episodes.filter(
    ({ change, episode }) =>
      change === "closed" && before.members.includes(memberKey(episode.node.uid)) && !before.told.includes(counted),
  );
  const beforeUsd = before.beforeUsd + closed.reduce((sum, { episode }) => sum + episode.accruedUsd, 0);
  const usd = sumOf(burning);
  const over = burning.length === 0;
  const muted = isMuted(answered.mute, input.now);
  const night = isQuiet(input.settings.quietNight, wasteOf(burning), input.now, destination.timeZone);
  const silent = muted || night;
  const step = Math.max(before.step, stepOf(input.settings.steps, beforeUsd + usd));
  const next: Story = {
    ...answered,
    // An end at night is shown at once, and told in the morning.
    state: over && (muted || !night) ? "resolved" : "posted",
    revision: before.revision + 1,
    seenAt: input.now,
    closedAt: over ? input.now : null,
    usd,
    beforeUsd,
    step: silent ? before.step : step,
    mute: answered.mute ?? (silent ? overOf(before, input.now) : null),
  };
  const said = silent ? [] : newsOf(before, next, burning, input.now);
  const news = [...said, ...unclearNews(answers)].filter((each) => !before.told.includes(newsKey(each, next)));
  const keys = [...news.map((each) => newsKey(each, next)), counted];
  const story = { ...next, told: [...next.told.filter((each) => !keys.includes(each)), ...keys].slice(-40) };
  const ended = before.members.length - burning.length;
  return { story, destination, subject: { kind: "flood", burning, ended }, news, why: null };
}

/** What to change, once for all. */
function patchOf(burning: readonly Burning[]): readonly News[] {
  return burning.flatMap(patchNews).slice(0, 1);
}

function newsOf(before: Story, next: Story, burning: readonly Burning[], now: Instant): readonly News[] {
  if (burning.length === 0) return [{ kind: "end" }];
  const mute = overOf(before, now);
  return [
    ...patchOf(burning),
    ...(mute !== null && next.mute === null ? [{ kind: "unmuted", mute } as const] : []),
    ...(next.step > before.step ? [{ kind: "step", usd: next.step } as const] : []),
  ];
}

function sumOf(burning: readonly Burning[]): number {
  return burning.reduce((sum, { episode }) => sum + episode.accruedUsd, 0);
}

function wasteOf(burning: readonly Burning[]): number {
  return burning.reduce((sum, { finding }) => sum + (finding.wasteUsdPerHour ?? 0), 0);
}
