import type { Instant } from "../../model/time.ts";
import type { Answers } from "./answers.ts";
import { unclearReplies, withAnswers } from "./answers.ts";
import type { NotifyInput } from "./decide.ts";
import { stepOf } from "./floors.ts";
import { patchNews } from "./fresh.ts";
import { holderDigest, holderDigests } from "./holders.ts";
import { ignoredBy } from "./ignored.ts";
import type { Burning, News, Thread } from "./plan.ts";
import { newsKey } from "./plan.ts";
import { isQuiet } from "./quiet.ts";
import { routeOf } from "./route.ts";
import type { Destination, SlackSettings } from "./settings.ts";
import { isMuted, type Mute, type Story } from "./story.ts";

/** A message about an episode that goes on: its bill is kept true, and its thread told what is news. */
export function goingOn(input: NotifyInput, before: Story, burning: Burning, problems: string[]): Thread {
  const { settings, now } = input;
  const { finding } = burning;
  const answers = input.answers.get(before.ts ?? "") ?? null;
  const ignored = ignoredBy(settings.ignore, finding.node, finding.blockers, now);
  problems.push(...ignored.problems);
  const answered = withAnswers(before, answers, now);
  const mute = ignored.mute ?? notConfigured(answered.mute);
  const carried = carriedOn({ ...answered, mute }, before, burning, input);
  const destination = destinationOf(settings, carried.channel, burning);
  const quiet = isQuiet(settings.quietNight, finding.wasteUsdPerHour, now, destination.timeZone);
  const silent = isMuted(mute, now) || quiet;
  const said = silent ? [] : newsOf(before, carried, burning, input);
  const help = unclearNews(answers);
  const news = [...said, ...help].filter((each) => !before.told.includes(newsKey(each, carried)));
  // What is silent now is not forgotten: steps and holders count as told only once they were.
  const story = silent
    ? { ...carried, step: before.step, holders: before.holders, mute: mute ?? overOf(before, now) }
    : carried;
  return { story: remember(story, news), destination, subject: { kind: "burning", burning }, news, why: null };
}

/** A mute that ended by itself, and was not yet said to have. */
export function overOf({ mute }: Story, now: Instant): Mute | null {
  return mute !== null && mute.until !== null && mute.until <= now ? mute : null;
}

/** A mute of config or annotation holds only as long as it is found there. */
function notConfigured(mute: Mute | null): Mute | null {
  return mute?.from === "config" || mute?.from === "annotation" ? null : mute;
}

function carriedOn(answered: Story, before: Story, { episode, finding }: Burning, input: NotifyInput): Story {
  const same = before.episode === episode.id;
  const openedAt = episode.openedProven ? episode.openedAt : null;
  const sameBill = same || (before.state === "posted" && openedAt !== null && openedAt === before.openedAt);
  const beforeUsd = sameBill ? before.beforeUsd : before.beforeUsd + before.usd;
  return {
    ...answered,
    state: "posted",
    revision: before.revision + 1,
    node: finding.node.uid,
    nodeName: finding.node.name,
    episode: episode.id,
    seenAt: input.now,
    openedAt,
    closedAt: null,
    usd: episode.accruedUsd,
    beforeUsd,
    step: Math.max(before.step, stepOf(input.settings.steps, beforeUsd + episode.accruedUsd)),
    holders: [...before.holders, ...newHolders(before, finding.blockers)],
  };
}

function newHolders(before: Story, blockers: Burning["finding"]["blockers"]): readonly string[] {
  return holderDigests(blockers).filter((digest) => !before.holders.includes(digest));
}

function newsOf(before: Story, story: Story, burning: Burning, { now }: NotifyInput): readonly News[] {
  const { blockers } = burning.finding;
  const unknown = new Set(newHolders(before, blockers));
  const fresh = blockers.filter((blocker) => unknown.has(holderDigest(blocker)));
  const changed = blockers.every((blocker) => unknown.has(holderDigest(blocker)));
  const over = overOf(before, now);
  return [
    ...(before.state === "resolved" ? [{ kind: "back" } as const] : []),
    ...(before.told.includes("patch") ? [] : patchNews(burning)),
    ...(over !== null && story.mute === null ? [{ kind: "unmuted", mute: over } as const] : []),
    ...(story.step > before.step ? [{ kind: "step", usd: story.step } as const] : []),
    ...(fresh.length === 0 ? [] : [{ kind: "holders", changed, fresh } as const]),
  ];
}

/** A person who could not make himself understood is told how: always, he is there now. */
export function unclearNews(answers: Answers | null): readonly News[] {
  return unclearReplies(answers).map((reply) => ({ kind: "unclear", reply }));
}

const MOST_TOLD = 40;
const MOST_HOLDERS = 60;

function remember(story: Story, news: readonly News[]): Story {
  const told = [...story.told, ...news.map((each) => newsKey(each, story))];
  return { ...story, told: told.slice(-MOST_TOLD), holders: story.holders.slice(-MOST_HOLDERS) };
}

/** Where a message stands already, in the language and for the people of that place. */
export function destinationOf(
  settings: Pick<SlackSettings, "routes" | "fallback">,
  channel: string,
  burning: Burning | null,
): Destination {
  const all: readonly Destination[] = [...settings.routes, settings.fallback];
  const routed =
    burning === null ? null : routeOf(settings, burning.finding.node, burning.finding.blockers).destination;
  if (routed?.channel === channel) return routed;
  return all.find((each) => each.channel === channel) ?? { ...settings.fallback, channel, mention: null };
}
