import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeText } from "../../src/report/text.ts";
import { displayWidth, padEnd, padStart, shorten } from "../../src/report/width.ts";

const anySafe = fc.string({ unit: "binary", maxLength: 80 }).map(safeText);

describe("displayWidth", () => {
  test.each([
    ["nothing", "", 0],
    ["ASCII", "gke-prod", 8],
    ["kanji and kana", "学習ジョブ", 10],
    ["half-width kana", "ｼﾞｮﾌﾞ", 5],
    ["full-width letters", "ＡＢ", 4],
    ["Hangul", "한국", 4],
    ["an accent takes no column", "e\u0301", 1],
    ["an emoji", "🚀", 2],
    ["a flag of two code points", "🇯🇵", 2],
    ["our own arrow and ellipsis", "→…─", 3],
    ["colour codes take no column", "\u001b[1;31m$5.29/h\u001b[0m", 7],
  ])("%s", (_, text, expected) => {
    expect(displayWidth(text)).toBe(expected);
  });
});

describe("shorten", () => {
  test.each([
    ["what fits stays", "small-x-abcde", 13, "small-x-abcde"],
    ["the middle goes, the end stays", "small-batch-retrain-28891234-abcde", 20, "small-bat…1234-abcde"],
    ["wide characters are not halved", "学習学習学習", 6, "学…習"],
    ["one column", "abc", 1, "…"],
    ["no column", "abc", 0, ""],
  ])("%s", (_, text, columns, expected) => {
    expect(shorten(text, columns)).toBe(expected);
  });

  test("never wider than asked, and the tail is the text's own", () => {
    fc.assert(
      fc.property(anySafe, fc.integer({ min: 0, max: 60 }), (text, columns) => {
        const cut = shorten(text, columns);
        expect(displayWidth(cut)).toBeLessThanOrEqual(columns);
        if (cut !== text && cut !== "") expect(text.endsWith(cut.split("…").at(-1) ?? "")).toBe(true);
      }),
    );
  });
});

describe("padding", () => {
  test("fills to the columns on either side, and never cuts", () => {
    expect(padEnd("学習", 6)).toBe("学習  ");
    expect(padStart("$5", 5)).toBe("   $5");
    expect(padEnd("too long", 3)).toBe("too long");
  });
});
