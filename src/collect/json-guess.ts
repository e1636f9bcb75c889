import { CLOSE_OBJECT, COMMA, NEWLINE, RETURN, SPACE, TAB } from "./json-bytes.ts";

/** How far to look for an object's end. */
const WINDOW_BYTES = 256 * 1024;

/** As much as tells the kinds of a List's items apart: `{"apiVersion":"v1","kind":"P`. */
const ALIKE_BYTES = 28;
const BETWEEN = Buffer.from("},");
const BRACKET_AT_LINE_END = Buffer.from("}\n");

/** What is known of how the input is laid out. */
export interface Layout {
  /** No line ends before this byte of the input. */
  oneLineTo: number;
  /** How often in a row an object's end was not where it looked to be. */
  wrongGuesses: number;
}

/** After so many wrong guesses the input is laid out otherwise. */
const MOST_WRONG_GUESSES = 8;

/**
 * Where the object that begins at `at` probably ends, by the way that dumps are laid out: an object a line, or indented, so that
 * its last bracket stands in the column of its line's beginning, or all in one line. -1 when there is no such place in this chunk.
 * Looking for these is many times faster than reading on byte by byte; `JSON.parse` then tells whether it was right, since no
 * object's text is the beginning of another's. `before`: bytes in earlier chunks.
 */
export function probableEnd(layout: Layout, chunk: Buffer, at: number, before: number): number {
  if (layout.wrongGuesses >= MOST_WRONG_GUESSES) return -1;
  const window = chunk.subarray(0, at + WINDOW_BYTES);
  if (before + at < layout.oneLineTo) return nextAlike(window, at);
  const lineEnd = window.indexOf(NEWLINE, at);
  if (lineEnd < 0) {
    layout.oneLineTo = before + window.length;
    return nextAlike(window, at);
  }
  let end = lineEnd;
  if (chunk[end - 1] === RETURN) end -= 1;
  if (chunk[end - 1] === COMMA) end -= 1;
  if (chunk[end - 1] === CLOSE_OBJECT) return end;
  return endByIndent(window, at, lineEnd);
}

/**
 * The end of an indented object: a bracket alone at the indent of the object's own line. The line before ends in a bracket too, the
 * one of `status` or `metadata`, so only such line ends are looked at.
 */
function endByIndent(window: Buffer, at: number, from: number): number {
  const lineFrom = window.lastIndexOf(NEWLINE, at) + 1;
  const column = firstWord(window, lineFrom) - lineFrom;
  let end = window.indexOf(BRACKET_AT_LINE_END, from);
  while (end >= 0) {
    const line = end + BRACKET_AT_LINE_END.length;
    if (firstWord(window, line) === line + column && window[line + column] === CLOSE_OBJECT) return line + column + 1;
    end = window.indexOf(BRACKET_AT_LINE_END, line);
  }
  return -1;
}

/** All on one line: where the next object begins with the same words, this one ends before its comma. */
function nextAlike(window: Buffer, at: number): number {
  const beginning = Buffer.concat([BETWEEN, window.subarray(at, at + ALIKE_BYTES)]);
  const next = window.indexOf(beginning, at + ALIKE_BYTES);
  return next < 0 ? -1 : next + 1;
}

/** The first byte from `at` on that is no white space within a line. */
function firstWord(window: Buffer, at: number): number {
  let index = at;
  while (window[index] === SPACE || window[index] === TAB) index += 1;
  return index;
}
