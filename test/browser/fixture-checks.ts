import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, launch, open } from "./browser.ts";
import { type Fixture, pageOf } from "./pages.ts";

/** Opens the page of each of these and the story of its worst node; `unreadable` are those that no command can read. */
export function checkPages(fixtures: readonly Fixture[], unreadable: readonly string[]): void {
  let browser: Browser;
  let folder = "";
  const without: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "barnacle-pages-"));
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe.for(fixtures)("the page of $name", (fixture) => {
    test("opens with nothing in the console, asks for nothing, and keeps nobody out", async () => {
      const file = await pageOf(fixture, folder);
      if (file === null) {
        without.push(fixture.name);
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
    expect(without.sort()).toEqual(unreadable);
  });
}
