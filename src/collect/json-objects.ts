import { isUtf8 } from "node:buffer";
import { isRaw, type Raw } from "./decode/raw.ts";
import { JsonFault, type Place } from "./json-fault.ts";
import { managedFields } from "./json-managed-fields.ts";
import { createSplitter, type Splitter } from "./json-split.ts";
import { type ItemType, itemOf, itemTypeOf } from "./kinds.ts";

/** Items that wait for their List to say what they are may take this much. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/** A List that is being read. */
interface OpenList {
  /** What its items are; `null` while its kind has not come. */
  readonly type: ItemType | null;
  /** Items without a kind of their own that came before the List's kind. */
  readonly held: Raw[];
  heldBytes: number;
}

/**
 * Reads the objects of a snapshot file piece by piece and hands each to `take` as soon as it is complete, an item of a
 * `PodList` with the kind that only the List tells. After a List's items comes the List itself, empty.
 * @throws JsonFault from `push` and `end`
 */
export function createObjectReader(take: (raw: unknown) => void): Splitter {
  const lists: OpenList[] = [];

  const takeItem = (raw: unknown, bytes: number, place: Place): void => {
    const list = lists.at(-1);
    if (list === undefined || !isRaw(raw) || raw["kind"] !== undefined) {
      take(raw);
      return;
    }
    if (list.type !== null) {
      take(itemOf(raw, list.type));
      return;
    }
    list.held.push(raw);
    list.heldBytes += bytes;
    if (list.heldBytes > MOST_HELD_BYTES) {
      throw new JsonFault("object", place, "it has no kind, and its List's own kind comes too long after it");
    }
  };

  return createSplitter({
    object: (bytes, place) => takeItem(parse(bytes, place), bytes.length, place),
    maybeObject: (bytes, place) => {
      const raw = tryParse(bytes);
      if (raw === undefined) return false;
      takeItem(raw, bytes.length, place);
      return true;
    },
    listBegins: (head) => {
      const begun = tryParse(Buffer.concat([head, Buffer.from("]}")]));
      lists.push({ type: isRaw(begun) && tellsItsType(begun) ? itemTypeOf(begun) : null, held: [], heldBytes: 0 });
    },
    listEnds: (head, tail, place) => {
      const list = lists.pop();
      const raw = parse(Buffer.concat([head, Buffer.from("]"), tail]), place);
      const type = isRaw(raw) ? itemTypeOf(raw) : null;
      for (const item of list?.held ?? []) take(type === null ? item : itemOf(item, type));
      take(raw);
    },
  });
}

/** Does what came of a List say what its items are, or that they say it themselves? */
function tellsItsType(begun: Raw): boolean {
  return begun["kind"] === "List" || (begun["kind"] !== undefined && begun["apiVersion"] !== undefined);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parse(bytes: Buffer, place: Place): unknown {
  if (!isUtf8(bytes)) throw new JsonFault("encoding", place, "");
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch (error) {
    throw new JsonFault("object", place, error instanceof Error ? parserWords(error.message) : "");
  }
}

/** The value without its managed fields, or `undefined` when the bytes are no JSON. */
function tryParse(bytes: Buffer): unknown {
  const unread = managedFields(bytes);
  try {
    if (unread === null) return JSON.parse(UTF8.decode(bytes));
    const { from, to } = unread;
    return JSON.parse(`${UTF8.decode(bytes.subarray(0, from))}[]${UTF8.decode(bytes.subarray(to))}`);
  } catch {
    return undefined;
  }
}

/** What the parser met, without the text around it that it quotes: that may be a pod's environment. */
function parserWords(message: string): string {
  const found = /^(?:Unexpected token '[^']{1,2}'|[A-Z][^"{}[\]]* at position \d+)/u.exec(message);
  return found?.[0] ?? "its brackets or quotes do not match";
}
