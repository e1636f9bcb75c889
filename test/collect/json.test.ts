import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonFault } from "../../src/collect/json-fault.ts";
import { createObjectReader } from "../../src/collect/json-objects.ts";
import { createSplitter } from "../../src/collect/json-split.ts";

/** The objects of `pieces`, read one piece after the other, each in memory that is overwritten afterwards. */
function readPieces(pieces: readonly Uint8Array[]): readonly unknown[] {
  const objects: unknown[] = [];
  const reader = createObjectReader((raw) => objects.push(raw));
  for (const piece of pieces) {
    const memory = Buffer.from(piece);
    reader.push(memory);
    memory.fill("}");
  }
  reader.end();
  return objects;
}

/** The objects of `text`, cut before each of `cuts`. */
function readCut(text: string, cuts: readonly number[] = []): readonly unknown[] {
  const bytes = Buffer.from(text);
  const places = [0, ...[...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b), bytes.length];
  return readPieces(places.slice(1).map((to, index) => bytes.subarray(places[index], to)));
}

const A = { kind: "A", apiVersion: "v1", metadata: { name: "a" } };
const B = { kind: "B", deep: { list: [[{ items: [1, 2] }], "]}", { x: null }] }, text: 'a"\\b\n\u0000é漢🎈' };
const LIST = { kind: "List", apiVersion: "v1" };
const EMPTY = { ...LIST, items: [] };

describe("what is a snapshot", () => {
  const cases: Readonly<Record<string, readonly [string, readonly unknown[]]>> = {
    "an object": [JSON.stringify(B), [B]],
    "an object a line": [`${JSON.stringify(A)}\n${JSON.stringify(B)}\n`, [A, B]],
    "an object a line, without the last line end": [`${JSON.stringify(A)}\n${JSON.stringify(B)}`, [A, B]],
    "an object a line, as Windows ends them": [`${JSON.stringify(A)}\r\n${JSON.stringify(B)}\r\n`, [A, B]],
    "empty lines between": [`\n\n${JSON.stringify(A)}\n \n${JSON.stringify(B)}\n\n`, [A, B]],
    "objects without anything between": [JSON.stringify(A) + JSON.stringify(B), [A, B]],
    "indented objects after one another": [`${JSON.stringify(A, null, 2)}\n${JSON.stringify(B, null, 2)}\n`, [A, B]],
    "an array": [JSON.stringify([A, B]), [A, B]],
    "an array, an object a line": [`[\n${JSON.stringify(A)},\n${JSON.stringify(B)}\n]\n`, [A, B]],
    "an indented array": [JSON.stringify([A, B], null, "\t"), [A, B]],
    "an empty array": [" [ ] ", []],
    "a List": [JSON.stringify({ ...LIST, items: [A, B] }), [A, B, EMPTY]],
    "an indented List": [JSON.stringify({ ...LIST, items: [A, B] }, null, 4), [A, B, EMPTY]],
    "a List whose items come first": [JSON.stringify({ items: [A], ...LIST }), [A, { items: [], ...LIST }]],
    "a List whose items come amid": [
      JSON.stringify({ kind: "List", items: [A], metadata: { x: [1] } }),
      [A, { kind: "List", items: [], metadata: { x: [1] } }],
    ],
    "an empty List": [JSON.stringify({ ...LIST, items: [] }), [EMPTY]],
    "a List of null": [JSON.stringify({ ...LIST, items: null }), [{ ...LIST, items: null }]],
    "Lists after one another": [
      JSON.stringify({ ...LIST, items: [A] }) + JSON.stringify({ ...LIST, items: [B] }),
      [A, EMPTY, B, EMPTY],
    ],
    "a List in a List": [JSON.stringify({ ...LIST, items: [{ ...LIST, items: [A] }, B] }), [A, EMPTY, B, EMPTY]],
    "an array of Lists": [
      JSON.stringify([
        { ...LIST, items: [A, A] },
        { ...LIST, items: [B] },
      ]),
      [A, A, EMPTY, B, EMPTY],
    ],
    "arrays after one another": ["[][{}] []", [{}]],
    "a byte order mark first": [`\ufeff${JSON.stringify(A)}`, [A]],
    "a text that looks like the key": ['{"a":"items","b":[{"x":1}]}', [{ a: "items", b: [{ x: 1 }] }]],
    "the key deeper down": ['{"a":{"items":[1]}}', [{ a: { items: [1] } }]],
    "the key with no list": ['{"items":{"a":[1]},"b":[2]}', [{ items: { a: [1] }, b: [2] }]],
    "a longer key": ['{"xitems":[1],"itemsx":[2]}', [{ xitems: [1], itemsx: [2] }]],
    nothing: ["", []],
    "white space": [" \n\t\r\n", []],
  };

  test.each(Object.entries(cases))("%s", (_, [text, expected]) => {
    expect(flattened(readCut(text))).toEqual(flattened(expected));
  });

  test.each(Object.entries(cases))("%s, byte by byte", (_, [text, expected]) => {
    const bytes = [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));
    expect(flattened(readPieces(bytes))).toEqual(flattened(expected));
  });

  test.each(Object.entries(cases))("%s, cut anywhere", (_, [text, expected]) => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 5 }), (cuts) => {
        expect(flattened(readCut(text, cuts))).toEqual(flattened(expected));
      }),
      { numRuns: 60 },
    );
  });
});

/** A small List may come whole, a large one as its items and then itself without: what is in it is the same. */
function flattened(objects: readonly unknown[]): readonly unknown[] {
  return objects.flatMap((raw) => {
    const items = typeof raw === "object" && raw !== null && "items" in raw ? raw.items : null;
    return Array.isArray(items) ? flattened(items) : [raw];
  });
}

test("any objects, in any form, cut anywhere, are the same objects", () => {
  const value = fc.jsonValue({ maxDepth: 3, stringUnit: "binary" });
  const objects = fc.array(
    fc.dictionary(
      fc.string({ unit: "binary" }).filter((key) => key !== "items" && key !== "kind" && key !== "__proto__"),
      value,
      { maxKeys: 4 },
    ),
    { maxLength: 8 },
  );
  const forms: readonly ((all: readonly unknown[]) => string)[] = [
    (all) => all.map((one) => `${JSON.stringify(one)}\n`).join(""),
    (all) => all.map((one) => JSON.stringify(one, null, 2)).join("\n"),
    (all) => JSON.stringify(all),
    (all) => JSON.stringify(all, null, 4),
    (all) => JSON.stringify({ ...LIST, items: all }),
    (all) => JSON.stringify({ items: all, ...LIST }, null, 4),
    (all) => JSON.stringify({ ...LIST, metadata: {}, items: all }, null, " "),
    (all) => `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]`,
  ];
  fc.assert(
    fc.property(objects, fc.constantFrom(...forms), fc.array(fc.nat(), { maxLength: 6 }), (all, form, cuts) => {
      expect(flattened(readCut(form(all), cuts))).toEqual(JSON.parse(JSON.stringify(all)));
    }),
    { numRuns: 500 },
  );
});

describe("a PodList", () => {
  const items = [{ metadata: { name: "a" } }, { metadata: { name: "b" } }];
  const typed = items.map((item) => ({ ...item, kind: "Pod", apiVersion: "v1" }));
  const head = { kind: "PodList", apiVersion: "v1" };

  // With a cut in the items it is read item by item.
  test.each([
    ["tells its items' kind", { ...head, items }, 60],
    ["tells it after the items too", { items, ...head }, 20],
    ["tells a part before, a part after", { kind: "PodList", items, apiVersion: "v1" }, 40],
  ])("%s", (_, list, cut) => {
    expect(readCut(JSON.stringify(list), [cut])).toMatchObject([...typed, { kind: "PodList", items: [] }]);
  });

  test("does not overrule its items", () => {
    const odd = { kind: "Node", metadata: {} };
    expect(readCut(JSON.stringify({ ...head, items: [odd] }), [50])[0]).toEqual(odd);
  });
});

describe("what is wrong is told with its place", () => {
  const fault = (text: string, cuts: readonly number[] = []): Partial<JsonFault> => {
    try {
      readCut(text, cuts);
    } catch (error) {
      if (error instanceof JsonFault) return { kind: error.kind, message: error.message, place: error.place };
      throw error;
    }
    throw new Error("nothing was wrong");
  };

  test.each([
    ["a word", "apiVersion: v1\nkind: Pod", "layout", '"apiVersion:" where an object or a list should begin', 0, 0],
    ["HTML", "  <html>", "layout", '"<html>" where an object', 2, 0],
    ["a word after an object", '{"a":1}\nnull', "layout", '"null" where', 8, 1],
    ["a comma between documents", "{},{}", "layout", '",{}" where', 2, 1],
    ["a number in a list", "[{},7]", "layout", '"7]" in a list where an object should be', 4, 1],
    [
      "two objects without a comma in a list",
      "[{} {}]",
      "layout",
      '"{}]" in a list where a comma or the end of the list should be',
      4,
      1,
    ],
    ["two commas", "[{},,{}]", "layout", '",{}]" in a list where an object', 4, 1],
    ["a comma first", "[,{}]", "layout", '",{}]" in a list', 1, 0],
    ["a comma last", "[{},]", "layout", '"]" in a list where an object', 4, 1],
    ["a list in a list", "[[{}]]", "layout", '"[{}]]" in a list where an object', 1, 0],
    ["too many brackets", "[{}]]", "layout", '"]" where an object', 4, 1],
    ["a broken object", '{"a":1}\n{"a":tru}\n{}', "object", "Unexpected token '}'", 8, 1],
    ["brackets that do not match", '[{"a":[1}]}]', "object", "", 1, 0],
    ["a broken head of a List", '{"kind":oops,"items":[{}]}', "object", "Unexpected token 'o'", 0, 0],
    ["a broken tail of a List", '{"items":[{}],}', "object", "", 0, 0],
    ["two lists of items", '{"items":[{"a":"long enough"}],"items":[]} ', "object", "items twice", 0, 0],
    ["UTF-16", "\ufeff{}", "encoding", "", 0, 0],
  ])("%s", (name, text, kind, words, byte, objects) => {
    // Items are cut out of a List only where it does not end in the same piece.
    const met =
      name === "UTF-16" ? utf16(text) : fault(text, name.includes("items") || name.includes("of a List") ? [12] : []);
    expect(met).toMatchObject({ kind, message: expect.stringContaining(words), place: { byte, objects } });
  });

  const utf16 = (text: string): Partial<JsonFault> => {
    try {
      readPieces([Buffer.from(text, "utf16le")]);
    } catch (error) {
      if (error instanceof JsonFault) return { kind: error.kind, message: error.message, place: error.place };
    }
    return {};
  };

  test.each([
    ["in an object", '{"a":1}{"a":'],
    ["in a text", '{"a":"b'],
    ["after a backslash", '{"a":"\\'],
    ["in an array", "[{},"],
    ["in a List", '{"items":[{}'],
    ["after a List's items", '{"items":[{}]'],
  ])("cut %s", (_, text) => {
    expect(fault(text)).toMatchObject({ kind: "cut", place: { byte: text.length } });
  });

  test("bytes that are not UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from('{}\n{"a":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]);
    expect(() => readPieces([bytes])).toThrow(
      expect.objectContaining({ kind: "encoding", place: { byte: 3, objects: 1 } }),
    );
  });

  test("half a character at the end of an object", () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from("漢").subarray(0, 2), Buffer.from('"}')]);
    expect(() => readPieces([bytes])).toThrow(expect.objectContaining({ kind: "encoding" }));
  });

  test("the message never quotes the text around: it may be a secret", () => {
    for (const text of [
      '{"password":"hush-hush" oops}',
      '{"password":hush-hush}',
      '{"a":"hush-hush","b":"\n"}',
      '{"a":"hush-hush"',
    ]) {
      expect(String(fault(`${text}\n{}`).message)).not.toContain("hush-hush");
    }
  });
});

test("an object that never ends is given up, not gathered for ever", () => {
  const splitter = createSplitter({
    object: () => {},
    maybeObject: () => false,
    listBegins: () => {},
    listEnds: () => {},
  });
  const piece = Buffer.alloc(8 * 1024 * 1024, " ");
  splitter.push(Buffer.from("{"));
  expect(() => {
    for (let pieces = 0; pieces < 10; pieces += 1) splitter.push(piece);
  }).toThrow("larger than 64 MiB");
});

test("what looks like an object's end is no end until JSON says so", () => {
  // A line end behind a bracket within the object, again and again.
  const tricky = '{"a":{\n"b":{}\n},\n"c":[{}\n,{}],"d":{"e":{}}\n}';
  const text = Array.from({ length: 20 }, () => tricky).join("\n");
  expect(readCut(text)).toEqual(Array.from({ length: 20 }, () => JSON.parse(tricky)));
  expect(readCut(`[${Array.from({ length: 20 }, () => tricky).join(",")}]`)).toHaveLength(20);
});
