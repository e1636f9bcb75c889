import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sideBySide, withTables } from "../../prices/make/docs-tables.ts";
import { books } from "./sample.ts";

const page = readFileSync(new URL("../../docs/prices.md", import.meta.url), "utf8");

test("the tables of docs/prices.md are what the books say (else: node prices/make/docs.ts)", () => {
  expect(withTables(page, books)).toBe(page);
});

test("the page shows 20 types, none of them unknown", () => {
  const rows = sideBySide(books).split("\n").slice(2);
  expect(rows).toHaveLength(20);
  expect(rows.join("\n")).not.toContain("unknown");
  expect(rows.join("\n")).toContain(
    "| a3-highgpu-8g | 126.6612 | 25.9278 | 88.5037 | 50.6232 | 20.7195 * | 8.7922 * | 84.9539 | 35.6839 |",
  );
});
