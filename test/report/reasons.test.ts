import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BLOCKING_REASONS, UNREMOVABLE_REASONS } from "../../src/judge/verdict.ts";
import { reasonPage } from "../../src/report/words.ts";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("docs/reasons/", ROOT);
const reasons = [...new Set([...BLOCKING_REASONS, ...UNREMOVABLE_REASONS])];
const pages = readdirSync(FOLDER).sort();

function read(page: string): string {
  return readFileSync(new URL(page, FOLDER), "utf8");
}

describe("docs/reasons", () => {
  test.each(reasons)("%s has its page, with meaning, look and cure", (reason) => {
    const text = readFileSync(new URL(reasonPage(reason), ROOT), "utf8");
    expect(text.startsWith(`# ${reason}\n`)).toBe(true);
    const headings = text.split("\n").filter((line) => line.startsWith("## "));
    expect(headings).toEqual(["## What the autoscaler means", "## How to see it", "## The cure"]);
  });

  test("there is no page without a reason, and the index names them all", () => {
    expect(pages).toEqual(["README.md", ...reasons.map((reason) => `${reason}.md`)].sort());
    for (const reason of reasons) expect(read("README.md")).toContain(`[${reason}](${reason}.md)`);
  });

  test.each(pages)("the links of %s lead somewhere", (page) => {
    const links = Array.from(read(page).matchAll(/\]\(([^)#]+)[^)]*\)/gu), ([, target]) => target ?? "");
    expect(links.length).toBeGreaterThan(0);
    const broken = links.filter((link) => !/^https?:/u.test(link) && !existsSync(new URL(link, FOLDER)));
    expect(broken).toEqual([]);
  });
});
