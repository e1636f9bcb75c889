import { CLOSE_ARRAY, COMMA, NEWLINE, OPEN_ARRAY, OPEN_OBJECT, RETURN, SPACE, TAB } from "./json-bytes.ts";
import { JsonFault, type Place } from "./json-fault.ts";
import { type Layout, probableEnd } from "./json-guess.ts";
import { beginScan, createScan, endChunk, type Scan, scanned, scanObject } from "./json-scan.ts";

/** What a splitter finds. Bytes may be views on a chunk. */
export interface SplitEvents {
  /** An object that stands alone, or is an item of an array or of a List. */
  object(bytes: Buffer, place: Place): void;
  /** What is probably such an object. True when it is one, and taken; when false, it is found the slow way. */
  maybeObject(bytes: Buffer, place: Place): boolean;
  /** An object turns out to be a List: `head` is its text up to and with the `[` of `items`. */
  listBegins(head: Buffer, place: Place): void;
  /** The List that began last ends: `head` again, and `tail`, its text after the `]` of `items`. */
  listEnds(head: Buffer, tail: Buffer, place: Place): void;
}

/** Takes bytes in pieces of any size, whose memory may be used again after the call. Both throw `JsonFault`. */
export interface Splitter {
  push(chunk: Buffer): void;
  end(): void;
}

/** An array that is being read, at the top or as the items of a List. */
interface OpenArray {
  readonly list: { readonly head: Buffer; readonly place: Place } | null;
  /** What came last in it. */
  after: "nothing" | "item" | "comma";
}

/** An object larger than this is none of Kubernetes: etcd takes 1.5 MB. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
const UTF16_MARKS: readonly number[] = [0xff, 0xfe];

/**
 * Cuts JSON into objects without parsing it, holding no more than one object and a chunk. The input is one document (an
 * object, a List, an array) or several after one another, on a line each or not. Nothing is looked at inside an object but its
 * strings' ends, its brackets, and the key `items`; whether it is right is for `JSON.parse` to say.
 */
export function createSplitter(events: SplitEvents): Splitter {
  const state: State = {
    scan: createScan(),
    arrays: [],
    objects: 0,
    start: { byte: 0, objects: 0 },
    layout: { oneLineTo: 0, wrongGuesses: 0 },
    closing: null,
  };
  const { scan, arrays } = state;
  return {
    push: (chunk) => {
      let index = 0;
      while (index < chunk.length) {
        if (scan.depth === 0) index = readOutside(state, chunk, index, events);
        else index = readInside(state, chunk, index, events);
      }
      endChunk(scan, chunk);
      if (scan.partBytes > MOST_OBJECT_BYTES) throw new JsonFault("object", state.start, "it is larger than 64 MiB");
    },
    end: () => {
      if (scan.depth > 0 || arrays.length > 0) throw new JsonFault("cut", placeAt(state, 0), "");
    },
  };
}

interface State {
  readonly scan: Scan;
  readonly arrays: OpenArray[];
  /** Objects that were read to their end. */
  objects: number;
  /** Where the object being read begins. */
  start: Place;
  readonly layout: Layout;
  /** The List whose tail is being read. */
  closing: OpenArray["list"];
}

function placeAt({ scan, objects }: State, index: number): Place {
  return { byte: scan.before + index, objects };
}

/** Reads on inside an object; gives back where it stopped. */
function readInside(state: State, chunk: Buffer, at: number, events: SplitEvents): number {
  const { scan, arrays, start, closing } = state;
  const { index, stop } = scanObject(scan, chunk, at);
  if (stop === "chunk") return index;
  scan.depth = 0;
  const bytes = scanned(scan, chunk, index);
  if (stop === "items") {
    if (closing !== null) {
      throw new JsonFault("object", closing.place, "it has the key items twice");
    }
    const head = Buffer.from(bytes);
    arrays.push({ list: { head, place: start }, after: "nothing" });
    events.listBegins(head, start);
    return index;
  }
  if (closing === null) {
    events.object(bytes, start);
  } else {
    state.closing = null;
    events.listEnds(closing.head, bytes, closing.place);
  }
  endObject(state);
  return index;
}

/** Takes what is at `index`, outside of all objects: an object whole, where its end is easily found, or else one byte. */
function readOutside(state: State, chunk: Buffer, index: number, events: SplitEvents): number {
  const { scan, arrays } = state;
  const byte = chunk[index] ?? 0;
  if (byte === SPACE || byte === TAB || byte === RETURN || byte === NEWLINE) return index + 1;
  const array = arrays.at(-1);
  if (byte === OPEN_OBJECT && array?.after !== "item") {
    const end = readAtOnce(state, chunk, index, events);
    if (end > index) return end;
    state.start = placeAt(state, index);
    beginScan(scan, index);
  } else if (array === undefined) {
    readTop(state, chunk, index);
  } else if (byte === COMMA && array.after === "item") {
    array.after = "comma";
  } else if (byte === CLOSE_ARRAY && array.after !== "comma") {
    arrays.pop();
    state.closing = array.list;
    if (array.list !== null) beginScan(scan, index + 1);
  } else {
    const due = array.after === "item" ? "a comma or the end of the list" : "an object";
    throw new JsonFault("layout", placeAt(state, index), `${met(chunk, index)} in a list where ${due} should be`);
  }
  return index + 1;
}

/** Takes the object at `index` if its end is where it looks to be; gives back its end, else `index`. */
function readAtOnce(state: State, chunk: Buffer, index: number, events: SplitEvents): number {
  const { layout, scan } = state;
  const end = probableEnd(layout, chunk, index, scan.before);
  if (end < 0 || !events.maybeObject(chunk.subarray(index, end), placeAt(state, index))) {
    layout.wrongGuesses += 1;
    return index;
  }
  layout.wrongGuesses = 0;
  endObject(state);
  return end;
}

function endObject(state: State): void {
  state.objects += 1;
  const array = state.arrays.at(-1);
  if (array !== undefined) array.after = "item";
}

function readTop(state: State, chunk: Buffer, index: number): void {
  const byte = chunk[index] ?? 0;
  const place = placeAt(state, index);
  if (byte === OPEN_ARRAY) {
    state.arrays.push({ list: null, after: "nothing" });
  } else if (place.byte === 0 && UTF16_MARKS.includes(byte)) {
    throw new JsonFault("encoding", place, "UTF-16");
  } else if (byte !== BYTE_ORDER_MARK[place.byte]) {
    throw new JsonFault("layout", place, `${met(chunk, index)} where an object or a list should begin`);
  }
}

/** The text that was met, in quotes and short. */
function met(chunk: Buffer, index: number): string {
  return JSON.stringify(
    chunk
      .subarray(index, index + 20)
      .toString("utf8")
      .split(/\s/u)[0] ?? "",
  );
}
