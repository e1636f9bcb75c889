import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance, nearest } from "../../src/model/nearest.ts";

const NODES = ["gke-prod-small-8c1d22aa-p0q9", "gke-prod-large-3f2a91c0-x7k2", "gke-prod-large-3f2a91c0-m4n5"];
const KEYS = ["cluster", "book", "store", "period", "maxGap", "findings", "team", "autoscaler"];

describe("nearest", () => {
  test.each([
    ["a swap of neighbours", "tema", KEYS, ["team"]],
    ["a letter too many", "stores", KEYS, ["store"]],
    ["another case", "maxgap", KEYS, ["maxGap"]],
    ["a part of a name", "x7k2", NODES, ["gke-prod-large-3f2a91c0-x7k2"]],
    ["more than the name", "node/gke-prod-large-3f2a91c0-m4n5", NODES, ["gke-prod-large-3f2a91c0-m4n5"]],
    ["nothing like it", "zzzzzz", KEYS, []],
    ["nothing at all", "", KEYS, []],
    ["no candidates", "x", [], []],
    ["far too long", "x".repeat(10_000), KEYS, []],
  ])("%s", (_, word, candidates, expected) => {
    const [first] = nearest(word, candidates, 1);
    expect(first === undefined ? [] : [first]).toEqual(expected);
  });

  test("the best first, at most as many as asked, each once, ties in order", () => {
    expect(nearest("gke-prod-large-3f2a91c0-x7k3", [...NODES, ...NODES], 2)).toEqual([NODES[1], NODES[2]]);
    expect(nearest("prod-large", NODES)).toEqual([NODES[1], NODES[2]]);
    expect(nearest("ab", ["ac", "ad", "ae", "af"])).toEqual(["ac", "ad", "ae"]);
  });

  test("a name itself is always the nearest", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{3,8}$/u), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (names, pick) => {
          const name = names[pick % names.length] ?? "";
          expect(nearest(name, names, 1)).toEqual([name]);
        },
      ),
    );
  });
});

describe("editDistance", () => {
  test.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["team", "tema", 1],
    ["ca", "abc", 3],
  ])("%s to %s: %d", (left, right, expected) => {
    expect(editDistance(left, right)).toBe(expected);
  });

  test("is the same both ways, and a limit only ever hides larger numbers", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(8), (left, right, limit) => {
        const exact = editDistance(left, right);
        expect(editDistance(right, left)).toBe(exact);
        const limited = editDistance(left, right, limit);
        if (exact <= limit) expect(limited).toBe(exact);
        else expect(limited).toBeGreaterThan(limit);
      }),
    );
  });
});
