import { describe, expect, test } from "vitest";
import { barriers, open } from "./browser.ts";
import { type Fixture, pageOf } from "./pages.ts";
import { shared } from "./shared.ts";

/** Opens the page of each of these and the story of its worst node; `unreadable` are those that no command can read. */
export function checkPages(fixtures: readonly Fixture[], unreadable: readonly string[]): void {
  const here = shared("pages");
  const without: string[] = [];

  describe.for(fixtures)("the page of $name", (fixture) => {
    test("opens with nothing in the console, asks for nothing, and keeps nobody out", async () => {
      const file = await pageOf(fixture, here.folder);
      if (file === null) {
        without.push(fixture.name);
        return;
      }
      const { page, context, troubles } = await open(here.browser, file);
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
