/**
 * What may not reach a terminal as it is: control, format and private characters (`\p{C}`: ESC, newlines, bidirectional marks,
 * zero-width joiners, lone surrogates), line and paragraph separators and odd spaces (`\p{Z}`), characters that show as nothing,
 * and the fourth and further marks that are stacked on one letter. The plain space and the ideographic one stay.
 */
const UNSAFE = /(?![ \u3000])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{3})\p{M}/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function visible(character: string): string {
  return SHORT.get(character) ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** An untrusted text on one line: whatever could move the cursor, colour, reorder or hide is shown as a visible escape (`\u{202e}`, `\n`). */
export function safeText(text: string): string {
  return text.replace(UNSAFE, visible);
}

/** An untrusted text of several lines, such as a patch: newlines stay, everything else as in `safeText`. */
export function safeLines(text: string): readonly string[] {
  return text.replace(/\n+$/u, "").split("\n").map(safeText);
}
