import { type Digest, type DigestEpisode, isQuietWeek } from "../../audit/notify/digest.ts";
import { EVENT_TYPE, payloadOf } from "../../audit/notify/payload.ts";
import type { Mention } from "../../audit/notify/settings.ts";
import type { Mute, Story } from "../../audit/notify/story.ts";
import type { Instant } from "../../model/time.ts";
import { safeText } from "../text.ts";
import {
  type Block,
  bold,
  bullets,
  code,
  context,
  fitted,
  header,
  type RichPart,
  type RichSection,
  richText,
  section,
  text,
} from "./blocks.ts";
import { mentionOf, name } from "./burning.ts";
import { fallbackText } from "./fallback.ts";
import type { SlackMessage } from "./message.ts";
import { user } from "./status.ts";
import { aMonth, day, rate, rateLine, sum, timeText, type Voice } from "./voice.ts";

const SHOWN = 5;

/** What is muted, for the digest. */
export interface Muted {
  /** `null`: a message for many. */
  readonly nodeName: string | null;
  readonly nodes: number;
  readonly mute: Mute;
}

/** The week in one message; a quiet one in one line, and one that nobody looked at, with how good the data was. */
export function digestMessage(
  digest: Digest,
  muted: readonly Muted[],
  { story, mention }: { readonly story: Story; readonly mention: Mention | null },
  voice: Voice,
): SlackMessage {
  const words = voice.slack.digest;
  const blind = digest.runs === 0;
  const quiet = blind || isQuietWeek(digest);
  const title = words.title(dayText(digest.from, voice), dayText(digest.due, voice));
  const before = digest.beforeUsd === null ? null : sum(digest.beforeUsd, voice);
  const silence = blind ? words.unseen : words.quiet;
  const total = quiet ? silence : words.total(sum(digest.usd, voice), before);
  const parts: readonly RichPart[] = [
    section(
      ...mentionOf(mention),
      text(total, bold),
      text(quiet ? "" : `${voice.slack.space}· ${nowText(digest, voice)}`),
    ),
    ...(quiet ? [] : [...teamParts(digest, voice), ...solvedParts(digest, voice)]),
    ...mutedParts(muted, voice),
  ];
  const blocks: readonly Block[] = fitted([
    header(title),
    ...richText(parts),
    ...context([qualityText(digest, voice), rateLine(voice)]),
  ]);
  const metadata = { event_type: EVENT_TYPE, event_payload: payloadOf(story) };
  return { text: fallbackText(`${title}: ${total}`), blocks, metadata };
}

function dayText(at: Instant, { slack, timeZone }: Voice): string {
  return day(at, slack.locale, timeZone);
}

function nowText({ nowUsdPerHour, nowNodes }: Digest, voice: Voice): string {
  return voice.slack.digest.now(rate(nowUsdPerHour, voice), nowNodes);
}

function teamParts({ teams }: Digest, voice: Voice): readonly RichPart[] {
  const { digest, comma } = voice.slack;
  if (teams.length === 0) return [];
  const lines = teams.slice(0, SHOWN).map(({ team, usd, nodes, workloads }) => {
    const shown = workloads.slice(0, 3).map(name).join(comma);
    const more = workloads.length > 3 ? ` +${workloads.length - 3}` : "";
    return section(text(name(team), bold), text(`: ${digest.teamLine(sum(usd, voice), nodes)} (${shown}${more})`));
  });
  return [section(text(digest.teams, bold)), ...bullets([...lines, ...rest(teams.length)])];
}

function solvedParts({ solved, solvedUsdPerHour }: Digest, voice: Voice): readonly RichPart[] {
  const { digest } = voice.slack;
  if (solved.length === 0) return [section(text(digest.solvedNone))];
  const lines = solved.slice(0, SHOWN).map((episode) => solvedLine(episode, voice));
  const total = digest.solvedSum(solved.length, aMonth(solvedUsdPerHour, voice));
  return [section(text(digest.solved, bold), text(`: ${total}`)), ...bullets([...lines, ...rest(solved.length)])];
}

/** `+3`: how many a list does not show. */
function rest(all: number): readonly RichSection[] {
  return all > SHOWN ? [section(text(`+${all - SHOWN}`))] : [];
}

function solvedLine(episode: DigestEpisode, voice: Voice): RichSection {
  const { nodeName, machineType, accruedUsd, wasteUsdPerHour, endCause } = episode;
  const isUnknown = accruedUsd === 0 && wasteUsdPerHour === null;
  const bill = isUnknown ? voice.slack.unknownPrice : sum(accruedUsd, voice);
  const machine = machineType === null ? "" : ` ${name(machineType)}`;
  const why = voice.slack.ended[endCause ?? "unknown"];
  return section(text(name(nodeName), code), text(`${machine}: ${bill}${voice.slack.comma}${why}`));
}

function mutedParts(muted: readonly Muted[], voice: Voice): readonly RichPart[] {
  if (muted.length === 0) return [];
  const { digest } = voice.slack;
  const lines = muted.slice(0, 2 * SHOWN).map(({ nodeName, nodes, mute }) => {
    const until = mute.until === null ? null : timeText(mute.until, voice);
    const [before, after] = digest.mutedLine(until, safeText(mute.why));
    const what = nodeName === null ? text(digest.mutedMany(nodes)) : text(name(nodeName), code);
    return section(what, text(` ${before}`), user(mute.by), text(after));
  });
  const more = muted.length > 2 * SHOWN ? ` (${muted.length})` : "";
  return [section(text(`${digest.muted}${more}`, bold)), ...bullets(lines)];
}

function qualityText({ begins, runs, missedRuns, unpricedNodes }: Digest, voice: Voice): string {
  const { digest, comma } = voice.slack;
  const since = begins === null ? "" : `${digest.begins(timeText(begins, voice))}${comma}`;
  const missed = missedRuns === 0 ? digest.allRuns(runs) : digest.missed(missedRuns, runs + missedRuns);
  const unpriced = unpricedNodes === 0 ? digest.noUnpriced : digest.unpriced(unpricedNodes);
  return `${digest.quality}: ${since}${missed}${comma}${unpriced}`;
}
