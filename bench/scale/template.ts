import { encodeBare, type Json } from "../../fixtures/protobuf/encode.ts";

/** How objects are sent. */
export type Encoding = "protobuf" | "json";

/** What differs between the objects of one template: a text of fixed length each. */
export type Slots = Readonly<Record<string, string>>;

/** An object that was encoded once, into which texts of the same length are written afterwards. */
export interface Template {
  readonly size: number;
  /** Writes the object with `values` in its slots into `page`; returns where it ends. */
  write(page: Buffer, at: number, values: Slots): number;
}

/**
 * Encodes `object`, whose slots hold texts that occur nowhere else in it. To encode each of 450,000 pods by itself would take the
 * server longer than Barnacle takes to read them.
 */
export function template(kind: string, object: Json, slots: Slots, encoding: Encoding): Template {
  const bytes = encoding === "json" ? Buffer.from(JSON.stringify(object)) : Buffer.from(encodeBare(kind, object));
  const places = Object.entries(slots).map(([slot, text]) => ({ slot, at: occurrences(bytes, text) }));
  return {
    size: bytes.length,
    write(page, at, values) {
      bytes.copy(page, at);
      for (const place of places)
        for (const from of place.at) page.write(values[place.slot] ?? "", at + from, "latin1");
      return at + bytes.length;
    },
  };
}

function occurrences(bytes: Buffer, text: string): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found.push(at);
  return found;
}
