import { type Field, readInto, readMessage, type Shape, type Target } from "./shape.ts";
import { LENGTH, type Wire } from "./wire.ts";

/** Reads the values of one field that follow one another, from here to `end`; between them stands the field's tag. */
type ReadRun = (wire: Wire, end: number) => unknown;

type Join = (before: unknown, value: unknown) => unknown;

let caches = 0;

/** A number for the values of one field that are held once. */
function nextCache(): number {
  caches += 1;
  return caches;
}

/** A field whose values are made once for equal bytes. */
function sharedRun(name: string, read: ReadRun, join: Join): Field {
  const number = nextCache();
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into, tag, end) {
      const from = wire.at;
      const to = endOfRun(wire, tag, end);
      const cache = wire.cache(number);
      let value = cache.get(wire.bytes, from, to);
      if (value === undefined) {
        wire.at = from;
        value = read(wire, to);
        cache.put(wire.bytes, from, to, value);
      }
      wire.at = to;
      const before = into[name];
      into[name] = before === undefined ? value : join(before, value);
    },
  };
}

/** Where the last value of a run ends, whose first one begins here. */
function endOfRun(wire: Wire, tag: number, end: number): number {
  for (;;) {
    wire.at = wire.end();
    const after = wire.at;
    if (after >= end || wire.short() !== tag) return after;
  }
}

const joinLists: Join = (before, value) => [...asList(before), ...asList(value)];
const joinObjects: Join = (before, value) => Object.assign({}, before, value);

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A message that many objects share. Were it there twice, protobuf would have the two merged. */
export function shared(name: string, fields: Shape): Field {
  const read: ReadRun = (wire, end) => {
    const into: Target = { ...fields.blank };
    eachOf(wire, end, () => void readInto(wire, wire.end(), fields, into));
    return into;
  };
  return sharedRun(name, read, joinObjects);
}

/** A list of messages. */
export function list(name: string, fields: Shape): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      push(into, name, readMessage(wire, wire.end(), fields));
    },
  };
}

export function push(into: Target, name: string, value: unknown): void {
  const before = into[name];
  if (Array.isArray(before)) before.push(value);
  else into[name] = [value];
}

/** A list of messages that many objects share as a whole. */
export function sharedList(name: string, fields: Shape): Field {
  const read: ReadRun = (wire, end) => {
    const items: Target[] = [];
    eachOf(wire, end, () => items.push(readMessage(wire, wire.end(), fields)));
    return items;
  };
  return sharedRun(name, read, joinLists);
}

/** A list of texts. */
export function texts(name: string): Field {
  const read: ReadRun = (wire, end) => {
    const items: string[] = [];
    eachOf(wire, end, () => items.push(wire.text(wire.end())));
    return items;
  };
  return sharedRun(name, read, joinLists);
}

type ReadValue = (wire: Wire) => string;

const asText: ReadValue = (wire) => wire.text(wire.end());

/** A `resource.Quantity` has one field, its text. */
const asQuantity: ReadValue = (wire) => {
  const end = wire.end();
  let value = "0";
  while (wire.at < end) {
    const tag = wire.short();
    if (tag === ((1 << 3) | LENGTH)) value = wire.text(wire.end());
    else wire.skip(tag);
  }
  return value === "" ? "0" : value;
};

/** A map of texts. */
export function map(name: string): Field {
  return mapOf(name, asText);
}

/** A resource list. */
export function quantities(name: string): Field {
  return mapOf(name, asQuantity);
}

function mapOf(name: string, value: ReadValue): Field {
  const read: ReadRun = (wire, end) => {
    const into: Target = {};
    eachOf(wire, end, () => readEntry(wire, wire.end(), into, value));
    return into;
  };
  return sharedRun(name, read, joinObjects);
}

function eachOf(wire: Wire, end: number, one: () => void): void {
  one();
  while (wire.at < end) {
    wire.short();
    one();
  }
}

const KEY = (1 << 3) | LENGTH;
const VALUE = (2 << 3) | LENGTH;

/** An entry of a map is a message of key and value; what is missing is empty. */
function readEntry(wire: Wire, end: number, into: Target, value: ReadValue): void {
  let key = "";
  let found: string | null = null;
  while (wire.at < end) {
    const tag = wire.short();
    if (tag === KEY) key = wire.text(wire.end());
    else if (tag === VALUE) found = value(wire);
    else wire.skip(tag);
  }
  // As `JSON.parse` does: a key of the cluster's may be `__proto__`.
  if (key !== "__proto__") into[key] = found ?? "";
  else Object.defineProperty(into, key, { value: found ?? "", writable: true, enumerable: true, configurable: true });
}

/** The annotations that are read; the others are not even looked at, since they may be large. */
export function annotations(name: string): Field {
  const number = nextCache();
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      const end = wire.end();
      if (!maybeAllowed(wire, end, number)) {
        wire.at = end;
        return;
      }
      const before = into[name];
      const kept = isTarget(before) ? before : {};
      into[name] = kept;
      readEntry(wire, end, kept, asText);
    },
  };
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null;
}

/** Is the entry's key one that is read? The key comes first, unless somebody else than Kubernetes wrote the message. */
function maybeAllowed(wire: Wire, end: number, number: number): boolean {
  const from = wire.at;
  let allowed = true;
  if (from < end && wire.short() === KEY) allowed = wire.allowsAnnotation(sharedText(wire, wire.end(), number));
  wire.at = from;
  return allowed;
}

/** A short text that many objects share: one string for all of them while it comes again. */
export function word(name: string): Field {
  return words(name, (value) => value !== "");
}

/** The same of a text that JSON has even where it is empty. */
export function keptWord(name: string): Field {
  return words(name, () => true);
}

function words(name: string, keeps: (value: string) => boolean): Field {
  const number = nextCache();
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      const value = sharedText(wire, wire.end(), number);
      if (keeps(value)) into[name] = value;
    },
  };
}

function sharedText(wire: Wire, end: number, number: number): string {
  const from = wire.at;
  const cache = wire.cache(number);
  const known = cache.get(wire.bytes, from, end);
  if (typeof known === "string") {
    wire.at = end;
    return known;
  }
  const read = wire.text(end);
  cache.put(wire.bytes, from, end, read);
  return read;
}
