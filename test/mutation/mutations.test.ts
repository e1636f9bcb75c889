import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Mutation, mutate, roomOf } from "../../mutation/mutation.ts";
import { MUTATIONS } from "../../mutation/mutations.ts";
import { sample } from "../../mutation/sample.ts";

const ROOT = new URL("../../", import.meta.url);

test("there are sixty, of the judge, the prices' code and the books", () => {
  expect(MUTATIONS).toHaveLength(60);
  expect(new Set(MUTATIONS.map(({ file, find, replace }) => JSON.stringify([file, find, replace]))).size).toBe(60);
  expect(new Set(MUTATIONS.map(roomOf))).toEqual(new Set(["judge", "price"]));
});

test.each(MUTATIONS.map((mutation, index) => [index + 1, mutation.why, mutation] as const))(
  "mutation %i finds what it breaks: %s",
  (_, __, mutation) => {
    const text = readFileSync(new URL(mutation.file, ROOT), "utf8");
    expect(mutate(text, mutation)).not.toBe(text);
  },
);

const MUTATION: Mutation = { file: "f.ts", find: "a <= b", replace: "a < $&", why: "" };

test.each([
  ["once", "if (a <= b)", "if (a < $&)"],
  ["nowhere", "if (a >= b)", null],
  ["twice", "a <= b || a <= b", null],
])("what is to be broken stands in the file %s", (_, text, expected) => {
  if (expected === null) expect(() => mutate(text, MUTATION)).toThrow(/^f\.ts holds [02] times what must stand there/u);
  else expect(mutate(text, MUTATION)).toBe(expected);
});

test("a sample is the same for the same seed, and other seeds reach all", () => {
  expect(sample(60, 10, 4)).toEqual(sample(60, 10, 4));
  expect(sample(60, 10, 4)).not.toEqual(sample(60, 10, 5));
  const reached = Array.from({ length: 60 }, (_, seed) => sample(60, 10, seed));
  expect(reached.every((numbers) => new Set(numbers).size === 10)).toBe(true);
  expect(new Set(reached.flat()).size).toBe(60);
});
