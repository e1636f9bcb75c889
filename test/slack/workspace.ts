import { blockFaults, textLength } from "./block-rules.ts";

export interface SlackMessageRow {
  readonly ts: string;
  readonly user: string;
  readonly bot: string | null;
  readonly thread: string | null;
  text: string;
  blocks: readonly unknown[];
  metadata: Metadata | null;
  reactions: { readonly name: string; readonly users: string[] }[];
  readonly files: { readonly id: string; readonly name: string; readonly title: string; readonly bytes: number }[];
  /** How often it was changed. */
  edits: number;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface SlackChannel {
  readonly id: string;
  archived: boolean;
  member: boolean;
  messages: SlackMessageRow[];
}

export interface MessageBody {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly metadata: Metadata | null;
}

export const BOT = { user: "UBARNACLE", bot: "BBARNACLE", team: "Sample" } as const;

/** A refusal in Slack's words. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A Slack workspace in memory: its channels and what stands in them, with Slack's own rules. */
export class Workspace {
  readonly channels = new Map<string, SlackChannel>();
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number, channels: readonly string[]) {
    this.#now = now;
    for (const id of channels) this.channels.set(id, { id, archived: false, member: true, messages: [] });
  }

  channel(id: string): SlackChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Refusal("channel_not_found");
    return channel;
  }

  /** A channel that the bot may read or write. */
  open(id: string, write: boolean): SlackChannel {
    const channel = this.channel(id);
    if (write && channel.archived) throw new Refusal("is_archived");
    if (!channel.member) throw new Refusal("not_in_channel");
    return channel;
  }

  /** The bot posts. */
  post(id: string, message: MessageBody, thread: string | null): SlackMessageRow {
    checkMessage(message, 40_000);
    return this.#add(this.open(id, true), message, thread, BOT);
  }

  update(id: string, ts: string, message: MessageBody): SlackMessageRow {
    const row = this.open(id, true).messages.find((each) => each.ts === ts);
    if (row === undefined) throw new Refusal("message_not_found");
    if (row.bot !== BOT.bot) throw new Refusal("cant_update_message");
    checkMessage(message, 4_000);
    row.text = message.text;
    row.blocks = message.blocks;
    row.metadata = message.metadata ?? row.metadata;
    row.edits += 1;
    return row;
  }

  /** A person writes: below a message, or into the channel. */
  say(id: string, user: string, text: string, thread: string | null = null): SlackMessageRow {
    return this.#add(this.channel(id), { text, blocks: [], metadata: null }, thread, { user, bot: null });
  }

  react(channel: string, ts: string, name: string, user: string): void {
    const { reactions } = this.find(channel, ts);
    const same = reactions.find((each) => each.name === name);
    if (same === undefined) reactions.push({ name, users: [user] });
    else same.users.push(user);
  }

  unreact(channel: string, ts: string, name: string): void {
    const row = this.find(channel, ts);
    row.reactions = row.reactions.filter((each) => each.name !== name);
  }

  remove(id: string, ts: string): void {
    const channel = this.channel(id);
    channel.messages = channel.messages.filter((each) => each.ts !== ts);
  }

  find(channel: string, ts: string): SlackMessageRow {
    const row = this.channel(channel).messages.find((each) => each.ts === ts);
    if (row === undefined) throw new Error(`no message ${ts} in ${channel}`);
    return row;
  }

  #add(
    channel: SlackChannel,
    message: MessageBody,
    thread: string | null,
    from: { readonly user: string; readonly bot: string | null },
  ): SlackMessageRow {
    if (thread !== null && !channel.messages.some((each) => each.ts === thread && each.thread === null)) {
      throw new Refusal("thread_not_found");
    }
    const row = { ts: this.#nextTs(), ...from, thread, ...message, reactions: [], files: [], edits: 0 };
    channel.messages.push(row);
    return row;
  }

  /** Ever later, and never twice the same. */
  #nextTs(): string {
    this.#last = Math.max(Math.floor(this.#now()) * 1_000, this.#last + 1);
    return `${Math.floor(this.#last / 1_000_000)}.${String(this.#last % 1_000_000).padStart(6, "0")}`;
  }
}

function checkMessage({ text, blocks, metadata }: MessageBody, most: number): void {
  if (text === "" && blocks.length === 0) throw new Refusal("no_text");
  if (text.length > most) throw new Refusal("msg_too_long");
  const faults = blockFaults(blocks);
  if (faults.length > 0) throw new Refusal("invalid_blocks", faults);
  if (textLength(blocks) > 13_000) throw new Refusal("msg_blocks_too_long");
  if (/<[!@#]/u.test(text)) throw new Refusal("invalid_arguments", [`the text holds markup: ${text}`]);
  if (metadata !== null) checkMetadata(metadata);
}

function checkMetadata({ event_type, event_payload }: Metadata): void {
  if (!/^[a-zA-Z0-9_]{1,255}$/u.test(event_type)) throw new Refusal("invalid_metadata_format");
  const flat = Object.values(event_payload).every((value) => ["string", "number", "boolean"].includes(typeof value));
  if (!flat) throw new Refusal("invalid_metadata_schema");
  if (JSON.stringify(event_payload).length > 8_000) throw new Refusal("metadata_too_large");
}
