import { BOT, type MessageBody, type Metadata, Refusal, type SlackMessageRow, type Workspace } from "./workspace.ts";

/** Slack's methods, as far as Barnacle calls them, on a workspace in memory. */

export type Arguments = Readonly<Record<string, unknown>>;
export type Result = Readonly<Record<string, unknown>> | { readonly retryAfter: number };

export interface MethodState {
  readonly workspace: Workspace;
  readonly now: () => number;
  readonly uploads: Map<string, { readonly filename: string; readonly length: number; got: Buffer | null }>;
  readonly lastPost: Map<string, number>;
  readonly url: string;
}

interface Method {
  /** The arguments that it takes here; Slack itself passes over what it does not know, this server refuses it. */
  readonly takes: readonly string[];
  /** Any of these. */
  readonly scopes: readonly string[];
  readonly run: (state: MethodState, args: Arguments) => Result;
}

const HISTORY = ["channels:history", "groups:history"];
const PAGED = ["channel", "oldest", "inclusive", "limit", "cursor", "include_all_metadata"];

export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    "auth.test",
    {
      takes: [],
      scopes: [],
      run: () => ({ ok: true, user_id: BOT.user, bot_id: BOT.bot, team: BOT.team, team_id: "T0SAMPLE" }),
    },
  ],
  [
    "chat.postMessage",
    {
      takes: ["channel", "thread_ts", "text", "blocks", "metadata", "mrkdwn", "unfurl_links", "unfurl_media"],
      scopes: ["chat:write"],
      run: postMessage,
    },
  ],
  [
    "chat.update",
    {
      takes: ["channel", "ts", "text", "blocks", "metadata"],
      scopes: ["chat:write"],
      run: ({ workspace }, args) => {
        const row = workspace.update(textOf(args, "channel"), textOf(args, "ts"), messageOf(args));
        return { ok: true, channel: args["channel"], ts: row.ts, text: row.text };
      },
    },
  ],
  ["conversations.history", { takes: PAGED, scopes: HISTORY, run: history }],
  ["conversations.replies", { takes: [...PAGED, "ts"], scopes: HISTORY, run: replies }],
  [
    "files.getUploadURLExternal",
    { takes: ["filename", "length", "alt_text"], scopes: ["files:write"], run: uploadUrl },
  ],
  [
    "files.completeUploadExternal",
    { takes: ["files", "channel_id", "thread_ts"], scopes: ["files:write"], run: completeUpload },
  ],
]);

/** Slack takes one message a second in a channel. */
function postMessage(state: MethodState, args: Arguments): Result {
  const channel = textOf(args, "channel");
  const now = state.now();
  if (now - (state.lastPost.get(channel) ?? 0) < 1_000) return { retryAfter: 1 };
  for (const key of ["mrkdwn", "unfurl_links", "unfurl_media"]) {
    if (String(args[key]) !== "false") throw new Refusal("invalid_arguments", [`${key} must be false here`]);
  }
  const row = state.workspace.post(channel, messageOf(args), optional(args, "thread_ts"));
  state.lastPost.set(channel, now);
  return { ok: true, channel, ts: row.ts, message: { text: row.text, ts: row.ts } };
}

function history({ workspace }: MethodState, args: Arguments): Result {
  const all = workspace.open(textOf(args, "channel"), false).messages;
  const oldest = Number(optional(args, "oldest") ?? 0);
  const top = all.filter(({ thread, ts }) => thread === null && Number(ts) >= oldest).toReversed();
  return page(top, args, (row) => shown(row, all, args));
}

function replies({ workspace }: MethodState, args: Arguments): Result {
  const all = workspace.open(textOf(args, "channel"), false).messages;
  const ts = textOf(args, "ts");
  const thread = all.filter((row) => row.ts === ts || row.thread === ts);
  if (thread.length === 0) throw new Refusal("thread_not_found");
  return page(thread, args, (row) => shown(row, all, args));
}

function uploadUrl(state: MethodState, args: Arguments): Result {
  const id = `F${String(state.uploads.size + 1).padStart(6, "0")}`;
  const length = Number(args["length"]);
  if (!(length > 0)) throw new Refusal("invalid_arguments", ["length"]);
  state.uploads.set(id, { filename: textOf(args, "filename"), length, got: null });
  return { ok: true, file_id: id, upload_url: state.url.replace("/api/", `/upload/${id}`) };
}

function completeUpload({ workspace, uploads }: MethodState, args: Arguments): Result {
  const files = structured(args["files"]);
  if (!Array.isArray(files)) throw new Refusal("invalid_arguments", ["files"]);
  const done = files.map((file: { readonly id: string; readonly title?: string }) => {
    const known = uploads.get(file.id);
    if (known?.got == null) throw new Refusal("file_not_found");
    return { id: file.id, name: known.filename, title: file.title ?? known.filename, bytes: known.got.length };
  });
  const message = { text: "a file", blocks: [], metadata: null };
  workspace.post(textOf(args, "channel_id"), message, optional(args, "thread_ts")).files.push(...done);
  return { ok: true, files: done.map(({ id, title }) => ({ id, title })) };
}

function page(rows: readonly SlackMessageRow[], args: Arguments, show: (row: SlackMessageRow) => object): Result {
  const limit = Number(optional(args, "limit") ?? 100);
  if (!(limit >= 1 && limit <= 999)) throw new Refusal("invalid_limit");
  const from = Number(optional(args, "cursor") ?? 0);
  const next = from + limit < rows.length ? String(from + limit) : "";
  const messages = rows.slice(from, from + limit).map(show);
  return { ok: true, messages, has_more: next !== "", response_metadata: { next_cursor: next } };
}

function shown(row: SlackMessageRow, all: readonly SlackMessageRow[], args: Arguments): object {
  const below = all.filter(({ thread }) => thread === row.ts);
  const users = [...new Set(below.map(({ user }) => user))];
  const thread = { thread_ts: row.ts, reply_count: below.length, reply_users: users.slice(0, 5) };
  const reactions = row.reactions.map((each) => ({ ...each, count: each.users.length }));
  return {
    type: "message",
    ts: row.ts,
    user: row.user,
    ...(row.bot === null ? {} : { bot_id: row.bot }),
    text: row.text,
    blocks: row.blocks,
    ...(row.thread === null ? {} : { thread_ts: row.thread }),
    ...(below.length === 0 ? {} : { ...thread, reply_users_count: users.length }),
    ...(reactions.length === 0 ? {} : { reactions }),
    ...(row.files.length === 0 ? {} : { files: row.files }),
    ...(String(args["include_all_metadata"]) === "true" && row.metadata !== null ? { metadata: row.metadata } : {}),
  };
}

function messageOf(args: Arguments): MessageBody {
  const blocks = args["blocks"] === undefined ? [] : structured(args["blocks"]);
  if (!Array.isArray(blocks)) throw new Refusal("invalid_blocks_format");
  const metadata = args["metadata"] === undefined ? null : (structured(args["metadata"]) as Metadata);
  return { text: optional(args, "text") ?? "", blocks, metadata };
}

/** Forms carry structures as JSON text; JSON bodies carry them as they are. */
function structured(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}

function optional(args: Arguments, key: string): string | null {
  const value = args[key];
  return value === undefined ? null : String(value);
}

function textOf(args: Arguments, key: string): string {
  const value = optional(args, key);
  if (value === null || value === "") throw new Refusal("invalid_arguments", [`missing ${key}`]);
  return value;
}
