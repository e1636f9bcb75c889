/** Remembers a value for bytes that come again. */
export interface ByteCache {
  /** The value that was kept for these bytes; `undefined` for none. */
  get(bytes: Uint8Array, from: number, to: number): unknown;
  /** Keeps a value, in the place of another if need be. */
  put(bytes: Uint8Array, from: number, to: number, value: unknown): void;
}

/** Few: what comes again comes soon, and a miss costs no more than reading. */
const SLOTS = 256;

/** How many of the bytes tell the place; all of them are compared. */
const SAMPLES = 16;

/** A cache of fixed size: bytes have one place each, and the last ones to come have it. */
export function createByteCache(): ByteCache {
  const keys: (Uint8Array | undefined)[] = new Array<Uint8Array | undefined>(SLOTS).fill(undefined);
  const values: unknown[] = new Array<unknown>(SLOTS).fill(undefined);
  return {
    get(bytes, from, to) {
      const slot = slotOf(bytes, from, to);
      const key = keys[slot];
      return key !== undefined && sameBytes(key, bytes, from, to) ? values[slot] : undefined;
    },
    put(bytes, from, to, value) {
      const slot = slotOf(bytes, from, to);
      // A copy: `Buffer.slice` would hold on to the whole page.
      keys[slot] = new Uint8Array(bytes.subarray(from, to));
      values[slot] = value;
    },
  };
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  const step = 1 + Math.floor(length / SAMPLES);
  let hash = length;
  for (let at = to - 1; at >= from; at -= step) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

function sameBytes(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  const { length } = key;
  if (length !== to - from) return false;
  // The ends differ more often than the beginnings.
  for (let at = length - 1; at >= 0; at -= 1) if (key[at] !== bytes[from + at]) return false;
  return true;
}
