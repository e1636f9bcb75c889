import type { Block, Inline, RichPart, TextStyle } from "../../src/report/slack/blocks.ts";
import type { SlackMessage } from "../../src/report/slack/message.ts";

/** Our blocks as a drawing that looks like Slack, for pictures in the documentation. */

const WIDTH = 760;
const LEFT = 66;
const FONT = "Noto Sans JP";

export interface Shown {
  readonly message: SlackMessage;
  readonly time: string;
  readonly inThread: boolean;
}

interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly color: string;
}

interface Line {
  readonly runs: readonly Run[];
  readonly size: number;
  readonly height: number;
  readonly indent: number;
  readonly code: boolean;
}

const INK = "#1d1c1d";
const LINK = "#1264a3";
const FAINT = "#616061";
const CODE = "#c01343";

/** The drawing and its size. */
export function drawingOf(messages: readonly Shown[]): { readonly svg: string; readonly height: number } {
  const parts: string[] = [];
  let top = 18;
  for (const { message, time, inThread } of messages) {
    const shift = inThread ? 46 : 0;
    const begin = top;
    parts.push(face(LEFT - 46 + shift, top, time));
    top += 26;
    for (const line of message.blocks.flatMap(blockLines).flatMap((each) => wrapped(each, WIDTH - LEFT - shift - 24))) {
      top += line.height;
      parts.push(lineSvg(line, LEFT + shift + line.indent, top, WIDTH - 24 - LEFT - shift));
    }
    if (inThread)
      parts.push(`<rect x="${LEFT - 18}" y="${begin}" width="3" height="${top - begin + 6}" fill="#e2e2e2"/>`);
    top += 30;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" font-family="${FONT}"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>`;
  return { svg, height: top };
}

function face(x: number, y: number, time: string): string {
  return `<rect x="${x}" y="${y}" width="36" height="36" rx="6" fill="#1f3a4d"/><text x="${x + 18}" y="${y + 25}" fill="#ffffff" font-size="20" font-weight="700" text-anchor="middle">B</text><text x="${x + 46}" y="${y + 15}" font-size="15" font-weight="700" fill="${INK}">barnacle <tspan font-size="10" font-weight="400" fill="${FAINT}"> APP  </tspan><tspan font-size="12" font-weight="400" fill="${FAINT}">${time}</tspan></text>`;
}

function line(runs: readonly Run[], more: Partial<Line> = {}): Line {
  return { runs, size: 14.5, height: 22, indent: 0, code: false, ...more };
}

function blockLines(block: Block): readonly Line[] {
  switch (block.type) {
    case "header":
      return [line([{ text: block.text.text, bold: true, color: INK }], { size: 18, height: 29 })];
    case "section":
      return block.text.text.split("\n").map((text) => line([{ text, bold: false, color: INK }]));
    case "context":
      return block.elements.map(({ text }) => line([{ text, bold: false, color: FAINT }], { size: 12, height: 19 }));
    case "divider":
      return [];
    case "rich_text":
      return block.elements.flatMap(partLines);
  }
}

function partLines(part: RichPart): readonly Line[] {
  switch (part.type) {
    case "rich_text_preformatted":
      return part.elements.flatMap(({ text }) =>
        text
          .split("\n")
          .map((each) =>
            line([{ text: each, bold: false, color: INK }], { size: 12.5, height: 19, indent: 8, code: true }),
          ),
      );
    case "rich_text_list":
      return part.elements.flatMap(({ elements }) =>
        lines(elements.map(runOf), "•  ").map((each) => ({ ...each, indent: 12 })),
      );
    case "rich_text_section":
      return lines(part.elements.map(runOf), "");
  }
}

/** Runs with line breaks in them as lines. */
function lines(runs: readonly Run[], bullet: string): readonly Line[] {
  const all: Run[][] = [bullet === "" ? [] : [{ text: bullet, bold: false, color: INK }]];
  for (const run of runs) {
    for (const [index, text] of run.text.split("\n").entries()) {
      if (index > 0) all.push([]);
      all.at(-1)?.push({ ...run, text });
    }
  }
  return all.map((each) => line(each));
}

const EMOJI: ReadonlyMap<string, string> = new Map([
  ["eyes", "●"],
  ["no_bell", "●"],
  ["zzz", "●"],
]);

function runOf(each: Inline): Run {
  const styled = (text: string, color: string, style?: TextStyle): Run => ({
    text,
    bold: style?.bold === true,
    color: style?.code === true ? CODE : color,
  });
  switch (each.type) {
    case "text":
      return styled(each.text, INK, each.style);
    case "link":
      return styled(each.text, LINK, each.style?.bold === true ? { bold: true } : undefined);
    case "emoji":
      return styled(EMOJI.get(each.name) ?? `:${each.name}:`, FAINT);
    case "user":
      return styled(`@${each.user_id}`, LINK);
    case "usergroup":
      return styled(`@${each.usergroup_id}`, LINK);
    case "broadcast":
      return styled(`@${each.range}`, LINK);
    case "date":
      return styled(each.fallback, INK);
  }
}

/** About how wide a character is, in ems: full-width ones a whole em, others a little more than half. */
function emsOf(character: string): number {
  if (character > "\u2e7f") return 1;
  if (/[ilj.,:;'|!()[\]]/u.test(character)) return 0.32;
  return /[A-Zmw@%]/u.test(character) ? 0.72 : 0.57;
}

function widthOf(text: string, size: number, bold: boolean): number {
  const ems = Array.from(text).reduce((sum, character) => sum + emsOf(character), 0);
  return ems * size * (bold ? 1.05 : 1);
}

/** A line as so many as it takes in `room`; broken at spaces, and between full-width characters. */
function wrapped(whole: Line, room: number): readonly Line[] {
  const result: Run[][] = [[]];
  let used = whole.indent;
  for (const run of whole.runs) {
    for (const word of run.text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) ?? []) {
      const width = widthOf(word, whole.size, run.bold);
      if (used + width > room && (result.at(-1)?.length ?? 0) > 0) {
        result.push([]);
        used = whole.indent;
        if (word.trim() === "") continue;
      }
      result.at(-1)?.push({ ...run, text: word });
      used += width;
    }
  }
  return result.map((runs) => ({ ...whole, runs }));
}

function lineSvg(each: Line, x: number, y: number, width: number): string {
  const box = each.code
    ? `<rect x="${x - 8}" y="${y - 15}" width="${width}" height="${each.height + 1}" fill="#f6f6f6"/>`
    : "";
  const spans = each.runs.map(
    ({ text, bold, color }) => `<tspan fill="${color}" font-weight="${bold ? 700 : 400}">${escaped(text)}</tspan>`,
  );
  return `${box}<text x="${x}" y="${y}" font-size="${each.size}" xml:space="preserve">${spans.join("")}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
