import type { Block } from "./blocks.ts";
import type { Delivery } from "./delivery.ts";
import type { SlackMessage } from "./message.ts";
import { wordsOf } from "./render.ts";

const BUILDER = "https://app.slack.com/block-kit-builder";

/** A message as text, line by line, as it would be read in Slack. */
export function messageText(message: SlackMessage): readonly string[] {
  return message.blocks.flatMap(blockLines);
}

function blockLines(block: Block): readonly string[] {
  switch (block.type) {
    case "header":
      return [`# ${block.text.text}`];
    case "section":
      return block.text.text.split("\n");
    case "context":
      return block.elements.map((each) => `(${each.text})`);
    case "divider":
      return ["---"];
    case "rich_text":
      return block.elements.flatMap((part) =>
        part.type === "rich_text_preformatted"
          ? ["```", ...wordsOf([part]).split("\n"), "```"]
          : wordsOf([part]).split("\n"),
      );
  }
}

/** Opens the message in Slack's Block Kit Builder. */
function builderLink(message: SlackMessage): string {
  return `${BUILDER}#${encodeURIComponent(JSON.stringify({ blocks: message.blocks }))}`;
}

/** All that a delivery would send, each message as text and as a link into the Block Kit Builder. */
export function previewLines(delivery: Delivery): readonly string[] {
  const what = delivery.ts === null ? "post" : "update";
  const messages = [
    { head: `--- ${what} in ${delivery.channel}`, message: delivery.root },
    ...delivery.replies.map(({ key, message }) => ({ head: `--- reply (${key.replace(/:.*$/u, "")})`, message })),
  ];
  return messages.flatMap(({ head, message }) => [
    head,
    `[notification] ${message.text}`,
    ...messageText(message),
    builderLink(message),
    "",
  ]);
}
