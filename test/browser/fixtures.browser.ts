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
