import type { Payload } from "../../model/slack.ts";
import { type Block, cut, LIMITS, plain } from "./blocks.ts";

/** One message as Slack takes it. */
export interface SlackMessage {
  /** For notifications and screen readers; escaped. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: { readonly event_type: string; readonly event_payload: Payload };
}

/** The same in the simplest block there is, for when Slack refuses the others. */
export function simpler(message: SlackMessage): SlackMessage {
  const words = unescaped(message.text);
  return { ...message, blocks: [{ type: "section", text: plain(words, LIMITS.section) }] };
}

const SHORT = 600;

/** A shorter one, for when Slack finds it too long. */
export function shorter(message: SlackMessage): SlackMessage {
  const text = cut(message.text, SHORT).replace(/&[a-z]{0,3}…$/u, "…");
  return { ...message, text, blocks: [{ type: "section", text: plain(unescaped(text), SHORT) }] };
}

/** Without what only memory needs, for when Slack finds the metadata too large. */
export function lighter(message: SlackMessage): SlackMessage {
  const { event_type, event_payload } = message.metadata;
  return {
    ...message,
    metadata: { event_type, event_payload: { ...event_payload, members: "", told: "", holders: "" } },
  };
}

function unescaped(text: string): string {
  return text.replaceAll("\u2060", "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
