import { z } from "zod";
import type { Duration } from "../../model/time.ts";
import { lighter, type SlackMessage, shorter, simpler } from "../../report/slack/message.ts";
import type { Answer, SlackApi } from "./api.ts";
import type { Fault } from "./fault.ts";
import type { Self } from "./self.ts";
import { sweep, toldIn } from "./sweep.ts";

/** What became of one call that writes. */
export type Sent = { readonly ts: string } | { readonly fault: Fault };

const Posted = z.looseObject({ ts: z.string() });

/** What may still be done with a message that Slack refuses for its form. */
const RESHAPED: ReadonlyMap<string, (message: SlackMessage) => SlackMessage> = new Map([
  ["invalid_blocks", simpler],
  ["invalid_blocks_format", simpler],
  ["blocks_not_allowed", simpler],
  ["msg_too_long", shorter],
  ["msg_blocks_too_long", shorter],
  ["metadata_too_large", lighter],
  ["invalid_metadata_format", lighter],
  ["invalid_metadata_schema", lighter],
]);

/** How often a message is tried in another shape. */
const MOST_SHAPES = 3;

interface Place {
  readonly channel: string;
  /** The message in whose thread it goes; `null`: into the channel. */
  readonly thread: string | null;
}

/** Posts a message, in a simpler shape where Slack refuses the first. */
export async function post(
  api: SlackApi,
  { channel, thread }: Place,
  message: SlackMessage,
  notes: string[],
): Promise<Sent> {
  return await reshaping(message, notes, async (shape) => {
    await api.pace(channel);
    return await api.once("chat.postMessage", {
      channel,
      ...(thread === null ? {} : { thread_ts: thread }),
      ...shape,
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });
}

/** Changes a message into this one. Doing it twice does no harm. */
export async function update(
  api: SlackApi,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  message: SlackMessage,
  notes: string[],
): Promise<Sent> {
  return await reshaping(message, notes, async (shape) => {
    await api.pace(channel);
    return await api.again("chat.update", { channel, ts, ...shape });
  });
}

async function reshaping(
  message: SlackMessage,
  notes: string[],
  send: (shape: SlackMessage) => Promise<Answer>,
): Promise<Sent> {
  let shape = message;
  for (let tried = 0; ; tried++) {
    const answer = await send(shape);
    if (answer.ok) {
      const parsed = Posted.safeParse(answer.data);
      return parsed.success
        ? { ts: parsed.data.ts }
        : { fault: { kind: "unknown", what: "Slack's answer could not be read" } };
    }
    const { fault } = answer;
    const reshape = fault.kind === "refused" ? RESHAPED.get(fault.code) : undefined;
    if (fault.kind !== "refused" || reshape === undefined || tried === MOST_SHAPES) return { fault };
    notes.push(`Slack refused a message (${fault.code}); it was sent in a simpler shape`);
    shape = reshape(shape);
  }
}

/** Slack shows a message to those who read the channel some moments after it took it. */
const LOOKS: readonly Duration[] = [1_000 as Duration, 3_000 as Duration];

/** Looks whether a message whose fate is unknown stands in the channel: its ts, or `null`. */
export async function findPosted(
  api: SlackApi,
  self: Self,
  { channel, id, oldest }: { readonly channel: string; readonly id: string; readonly oldest: string },
): Promise<string | null> {
  if (!self.mayLookUp) return null;
  for (const wait of LOOKS) {
    await api.sleep(wait);
    const swept = await sweep(api, self, { channel, oldest });
    if (swept.kind === "unseen") return null;
    const found = swept.messages.find(({ payload }) => payload["id"] === id);
    if (found !== undefined) return found.ts;
  }
  return null;
}

/** Looks whether a piece of news whose fate is unknown stands in the thread. */
export async function isTold(
  api: SlackApi,
  self: Self,
  thread: { readonly channel: string; readonly ts: string },
  key: string,
): Promise<boolean> {
  if (!self.mayLookUp) return false;
  await api.sleep(LOOKS[0] ?? (0 as Duration));
  const read = await toldIn(api, self, thread);
  return "told" in read && read.told.includes(key);
}
