import type { Advice } from "../../audit/finding.ts";
import { EVENT_TYPE, payloadOf } from "../../audit/notify/payload.ts";
import { type News, newsKey, type Subject, type Thread } from "../../audit/notify/plan.ts";
import type { Story } from "../../audit/notify/story.ts";
import { holdersOf, objectName } from "../holders.ts";
import { type Block, bullets, cut, fitted, type Inline, type RichPart, richText, section, text } from "./blocks.ts";
import { adviceParts, burningBlocks, headline, holderLine } from "./burning.ts";
import { endedBlocks, endLine, wholeBill } from "./ended-blocks.ts";
import { fallbackText } from "./fallback.ts";
import { floodBill, floodBlocks, floodHeadline, wasteOf } from "./flood-blocks.ts";
import type { SlackMessage } from "./message.ts";
import { user } from "./status.ts";
import { rate, type Voice } from "./voice.ts";

/** A piece of news as a message, under the name by which the thread is asked whether it has it. */
export interface RenderedReply {
  readonly key: string;
  readonly message: SlackMessage;
}

/** The message of a thread as it should stand now. */
export function renderRoot(thread: Thread, voice: Voice): SlackMessage {
  const { story, subject, destination } = thread;
  return {
    text: fallbackText(rootText(subject, story, voice)),
    blocks: rootBlocks(thread, voice, story.revision === 1 ? destination.mention : null),
    metadata: { event_type: EVENT_TYPE, event_payload: payloadOf(story) },
  };
}

function rootBlocks(
  { story, subject }: Thread,
  voice: Voice,
  mention: Thread["destination"]["mention"],
): readonly Block[] {
  switch (subject.kind) {
    case "burning":
      return burningBlocks(subject.burning, story, mention, voice);
    case "ended":
      return endedBlocks(subject.episode, story, voice);
    case "flood":
      return floodBlocks(subject, story, mention, voice);
  }
}

function rootText(subject: Subject, story: Story, voice: Voice): string {
  const { slack } = voice;
  switch (subject.kind) {
    case "burning": {
      const { finding } = subject.burning;
      const [holder] = holdersOf(finding.blockers);
      const who = holder === undefined ? "" : `${slack.comma}${objectName(holder.workload ?? podOf(holder.pods[0]))}`;
      return `${headline(finding, story, voice)}: ${finding.node.name}${who}`;
    }
    case "ended":
      return `${slack.resolved(wholeBill(subject.episode, story, voice))}: ${story.nodeName}`;
    case "flood": {
      if (subject.burning.length === 0) return slack.flood.resolved(subject.ended, floodBill(story, voice));
      return floodHeadline(subject.burning, voice);
    }
  }
}

function podOf(pod: { readonly namespace: string; readonly name: string } | undefined) {
  return { kind: "Pod", namespace: pod?.namespace ?? "", name: pod?.name ?? "" };
}

/** What is news, oldest first, as replies. */
export function renderReplies({ story, subject, news }: Thread, voice: Voice): readonly RenderedReply[] {
  return news.map((each) => {
    const key = newsKey(each, story);
    const parts = newsParts(each, subject, story, voice);
    const blocks = fitted(richText(parts));
    const payload = { v: 1, of: story.id, told: key, cluster: story.cluster };
    return {
      key,
      message: {
        text: fallbackText(briefly(parts)),
        blocks,
        metadata: { event_type: EVENT_TYPE, event_payload: payload },
      },
    };
  });
}

function newsParts(news: News, subject: Subject, story: Story, voice: Voice): readonly RichPart[] {
  const words = voice.slack.news;
  const bill = billOf(subject, story, voice);
  const total = bill ?? voice.slack.unknownPrice;
  const rateNow = wasteNow(subject);
  const waste = rateNow === null ? voice.slack.unknownPrice : rate(rateNow, voice);
  switch (news.kind) {
    case "patch":
      return adviceParts(adviceOf(subject), voice);
    case "step":
      return [section(text(words.step(round(news.usd), total, waste)))];
    case "holders":
      return [
        section(text(news.changed ? words.changed : words.came)),
        ...bullets(
          holdersOf(news.fresh)
            .slice(0, 10)
            .map((holder) => holderLine(holder, voice)),
        ),
      ];
    case "back":
      return [section(text(words.back(bill)))];
    case "unmuted":
      return [section(text(words.unmuted(rateNow === null ? null : waste, bill)))];
    case "end":
      return [section(...endParts(subject, story, bill, voice))];
    case "unclear":
      return [section(user(news.reply.user), text(` ${words.unclear}`))];
  }
}

/** Of a flood what to change first on each of the worst nodes; the same for the same object once. */
function adviceOf(subject: Subject): readonly Advice[] {
  if (subject.kind === "burning") return subject.burning.finding.advice;
  if (subject.kind === "ended") return [];
  const first = subject.burning.flatMap(({ finding }) => finding.advice.slice(0, 1));
  return [...new Map(first.map((advice) => [JSON.stringify([advice.kind, advice.target]), advice])).values()];
}

/** What the thread has come to; `null` when nobody knows. */
function billOf(subject: Subject, story: Story, voice: Voice): string | null {
  if (subject.kind === "flood") return floodBill(story, voice);
  return wholeBill(subject.kind === "burning" ? subject.burning.finding : subject.episode, story, voice);
}

function endParts(subject: Subject, story: Story, bill: string | null, voice: Voice): readonly Inline[] {
  const words = voice.slack.news;
  if (subject.kind === "flood") return [text(words.floodEnd(subject.ended, bill))];
  const episode = subject.kind === "ended" ? subject.episode : null;
  return [text(`${words.end(bill)}${voice.slack.space}`), ...endLine(episode, story, voice)];
}

function wasteNow(subject: Subject): number | null {
  if (subject.kind === "flood") return wasteOf(subject.burning);
  return subject.kind === "burning" ? subject.burning.finding.wasteUsdPerHour : null;
}

const BRIEF = 300;

/** The beginning of a reply, for a notification: without patches and commands. */
function briefly(parts: readonly RichPart[]): string {
  return cut(wordsOf(parts.filter(({ type }) => type !== "rich_text_preformatted")), BRIEF);
}

/** `$10`, `$1,000`: a step is a round sum. */
function round(usd: number): string {
  return `$${usd.toLocaleString("en-US")}`;
}

/** The words of rich text. */
export function wordsOf(parts: readonly RichPart[]): string {
  return parts
    .map((part): string => {
      if (part.type === "rich_text_list") return part.elements.map((each) => `• ${wordsOf([each])}`).join("\n");
      return part.elements.map(inlineWords).join("");
    })
    .join("\n");
}

function inlineWords(each: Inline): string {
  switch (each.type) {
    case "text":
    case "link":
      return each.text;
    case "emoji":
      return `:${each.name}:`;
    case "user":
      return `@${each.user_id}`;
    case "usergroup":
      return `@${each.usergroup_id}`;
    case "broadcast":
      return `@${each.range}`;
    case "date":
      return each.fallback;
  }
}
