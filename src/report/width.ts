/** Only our own colour codes: an ESC in a name was made visible long before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colour codes begin with one.
const COLOR = /\u001b\[[0-9;]*m/gu;

const PRINTABLE_ASCII = /^[ -~]*$/u;

/** East Asian Wide and Fullwidth (Unicode 16, UAX #11) outside emoji, as first and last code points. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

const EMOJI = /\p{Emoji_Presentation}/u;
const NO_WIDTH = /^[\p{M}]+$/u;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The half-width voicing marks join their letter in a grapheme, but a terminal gives them a column of their own. */
const OWN_COLUMN = /(?<=.)[\uff9e\uff9f]/gu;

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (EMOJI.test(grapheme)) return 2;
  if (WIDE.some(([first, last]) => code >= first && code <= last)) return 2;
  if (NO_WIDTH.test(grapheme)) return 0;
  return 1 + (grapheme.match(OWN_COLUMN)?.length ?? 0);
}

/** The graphemes of a text: what a reader calls a character. */
function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns that `text` takes on a terminal; colour codes take none. `text` is safe already (see `safeText`). */
export function displayWidth(text: string): number {
  const plain = text.includes("\u001b") ? text.replace(COLOR, "") : text;
  if (PRINTABLE_ASCII.test(plain)) return plain.length;
  return graphemes(plain).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

const ELLIPSIS = "…";

/**
 * `text` in at most `columns`. What is too long loses its middle, since the end of a pod's or node's name is what tells it from
 * its siblings. For uncoloured text.
 */
export function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (columns < 1) return "";
  const all = graphemes(text);
  const room = columns - 1;
  const tail = takeWhile([...all].reverse(), Math.ceil(room / 2)).reverse();
  const head = takeWhile(all, room - displayWidth(tail.join("")));
  return head.join("") + ELLIPSIS + tail.join("");
}

function takeWhile(all: readonly string[], columns: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const grapheme of all) {
    used += graphemeWidth(grapheme);
    if (used > columns) break;
    taken.push(grapheme);
  }
  return taken;
}

/** `text` with spaces after it up to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** `text` with spaces before it up to `columns`. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}
