import type { Block } from "../../src/report/slack/blocks.ts";
import { messageText } from "../../src/report/slack/preview.ts";
import type { SlackMessageRow, Workspace } from "./workspace.ts";

/** What stands in a channel, as a person would read it: messages in order, each with its thread. */
export function transcript(workspace: Workspace, id: string): string {
  const { messages } = workspace.channel(id);
  const top = messages.filter(({ thread }) => thread === null);
  const parts = top.map((row) => {
    const below = messages.filter(({ thread }) => thread === row.ts);
    return [...lines(row), ...below.flatMap((each) => lines(each).map((line) => `    ${line}`))].join("\n");
  });
  return `${parts.join("\n\n")}\n`;
}

function lines(row: SlackMessageRow): readonly string[] {
  const at = new Date(Number(row.ts) * 1_000).toISOString().slice(0, 16);
  const edits = row.edits === 0 ? "" : `, changed ${row.edits} times`;
  const reactions = row.reactions.map(({ name, users }) => `:${name}: ${users.join(" ")}`);
  const files = row.files.map(({ title, bytes }) => `[file ${title}, ${bytes > 1_000 ? "a picture" : "empty"}]`);
  const body = row.blocks.length === 0 ? row.text.split("\n") : messageText({ ...message(row) });
  return [`== ${at} ${row.user}${edits}`, `[${row.text}]`, ...body, ...files, ...reactions].map((line) =>
    line.trimEnd(),
  );
}

/** A message's words, without whatever stands around it. */
export function messageWords(row: SlackMessageRow): string {
  return messageText(message(row)).join("\n");
}

function message(row: SlackMessageRow) {
  const blocks = row.blocks as readonly Block[];
  return { text: row.text, blocks, metadata: { event_type: "", event_payload: {} } };
}
