import type { Thread } from "../../audit/notify/plan.ts";
import { safeText } from "../text.ts";
import { type Block, context, fitted } from "./blocks.ts";
import type { Delivery } from "./delivery.ts";
import type { SlackMessage } from "./message.ts";
import { renderReplies, renderRoot } from "./render.ts";
import { type Voice, type VoiceSettings, voiceFor } from "./voice.ts";

/** Everything that the threads say, ready to be sent. `fallback` is the channel for what its own channel refuses. */
export function deliveriesOf(
  threads: readonly Thread[],
  settings: VoiceSettings,
  fallback: string,
): readonly Delivery[] {
  return threads.map((thread) => {
    const voice = voiceFor(thread.destination, settings);
    const { story } = thread;
    const root = renderRoot(thread, voice);
    return {
      id: story.id,
      channel: story.channel,
      ts: story.ts,
      root,
      replies: renderReplies(thread, voice),
      instead: insteadOf(root, { channel: story.channel, fallback }, voice),
      about: safeText(aboutOf(thread)),
    };
  });
}

/** Where a message goes that its channel refuses; `null`: nowhere. */
export function insteadOf(
  root: SlackMessage,
  { channel, fallback }: { readonly channel: string; readonly fallback: string },
  voice: Voice,
): Delivery["instead"] {
  if (channel === fallback) return null;
  return { channel: fallback, root: (refusal) => elsewhere(root, channel, refusal, voice) };
}

function aboutOf({ story, subject }: Thread): string {
  if (subject.kind === "flood") return `${subject.burning.length} nodes`;
  return `node ${story.nodeName}`;
}

/** The message, with a line that says where it should have gone. */
function elsewhere(message: SlackMessage, channel: string, refusal: string, { slack }: Voice): SlackMessage {
  const line: readonly Block[] = context([slack.elsewhere(channel, refusal)]);
  const [first, ...others] = message.blocks;
  return { ...message, blocks: fitted(first === undefined ? line : [first, ...line, ...others]) };
}
