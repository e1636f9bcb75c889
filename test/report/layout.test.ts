import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clamp, hang, shortenWords, spread, wrap } from "../../src/report/layout.ts";
import { displayWidth } from "../../src/report/width.ts";

const words = fc.array(fc.string({ unit: fc.constantFrom(..."abc学-"), minLength: 1, maxLength: 12 }), {
  maxLength: 30,
});

describe("wrap", () => {
  test("breaks at spaces and loses no word", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (list, columns) => {
        const lines = wrap(list.join(" "), columns);
        expect(lines.join(" ")).toBe(list.join(" "));
        for (const line of lines) expect(displayWidth(line) <= columns || !line.includes(" ")).toBe(true);
      }),
    );
  });

  test("a long word stays whole", () => {
    expect(wrap("see gke-prod-highmem now", 8)).toEqual(["see", "gke-prod-highmem", "now"]);
  });
});

describe("spread", () => {
  test.each([
    ["both on a line", "left", "right", 16, ["left       right"]],
    ["nothing at the right", "left", "", 16, ["left"]],
    [
      "left breaks beside right",
      "one two three four five six seven",
      "$5",
      32,
      ["one two three four five six   $5", "  seven"],
    ],
    [
      "too narrow: right goes below",
      "one two three four five",
      "$5.29/h",
      20,
      ["one two three four", "  five", "             $5.29/h"],
    ],
    [
      "a long word: right goes below",
      "gke-prod-highmem-64-3f2a91c0-x7k2",
      "$5.29/h",
      34,
      ["gke-prod-highmem-64-3f2a91c0-x7k2", "                           $5.29/h"],
    ],
  ])("%s", (_, left, right, columns, expected) => {
    expect(spread(left, right, columns)).toEqual(expected);
  });

  test("with words that fit no line is wider than the page", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 60 }), (list, columns) => {
        for (const line of spread(list.join(" "), "$5.29/h", columns))
          expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe("clamp", () => {
  test("says by an ellipsis that something is left out", () => {
    expect(clamp(["a", "b"], 2, 9)).toEqual(["a", "b"]);
    expect(clamp(["a", "b", "c"], 2, 9)).toEqual(["a", "b…"]);
    expect(clamp(["a", "1234 6789", "c"], 2, 9)).toEqual(["a", "1234…"]);
    expect(clamp(["a", "123456789", "c"], 2, 9).map(displayWidth)).toEqual([1, 9]);
  });
});

describe("hang and shortenWords", () => {
  test("a label hangs before the first line", () => {
    expect(hang("held by  ", ["x", "y"])).toEqual(["held by  x", "         y"]);
  });

  test("only words that are too long are cut", () => {
    expect(shortenWords("pod abcdefghij here", 6)).toBe("pod ab…hij here");
  });
});
