import { displayWidth, padStart, shorten } from "./width.ts";

/**
 * `text` broken at spaces into lines of at most `columns`. A word that is longer stays whole, so that a name or a command can
 * be copied; the terminal breaks it. The empty text gives one empty line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** `text` with every word that is longer than `columns` cut in its middle, for pages where lines must not break. For uncoloured text. */
export function shortenWords(text: string, columns: number): string {
  return text
    .split(" ")
    .map((word) => shorten(word, columns))
    .join(" ");
}

/** The first `most` lines; what is left out is told by an ellipsis at the end of the last one. */
export function clamp(lines: readonly string[], most: number, columns: number): readonly string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  let last = kept.pop() ?? "";
  while (displayWidth(last) >= columns && last.includes(" ")) last = last.slice(0, last.lastIndexOf(" "));
  return [...kept, shorten(`${last}…`, columns)];
}

/** Narrower than this, a text beside another is no longer read with ease. */
const NARROWEST = 24;

/**
 * `left`, broken into lines where it must be, with `right` at the right end of the first; below all of it when too little
 * is left for `left`. Lines after the first are indented by two.
 */
export function spread(left: string, right: string, columns: number): readonly string[] {
  const room = columns - (right === "" ? 0 : displayWidth(right) + 2);
  const [first = "", ...others] = wrap(left, room);
  if (right !== "" && displayWidth(left) > room && (room < NARROWEST || displayWidth(first) > room)) {
    return [...spread(left, "", columns), padStart(right, columns)];
  }
  const gap = Math.max(2, columns - displayWidth(first) - displayWidth(right));
  const rest = others.length === 0 ? [] : wrap(others.join(" "), columns - 2).map((line) => `  ${line}`);
  return [right === "" ? first : first + " ".repeat(gap) + right, ...rest];
}

/** `lines` behind a hanging label: the label before the first, as many spaces before the others. */
export function hang(label: string, lines: readonly string[]): readonly string[] {
  const indent = " ".repeat(displayWidth(label));
  return lines.map((line, index) => (index === 0 ? label : indent) + line);
}
