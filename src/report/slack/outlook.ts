import type { Held, Plan, Thread } from "../../audit/notify/plan.ts";
import { safeText } from "../text.ts";
import type { Delivery } from "./delivery.ts";
import { ENGLISH } from "./words/en.ts";

/** What would go where and why, a line a message; for a dry run. */
export function outlookLines({ threads, held, problems }: Plan): readonly string[] {
  const lines = [...threads.map(threadLine), ...held.map(heldLine), ...problems.map(safeText)];
  return lines.length === 0 ? ["nothing to tell"] : lines;
}

function threadLine(thread: Thread): string {
  const { story, news, why } = thread;
  const what = story.ts === null ? "post" : actionOf(thread);
  const route = story.ts !== null ? "its message stands there" : (why ?? "no route matches: the default channel");
  const replies = news.length === 0 ? "" : `; in the thread: ${news.map(({ kind }) => kind).join(", ")}`;
  return `${what} ${subjectOf(thread)} → ${story.channel} (${safeText(route)})${replies}`;
}

function actionOf({ story }: Thread): string {
  return story.state === "resolved" ? "resolve" : "update";
}

function subjectOf({ story, subject }: Thread): string {
  if (subject.kind === "flood") return `one message for ${subject.burning.length} nodes`;
  return `node ${safeText(story.nodeName)}`;
}

function heldLine({ story, because, destination, why }: Held): string {
  const route = why === null ? "the default channel" : safeText(why);
  return `hold node ${safeText(story.nodeName)} → ${destination.channel} (${route}): ${ENGLISH.held[because]}`;
}

/** A message a second and channel. */
const SECONDS = 1.05;

/** How many calls the deliveries take in the busiest channel, and how long that lasts, in seconds. */
function secondsFor(deliveries: readonly Delivery[]): number {
  const calls = new Map<string, number>();
  for (const { channel, replies } of deliveries) calls.set(channel, (calls.get(channel) ?? 0) + 1 + replies.length);
  return Math.ceil(Math.max(0, ...calls.values()) * SECONDS);
}

/** Said before sending when it will take a while; "" when it will not. */
export function patienceLine(deliveries: readonly Delivery[]): string {
  const seconds = secondsFor(deliveries);
  if (seconds < 15) return "";
  const messages = deliveries.reduce((sum, { replies }) => sum + 1 + replies.length, 0);
  const channels = new Set(deliveries.map(({ channel }) => channel)).size;
  const time = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return `${messages} messages to ${channels} ${channels === 1 ? "channel" : "channels"} take about ${time}: Slack takes one a second in a channel`;
}
