import { type ByteCache, createByteCache } from "./byte-cache.ts";

/** The bytes are no protobuf message of the shape that they should have. It never leaves `collect`. */
export class BrokenProtobuf extends Error {
  override readonly name = "BrokenProtobuf";
}

/** Wire types (protobuf's encoding guide); groups are none of Kubernetes'. */
export const VARINT = 0;
const FIXED64 = 1;
export const LENGTH = 2;
const FIXED32 = 5;

/** How many of the last times are remembered: a power of two. */
const RECENT = 256;

const TWO_32 = 4_294_967_296;

/**
 * A place in the bytes of one message after another, with what is kept between messages: equal bytes in equal fields give the same
 * value, since pods of one owner come one after another. Reading past the end gives zeros, and is found where the message ends.
 */
export class Wire {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  /** Which annotations are read at all: the others are large. */
  readonly allowsAnnotation: (key: string) => boolean;
  readonly #caches: ByteCache[] = [];
  readonly #days = new Map<number, string>();
  readonly #recent: { readonly seconds: number; readonly text: string }[] = [];

  constructor(allowsAnnotation: (key: string) => boolean) {
    this.allowsAnnotation = allowsAnnotation;
  }

  /** The values that a field of this number has had of late. */
  cache(number: number): ByteCache {
    const known = this.#caches[number];
    if (known !== undefined) return known;
    const made = createByteCache();
    this.#caches[number] = made;
    return made;
  }

  /** A varint below 2^32: a tag or a length. */
  short(): number {
    const { bytes } = this;
    let byte = bytes[this.at++] ?? 0;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new BrokenProtobuf("a length that is too long");
  }

  /** An int32 or int64: negative ones take ten bytes. Beyond 2^53 it is rounded, as `JSON.parse` does. */
  whole(): number {
    const first = this.bytes[this.at] ?? 0;
    if (first < 0x80) {
      this.at += 1;
      return first;
    }
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      const part = byte & 0x7f;
      if (shift < 28) {
        low += part * 2 ** shift;
      } else if (shift > 28) {
        high += part * 2 ** (shift - 32);
      } else {
        low += (part & 0x0f) * 2 ** 28;
        high += part >>> 4;
      }
      // `| 0` makes the upper half a signed one.
      if (byte < 0x80) return (high | 0) * TWO_32 + low;
    }
    throw new BrokenProtobuf("a number that is too long");
  }

  /** Where the length-delimited value that begins here ends; the place moves to its beginning. */
  end(): number {
    const length = this.short();
    const end = this.at + length;
    if (end > this.bytes.length) throw new BrokenProtobuf("a value that is longer than the message");
    return end;
  }

  /** The text from here to `end`. */
  text(end: number): string {
    const from = this.at;
    this.at = end;
    return from === end ? "" : this.bytes.toString(undefined, from, end);
  }

  /** Goes past the value whose tag was `tag`. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        for (let count = 0; (this.bytes[this.at++] ?? 0) >= 0x80; count += 1) {
          if (count > 9) throw new BrokenProtobuf("a number that is too long");
        }
        return;
      case LENGTH:
        this.at = this.end();
        return;
      case FIXED64:
        this.at += 8;
        return;
      case FIXED32:
        this.at += 4;
        return;
      default:
        throw new BrokenProtobuf("a value of an unknown kind");
    }
  }

  /** `seconds` since 1970 as Kubernetes writes a time in JSON: in seconds, UTC. A pod's times are often the same, or its siblings'. */
  time(seconds: number): string {
    const slot = seconds & (RECENT - 1);
    const recent = this.#recent[slot];
    if (recent !== undefined && recent.seconds === seconds) return recent.text;
    const text = this.#format(seconds);
    this.#recent[slot] = { seconds, text };
    return text;
  }

  #format(seconds: number): string {
    const day = Math.floor(seconds / 86_400);
    let date = this.#days.get(day);
    if (date === undefined) {
      date = dateOf(day);
      this.#days.set(day, date);
    }
    const rest = seconds - day * 86_400;
    return `${date}T${two(Math.floor(rest / 3_600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`;
  }
}

function dateOf(day: number): string {
  const date = new Date(day * 86_400_000);
  // A time outside the years that ISO 8601 writes with four digits is no time of Kubernetes.
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9_999 || date.getUTCFullYear() < 0) {
    throw new BrokenProtobuf("a time that is none");
  }
  return date.toISOString().slice(0, 10);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));

function two(value: number): string {
  return TWO_DIGITS[value] ?? "";
}
