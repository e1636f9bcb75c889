import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SPACE } from "./json-bytes.ts";

/** In JSON a quote inside of a text has a backslash before it: this can only be a key. */
const KEY = Buffer.from('"managedFields":');

/** Where in an object's text the list of its managed fields stands, its brackets included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the managed fields in the text of an object: a third of what the API server tells of a pod, and nobody reads them. To step over
 * them takes a quarter of the time that parsing them would. `null` when there are none, or they are no list.
 */
export function managedFields(bytes: Buffer): Span | null {
  const key = bytes.indexOf(KEY);
  if (key <= 0 || bytes[key - 1] === BACKSLASH) return null;
  let from = key + KEY.length;
  while (bytes[from] === SPACE) from += 1;
  if (bytes[from] !== OPEN_ARRAY) return null;
  const to = endOfList(bytes, from);
  return to < 0 ? null : { from, to };
}

function endOfList(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) {
      index = endOfText(bytes, index + 1);
      if (index < 0) return -1;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1;
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth === 0) return byte === CLOSE_ARRAY ? index + 1 : -1;
    }
  }
  return -1;
}

/** Where the quote stands that ends the text which begins at `from`. */
function endOfText(bytes: Buffer, from: number): number {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) return index;
    if (byte === BACKSLASH) index += 1;
  }
  return -1;
}
