import protobuf from "protobufjs";
import { encodeBare, typeOf } from "../../fixtures/protobuf/encode.ts";
import type { Item, Run } from "./run.ts";
import type { Encoding } from "./template.ts";

/** Where in a list a page begins: how many objects come before it. */
export interface PageOf {
  readonly apiVersion: string;
  readonly kind: string;
  readonly runs: readonly Run[];
  readonly from: number;
  readonly limit: number;
}

const VERSION = "918273645";

/** A page of a list as the API server would send it. */
export function page(of: PageOf, encoding: Encoding): Buffer {
  const total = of.runs.reduce((sum, { count }) => sum + count, 0);
  const items = itemsOf(of.runs, of.from, of.limit);
  const next = of.from + items.length;
  const metadata = {
    resourceVersion: VERSION,
    ...(next < total ? { continue: `${next}`, remainingItemCount: total - next } : {}),
  };
  return encoding === "json" ? jsonPage(of, metadata, items) : protobufPage(of, metadata, items);
}

/** Runs are few thousand: walking to the place costs less than the page. */
function itemsOf(runs: readonly Run[], from: number, limit: number): readonly Item[] {
  const items: Item[] = [];
  let before = 0;
  for (const { count, item } of runs) {
    for (let index = Math.max(0, from - before); index < count && items.length < limit; index += 1) {
      items.push(item(index));
    }
    if (items.length === limit) break;
    before += count;
  }
  return items;
}

function jsonPage({ apiVersion, kind }: PageOf, metadata: object, items: readonly Item[]): Buffer {
  const head = JSON.stringify({ kind: `${kind}List`, apiVersion, metadata }).slice(0, -1);
  const parts = items.map(({ template, slots }) => {
    const bytes = Buffer.allocUnsafe(template.size);
    template.write(bytes, 0, slots);
    return bytes.toString("utf8");
  });
  return Buffer.from(`${head},"items":[${parts.join(",")}]}`);
}

function protobufPage({ apiVersion, kind }: PageOf, metadata: object, items: readonly Item[]): Buffer {
  const list = protobuf.Writer.create()
    .uint32(0x0a)
    .bytes(encodeBare("ListMeta", { ...metadata }))
    .finish();
  const size = items.reduce((sum, { template }) => sum + 1 + varintSize(template.size) + template.size, list.length);
  const type = protobuf.Writer.create()
    .uint32(0x0a)
    .bytes(
      typeOf("TypeMeta")
        .encode({ apiVersion, kind: `${kind}List` })
        .finish(),
    );
  const head = Buffer.concat([Buffer.from("k8s\0"), type.uint32(0x12).uint32(size).finish()]);
  const body = Buffer.allocUnsafe(head.length + size + 4);
  head.copy(body);
  body.set(list, head.length);
  let at = head.length + list.length;
  for (const { template, slots } of items) {
    body[at] = 0x12;
    at = template.write(body, writeVarint(body, at + 1, template.size), slots);
  }
  // contentEncoding and contentType, both empty.
  body.set([0x1a, 0, 0x22, 0], at);
  return body;
}

function varintSize(value: number): number {
  return value < 128 ? 1 : 1 + varintSize(value >>> 7);
}

function writeVarint(body: Buffer, at: number, value: number): number {
  if (value < 128) {
    body[at] = value;
    return at + 1;
  }
  body[at] = (value & 127) | 128;
  return writeVarint(body, at + 1, value >>> 7);
}
