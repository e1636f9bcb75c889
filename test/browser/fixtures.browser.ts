import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, launch, open } from "./browser.ts";
import { ALL_FIXTURES, pageOf } from "./pages.ts";

let browser: Browser;
let folder = "";
/** Inputs that no command can read. */
const unreadable: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-pages-"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

describe.for(ALL_FIXTURES)("the page of $name", (fixture) => {
  test("opens with nothing in the console, asks for nothing, and keeps nobody out", async () => {
    const file = await pageOf(fixture, folder);
    if (file === null) {
      unreadable.push(fixture.name);
      return;
    }
    const { page, context, troubles } = await open(browser, file);
    expect(await barriers(page)).toEqual([]);
    const worst = page.locator("[data-open]:visible").first();
    if ((await worst.count()) > 0) {
      await worst.click();
      await page.waitForSelector("#story-title");
      expect(await barriers(page)).toEqual([]);
    }
    expect(troubles).toEqual([]);
    await context.close();
  });
});

test("only what no command can read has no page", () => {
  expect(unreadable.sort()).toEqual([
    "broken.json.gz",
    "cut.json",
    "cut.json.gz",
    "empty.json",
    "not-json.json",
    "not-utf8.json",
    "wrong-list.json",
  ]);
});

describe.for(["en", "ja"])("the bundled cluster (%s)", (language) => {
  const fixture = { name: "bundled", argv: ["--snapshot", "fixtures/bundled/cluster.jsonl.gz"] };

  test.for([
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("%i wide and %s: nothing overflows, and it can be read", async ([width, scheme]) => {
    const file = await pageOf(fixture, folder, language);
    const { page, context, troubles } = await open(browser, file ?? "", { width, scheme });
    await page.locator("details").evaluateAll((all) => {
      for (const details of all) details.setAttribute("open", "");
    });
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(await barriers(page)).toEqual([]);
    await page.locator("[data-open]:visible").first().click();
    expect(
      await page.evaluate(
        "document.getElementById('story').scrollWidth - document.getElementById('story').clientWidth",
      ),
    ).toBeLessThanOrEqual(0);
    expect(await barriers(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
