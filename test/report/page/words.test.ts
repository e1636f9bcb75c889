import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { counted, fill, pageWordsIn, wordFor } from "../../../src/report/page/words.ts";
import { LANGUAGES } from "../../../src/report/words.ts";

const placeholders = (text: string) => (text.match(/\{\w+\}/gu) ?? []).sort();

function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value ?? {}).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        entry.name.endsWith(".ts") &&
        !entry.parentPath.includes("words") &&
        entry.name !== "assets.ts",
    )
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"))
    .join("\n");
}

describe("the page's words", () => {
  const english = new Map(leaves(pageWordsIn("en"), "page"));

  test.each(
    LANGUAGES.flatMap((language) => leaves(pageWordsIn(language), "page").map((leaf) => [language, ...leaf] as const)),
  )("%s %s has the values of the English text", (_, path, text) => {
    expect(placeholders(text)).toEqual(placeholders(english.get(path) ?? "missing"));
    expect(text.trim()).not.toBe("");
  });

  test("every phrase is used", () => {
    const code = sources("src/report/page") + sources("web/client");
    const unused = Object.keys(pageWordsIn("en").phrases).filter(
      (name) => !new RegExp(`\\b${name}\\b`, "u").test(code),
    );
    expect(unused).toEqual([]);
  });
});

test("a value is put in as it is, never read as a template", () => {
  expect(fill("{a} and {b} of {c}", { a: "{b}", b: "$1" })).toBe("{b} and $1 of {c}");
});

test.each([
  [0, "0 nodes"],
  [1, "1 node"],
  [1204, "1,204 nodes"],
])("%i of something", (number, expected) => {
  expect(counted(pageWordsIn("en").counts.nodes, number)).toBe(expected);
});

test("a kind that nobody knows has no words, whatever it is called", () => {
  expect(wordFor({ a: "x" }, "a")).toBe("x");
  expect(wordFor({ a: "x" }, "constructor")).toBeNull();
});
