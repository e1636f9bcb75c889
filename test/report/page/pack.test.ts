import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cell, pack, unpack } from "../../../src/report/page/pack.ts";

const KEYS = ["a", "b", "c"] as const;

const cell = fc.oneof(
  fc.constantFrom<Cell>("gke-x-1", "gke-x-2", "gke-y", "", null, true, 0, 1.5, "constructor", "__proto__"),
  fc.string({ unit: "binary" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
);

test("rows come back as they were, also by way of JSON", () => {
  const rows = fc.array(
    fc.record({ a: cell, b: fc.string({ unit: "binary" }), c: fc.constantFrom<Cell>("x", "y", null) }),
  );
  fc.assert(
    fc.property(rows, (given) => {
      const packed = JSON.parse(JSON.stringify(pack(KEYS, given)));
      expect(unpack(KEYS, packed)).toEqual({
        a: given.map(({ a }) => a),
        b: given.map(({ b }) => b),
        c: given.map(({ c }) => c),
      });
    }),
  );
});

test.each([
  ["the same in every row", ["x", "x", "x"], { one: "x" }],
  ["few different values", ["x", "y", "x", "x", "y", "x"], { of: ["x", "y"], at: [0, 1, 0, 0, 1, 0] }],
  ["names that begin alike", ["gke-a-1", "gke-a-2", "gke-b"], { keep: [0, 6, 4], end: ["gke-a-1", "2", "b"] }],
  ["texts and nulls", ["x", null, "y"], { all: ["x", null, "y"] }],
  ["numbers", [1, 2, 3], { all: [1, 2, 3] }],
  ["no rows", [], { of: [], at: [] }],
])("%s", (_, cells, expected) => {
  const packed = pack(
    ["a"],
    cells.map((a: Cell) => ({ a })),
  );
  expect(packed.columns.a).toEqual(expected);
});
