import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "./json-bytes.ts";

/** An object that is being read, which may have begun in an earlier chunk. */
export interface Scan {
  /** Bytes in earlier chunks, and those of them that belong to the object. */
  before: number;
  parts: Buffer[];
  partBytes: number;
  /** Where the object (or a List's tail) begins, in all the input. */
  from: number;
  /** Open brackets; 0 between objects. */
  depth: number;
  inString: boolean;
  /** The last byte of the chunk before was a backslash in a string. */
  escaped: boolean;
  /** Where the last string right inside the object begins, and whether it is `items`. */
  keyFrom: number;
  isItems: boolean;
}

/** Why reading stopped: the object's end, the `[` after the key `items`, or the chunk's end. */
export type Stop = "end" | "items" | "chunk";

/** Bytes that mean something inside an object but outside its strings; all others are passed over without a further question. */
const MEANS_SOMETHING = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT]) MEANS_SOMETHING[byte] = 1;

export function createScan(): Scan {
  return {
    before: 0,
    parts: [],
    partBytes: 0,
    from: 0,
    depth: 0,
    inString: false,
    escaped: false,
    keyFrom: 0,
    isItems: false,
  };
}

/** Begins an object, or a List's tail, at `index` of this chunk; its bracket counts as read. */
export function beginScan(scan: Scan, index: number): void {
  scan.parts = [];
  scan.partBytes = 0;
  scan.from = scan.before + index;
  scan.depth = 1;
  scan.isItems = false;
}

/** The bytes of the object, up to `to` in this chunk: a view on it unless the object began earlier. */
export function scanned(scan: Scan, chunk: Buffer, to: number): Buffer {
  const piece = chunk.subarray(Math.max(scan.from - scan.before, 0), to);
  return scan.parts.length === 0 ? piece : Buffer.concat([...scan.parts, piece]);
}

/** Ends a chunk: what it has of the object is copied, since a chunk's memory may be used again. */
export function endChunk(scan: Scan, chunk: Buffer): void {
  if (scan.depth > 0) {
    const piece = Buffer.from(chunk.subarray(Math.max(scan.from - scan.before, 0)));
    scan.parts.push(piece);
    scan.partBytes += piece.length;
  }
  scan.before += chunk.length;
}

/** Reads on from `at` inside the object. `index` is where it stopped, behind the byte that made it stop. */
export function scanObject(scan: Scan, chunk: Buffer, at: number): { readonly index: number; readonly stop: Stop } {
  let depth = scan.depth;
  let index = scan.inString ? passString(scan, chunk, at, depth) : at;
  while (index < chunk.length) {
    const byte = chunk[index] ?? 0;
    index += 1;
    if (MEANS_SOMETHING[byte] === 0) continue;
    if (byte === QUOTE) {
      scan.inString = true;
      scan.keyFrom = scan.before + index;
      index = passString(scan, chunk, index, depth);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      if (depth === 2 && byte === OPEN_ARRAY && scan.isItems) return { index, stop: "items" };
    } else {
      depth -= 1;
      if (depth === 0) return { index, stop: "end" };
    }
  }
  scan.depth = depth;
  return { index, stop: "chunk" };
}

/** To the end of the string, or of the chunk; a string right inside the object may be the key `items`. */
function passString(scan: Scan, chunk: Buffer, at: number, depth: number): number {
  let index = scan.escaped ? at + 1 : at;
  scan.escaped = false;
  while (index < chunk.length) {
    const byte = chunk[index];
    index += 1;
    if (byte === QUOTE) {
      scan.inString = false;
      if (depth === 1) endKey(scan, chunk, index - 1);
      return index;
    }
    if (byte === BACKSLASH) {
      scan.escaped = index === chunk.length;
      index += 1;
    }
  }
  return chunk.length;
}

function endKey(scan: Scan, chunk: Buffer, to: number): void {
  scan.isItems =
    scan.before + to - scan.keyFrom === 5 && scanned(scan, chunk, to).subarray(-5).toString("latin1") === "items";
}
