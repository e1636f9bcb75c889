import type { ReadKind } from "../../model/snapshot.ts";
import { keptNumber, message, number, readInto, type Shape, shape, type Target, text } from "./shape.ts";
import { shapeOf } from "./shapes.ts";
import { BrokenProtobuf, LENGTH, type Wire } from "./wire.ts";

/** What stands before a message of Kubernetes: `k8s` and a zero. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00] as const;

const TYPE = shape({ 1: text("apiVersion"), 2: text("kind") });
const RAW = (2 << 3) | LENGTH;
const TYPE_META = (1 << 3) | LENGTH;

/** A message out of its envelope, `runtime.Unknown`: its kind, and where in the bytes it stands. */
interface Opened {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** Does `body` begin as a message of Kubernetes? */
function isProtobuf(body: Buffer): boolean {
  return MAGIC.every((byte, index) => body[index] === byte);
}

function open(wire: Wire, body: Buffer): Opened {
  if (!isProtobuf(body)) throw new BrokenProtobuf("it does not begin as a message of Kubernetes does");
  wire.bytes = body;
  wire.at = MAGIC.length;
  const type: Target = {};
  let from = -1;
  let to = -1;
  while (wire.at < body.length) {
    const tag = wire.short();
    if (tag === TYPE_META) {
      readInto(wire, wire.end(), TYPE, type);
    } else if (tag === RAW) {
      to = wire.end();
      from = wire.at;
      wire.at = to;
    } else {
      wire.skip(tag);
    }
  }
  if (wire.at !== body.length) throw new BrokenProtobuf("it ends too early");
  if (from < 0) throw new BrokenProtobuf("its envelope is empty");
  const { kind } = type;
  return { kind: typeof kind === "string" ? kind : "", from, to };
}

/** A page of a list. */
export interface ProtobufList {
  /** As the server names it: `PodList`. */
  readonly kind: string;
  readonly metadata: Target;
  readonly items: readonly Target[];
}

const LIST_META = shape({ 2: text("resourceVersion"), 3: text("continue") });

const shapes = new Map<ReadKind, Shape>();

function knownShape(kind: ReadKind): Shape {
  const known = shapes.get(kind) ?? shapeOf(kind);
  shapes.set(kind, known);
  return known;
}

/** Reads a page of `kind`s; each item gets its `apiVersion` and `kind`. Throws `BrokenProtobuf`. */
export function readList(wire: Wire, body: Buffer, kind: ReadKind, apiVersion: string): ProtobufList {
  const opened = open(wire, body);
  const metadata: Target = {};
  const items: Target[] = [];
  if (opened.kind !== `${kind}List`) return { kind: opened.kind, metadata, items };
  const fields = knownShape(kind);
  const blank = { apiVersion, kind, ...fields.blank };
  const page: Shape = shape({
    1: { names: [], wire: LENGTH, read: (from) => void readInto(from, from.end(), LIST_META, metadata) },
    2: { names: [], wire: LENGTH, read: (from) => void items.push(readInto(from, from.end(), fields, { ...blank })) },
  });
  wire.at = opened.from;
  readInto(wire, opened.to, page, {});
  return { kind: opened.kind, metadata, items };
}

/** Reads one object; `null` when the message is of another kind. Throws `BrokenProtobuf`. */
export function readObject(wire: Wire, body: Buffer, kind: ReadKind, apiVersion: string): Target | null {
  const opened = open(wire, body);
  if (opened.kind !== kind) return null;
  wire.at = opened.from;
  return readInto(wire, opened.to, knownShape(kind), { apiVersion, kind });
}

const STATUS = shape({
  1: message("metadata", LIST_META),
  3: text("message"),
  4: text("reason"),
  5: message("details", shape({ 5: number("retryAfterSeconds") })),
  6: keptNumber("code"),
});

/** Reads the `Status` that tells of an error; `null` when the message is none. Throws `BrokenProtobuf`. */
export function readStatus(wire: Wire, body: Buffer): Target | null {
  const opened = open(wire, body);
  if (opened.kind !== "Status") return null;
  wire.at = opened.from;
  return readInto(wire, opened.to, STATUS, {});
}
