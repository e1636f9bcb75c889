import { z } from "zod";
import type { Payload, Reply, StandingMessage } from "../../model/slack.ts";
import type { SlackApi } from "./api.ts";
import type { Fault } from "./fault.ts";
import type { Self } from "./self.ts";

const Message = z.looseObject({
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().optional(),
  metadata: z
    .looseObject({
      event_type: z.string().optional(),
      event_payload: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  reactions: z.array(z.looseObject({ name: z.string(), users: z.array(z.string()).default([]) })).optional(),
  reply_count: z.number().optional(),
  reply_users: z.array(z.string()).optional(),
  reply_users_count: z.number().optional(),
  files: z.array(z.looseObject({ name: z.string().nullish() })).optional(),
});
type Message = z.output<typeof Message>;

const Page = z.looseObject({
  messages: z.array(Message).default([]),
  response_metadata: z.looseObject({ next_cursor: z.string().optional() }).optional(),
});

/** How far back is looked, at most: 40 pages of 200 messages. */
const MOST_PAGES = 40;
const PAGE = 200;

/** What stands in a channel. */
export type Swept =
  /** `whole`: everything from `oldest` on was seen. */
  | { readonly kind: "seen"; readonly messages: readonly StandingMessage[]; readonly whole: boolean }
  | { readonly kind: "unseen"; readonly fault: Fault };

/** Reads our own messages of a channel that are not older than `oldest`, with what people answered. */
export async function sweep(
  api: SlackApi,
  self: Self,
  { channel, oldest }: { readonly channel: string; readonly oldest: string },
): Promise<Swept> {
  const read = await pages(api, "conversations.history", {
    channel,
    oldest,
    inclusive: true,
    limit: PAGE,
    include_all_metadata: true,
  });
  if (read.fault !== null) return { kind: "unseen", fault: read.fault };
  const messages: StandingMessage[] = [];
  for (const message of read.messages) {
    const payload = ownPayload(message, self);
    if (payload === null || (message.thread_ts !== undefined && message.thread_ts !== message.ts)) continue;
    const open = payload["state"] === "posted";
    const replies =
      open && self.mayRead && hasAnswers(message, self) ? await answersIn(api, self, channel, message.ts) : [];
    messages.push({ channel, ts: message.ts, payload, reactions: reactionsOf(message, self), replies });
  }
  return { kind: "seen", messages, whole: read.whole };
}

/** The names of the news that stand in a thread already, and the names of our files in it. */
export async function toldIn(
  api: SlackApi,
  self: Self,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<{ readonly told: readonly string[] } | { readonly fault: Fault }> {
  const read = await pages(api, "conversations.replies", { channel, ts, limit: PAGE, include_all_metadata: true });
  if (read.fault !== null) return { fault: read.fault };
  const told = read.messages.flatMap((message) => {
    const key = ownPayload(message, self)?.["told"];
    const files = isOwn(message, self) ? (message.files ?? []).map(({ name }) => `file:${name ?? ""}`) : [];
    return [...files, ...(typeof key === "string" && message.ts !== ts ? [key] : [])];
  });
  return { told };
}

async function answersIn(api: SlackApi, self: Self, channel: string, ts: string): Promise<readonly Reply[]> {
  const read = await pages(api, "conversations.replies", { channel, ts, limit: PAGE });
  return read.messages.flatMap(({ ts: at, user, bot_id, text }) =>
    at === ts || user === undefined || bot_id !== undefined || user === self.userId
      ? []
      : [{ user, text: text ?? "", ts: at }],
  );
}

interface Read {
  readonly messages: readonly Message[];
  readonly whole: boolean;
  readonly fault: Fault | null;
}

async function pages(api: SlackApi, method: string, args: Readonly<Record<string, unknown>>): Promise<Read> {
  const messages: Message[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api.again(method, cursor === "" ? args : { ...args, cursor });
    if (!answer.ok) return { messages, whole: false, fault: answer.fault };
    const parsed = Page.safeParse(answer.data);
    if (!parsed.success) {
      return { messages, whole: false, fault: { kind: "unknown", what: "Slack's answer could not be read" } };
    }
    messages.push(...parsed.data.messages);
    cursor = parsed.data.response_metadata?.next_cursor ?? "";
    if (cursor === "") return { messages, whole: true, fault: null };
  }
  return { messages, whole: false, fault: null };
}

function isOwn(message: Message, self: Self): boolean {
  return message.bot_id === self.botId || (message.user === self.userId && self.userId !== "");
}

/** The metadata of a message of ours; `null` for anybody else's, whatever it says of itself. */
function ownPayload(message: Message, self: Self): Payload | null {
  const { metadata } = message;
  if (!isOwn(message, self) || metadata?.event_type !== self.eventType) return null;
  const entries = Object.entries(metadata.event_payload ?? {}).flatMap(([key, value]) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[key, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

function reactionsOf(message: Message, self: Self): StandingMessage["reactions"] {
  if (!self.mayRead) return [];
  return (message.reactions ?? [])
    .map(({ name, users }) => ({ name: name.replace(/::.*$/u, ""), users: users.filter((id) => id !== self.userId) }))
    .filter(({ users }) => users.length > 0);
}

function hasAnswers(message: Message, self: Self): boolean {
  const users = message.reply_users ?? [];
  return users.some((id) => id !== self.userId) || (message.reply_users_count ?? 0) > users.length;
}
