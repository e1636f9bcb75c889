import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const PRICES = new URL("../../prices/", import.meta.url);

/** What a book says of itself in words; all else are figures. */
const WORDS: ReadonlySet<string> = new Set(["source", "licence", "retrieved", "oddities"]);

function figuresOf(file: string): string {
  const book = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(new URL(file, PRICES), "utf8")));
  const figures = Object.entries(book).filter(([key]) => !WORDS.has(key));
  return createHash("sha256").update(JSON.stringify(figures)).digest("hex").slice(0, 16);
}

/**
 * Most of the thousands of figures are asked for by no other test. After prices/make has made new ones, look at the difference
 * in the books themselves, then run `npx vitest run test/price/figures.test.ts -u`.
 */
test("no figure of a book has changed since it was made from its source", async () => {
  const regions = readdirSync(new URL("list/", PRICES)).map((name) => `list/${name}`);
  const files = ["autoscaler.json", "gke.json", "machine-types.json", ...regions.sort()];
  const lines = files.map((file) => `${figuresOf(file)}  ${file}\n`);
  await expect(lines.join("")).toMatchFileSnapshot("expected/figures.txt");
});
