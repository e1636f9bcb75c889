/** Block Kit, as far as our messages use it. Names from the cluster stand in `plain_text` and rich text's `text` only: neither is interpreted. */
export interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

export interface TextStyle {
  readonly bold?: true;
  readonly italic?: true;
  readonly code?: true;
  readonly strike?: true;
}

export type Inline =
  | { readonly type: "text"; readonly text: string; readonly style?: TextStyle }
  | { readonly type: "link"; readonly url: string; readonly text: string; readonly style?: TextStyle }
  | { readonly type: "emoji"; readonly name: string }
  | { readonly type: "user"; readonly user_id: string }
  | { readonly type: "usergroup"; readonly usergroup_id: string }
  | { readonly type: "broadcast"; readonly range: "here" }
  | { readonly type: "date"; readonly timestamp: number; readonly format: string; readonly fallback: string };

export interface RichSection {
  readonly type: "rich_text_section";
  readonly elements: readonly Inline[];
}

export interface RichCode {
  readonly type: "rich_text_preformatted";
  readonly elements: readonly { readonly type: "text"; readonly text: string }[];
}

export interface RichList {
  readonly type: "rich_text_list";
  readonly style: "bullet";
  readonly elements: readonly RichSection[];
}

export type RichPart = RichSection | RichCode | RichList;

export type Block =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: PlainText }
  | { readonly type: "context"; readonly elements: readonly PlainText[] }
  | { readonly type: "rich_text"; readonly elements: readonly RichPart[] }
  | { readonly type: "divider" };

/** Slack's limits, and our own below those that it does not publish. */
export const LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  context: 2_000,
  /** Of all texts in one rich text block. */
  richText: 3_000,
  /** Of all blocks together; Slack refuses somewhere above 13,000 with `msg_blocks_too_long`. */
  message: 10_000,
  /** Of the fallback text: chat.update takes 4,000. */
  fallback: 3_000,
  url: 3_000,
} as const;

/** At most `most` UTF-16 units, an ellipsis at the cut; no half of a surrogate pair is left. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\ud800-\udbff]$/u, "")}…`;
}

export function plain(text: string, most: number): PlainText {
  return { type: "plain_text", text: cut(text, most), emoji: false };
}

export function header(text: string): Block {
  return { type: "header", text: plain(text, LIMITS.header) };
}

export function context(texts: readonly string[]): readonly Block[] {
  const shown = texts.filter((text) => text !== "").slice(0, 10);
  return shown.length === 0 ? [] : [{ type: "context", elements: shown.map((text) => plain(text, LIMITS.context)) }];
}

/** Text in rich text; Slack refuses an empty one. */
export function text(words: string, style?: TextStyle): Inline {
  return style === undefined ? { type: "text", text: words } : { type: "text", text: words, style };
}

export const bold: TextStyle = { bold: true };
export const code: TextStyle = { code: true };

/** A link, or the words alone where the address would be too long for Slack. */
export function link(url: string, words: string, style?: TextStyle): Inline {
  if (url.length > LIMITS.url || !/^https?:\/\//u.test(url)) return text(words, style);
  return style === undefined ? { type: "link", url, text: words } : { type: "link", url, text: words, style };
}

export function section(...elements: readonly Inline[]): RichSection {
  return { type: "rich_text_section", elements: elements.filter((each) => !("text" in each) || each.text !== "") };
}

export function bullets(sections: readonly RichSection[]): readonly RichList[] {
  return sections.length === 0 ? [] : [{ type: "rich_text_list", style: "bullet", elements: sections }];
}

export function codeBlock(lines: string): RichCode {
  return { type: "rich_text_preformatted", elements: [{ type: "text", text: lines === "" ? " " : lines }] };
}

/**
 * Rich text blocks of the parts, each below Slack's size, none of the parts lost but those that are themselves too long, which are cut.
 */
export function richText(parts: readonly RichPart[]): readonly Block[] {
  const blocks: { type: "rich_text"; elements: RichPart[] }[] = [];
  let room = 0;
  for (const part of parts.filter(({ elements }) => elements.length > 0).map(shortened)) {
    const size = sizeOf(part);
    const last = blocks.at(-1);
    if (last === undefined || size > room) {
      blocks.push({ type: "rich_text", elements: [part] });
      room = LIMITS.richText - size;
    } else {
      last.elements.push(part);
      room -= size;
    }
  }
  return blocks;
}

/** The length of all texts in a part. */
function sizeOf(part: RichPart): number {
  if (part.type === "rich_text_list") return part.elements.reduce((sum, each) => sum + sizeOf(each), 0);
  return part.elements.reduce((sum, each) => sum + ("text" in each ? each.text.length : 20), 0);
}

function shortened(part: RichPart): RichPart {
  if (sizeOf(part) <= LIMITS.richText) return part;
  if (part.type === "rich_text_list") {
    const share = Math.floor(LIMITS.richText / part.elements.length);
    return { ...part, elements: part.elements.map((each) => shortSection(each, share)) };
  }
  if (part.type === "rich_text_section") return shortSection(part, LIMITS.richText);
  return { ...part, elements: part.elements.map((each) => ({ ...each, text: cut(each.text, LIMITS.richText) })) };
}

function shortSection(part: RichSection, most: number): RichSection {
  let room = most;
  const elements: Inline[] = [];
  for (const each of part.elements) {
    if (!("text" in each)) {
      elements.push(each);
      room -= 20;
      continue;
    }
    const words = cut(each.text, Math.max(room, 1));
    elements.push({ ...each, text: words });
    room -= words.length;
    if (room <= 0) break;
  }
  return { ...part, elements };
}

/** As many blocks, from the first, as fit into one message. */
export function fitted(blocks: readonly Block[]): readonly Block[] {
  let room: number = LIMITS.message;
  const kept: Block[] = [];
  for (const block of blocks.slice(0, LIMITS.blocks)) {
    room -= blockSize(block);
    if (room < 0) break;
    kept.push(block);
  }
  return kept;
}

function blockSize(block: Block): number {
  switch (block.type) {
    case "header":
    case "section":
      return block.text.text.length;
    case "context":
      return block.elements.reduce((sum, each) => sum + each.text.length, 0);
    case "rich_text":
      return block.elements.reduce((sum, part) => sum + sizeOf(part), 0);
    case "divider":
      return 0;
  }
}
