import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeLines, safeText } from "../../src/report/text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("safeText", () => {
  test.each([
    ["an ordinary name", "gke-prod-x7k2", "gke-prod-x7k2"],
    ["quotes and backslashes", `"a" 'b' \\`, `"a" 'b' \\`],
    ["a colour", "\u001b[31mred", "\\u{1b}[31mred"],
    ["a terminal title and a bell", "\u001b]0;x\u0007", "\\u{1b}]0;x\\u{7}"],
    ["an eight-bit control sequence", "\u009b2J", "\\u{9b}2J"],
    ["newline, return and tab", "a\nb\rc\td", "a\\nb\\rc\\td"],
    ["NUL and DEL", "\u0000\u007f", "\\u{0}\\u{7f}"],
    ["a right-to-left override", "\u202egnp.exe", "\\u{202e}gnp.exe"],
    ["isolates and marks", "\u2066a\u2069\u200f", "\\u{2066}a\\u{2069}\\u{200f}"],
    ["characters that show as nothing", "a\u200b\u00ad\u3164b", "a\\u{200b}\\u{ad}\\u{3164}b"],
    ["tag characters", "a\u{e0041}", "a\\u{e0041}"],
    ["line and paragraph separators", "\u2028\u2029", "\\u{2028}\\u{2029}"],
    ["a no-break space", "a\u00a0b", "a\\u{a0}b"],
    ["half of a surrogate pair", "a\ud800b", "a\\u{d800}b"],
    ["Japanese, with its space", "学習\u3000ジョブ", "学習\u3000ジョブ"],
    ["Arabic letters", "عربي", "عربي"],
    ["an emoji and a flag", "🚀🇯🇵", "🚀🇯🇵"],
    ["an accent", "e\u0301", "e\u0301"],
    ["a pile of accents", "e\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\\u{301}"],
  ])("%s", (_, text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  test("no text at all brings a control, format or invisible character through", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(safeText(text)).not.toMatch(/(?![ \u3000])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });

  test("safe text stays as it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(safeText(safeText(text))).toBe(safeText(text));
      }),
    );
  });
});

describe("safeLines", () => {
  test("newlines break, the last ones go, the rest is made visible", () => {
    expect(safeLines("a:\n  b: \u001b[0m\n\n")).toEqual(["a:", "  b: \\u{1b}[0m"]);
  });
});
