import { beforeAll, describe, expect, test } from "vitest";
import { barriers, open } from "./browser.ts";
import { pageOf } from "./pages.ts";
import { shared } from "./shared.ts";

const BUNDLED = { name: "bundled", argv: ["--snapshot", "fixtures/bundled/cluster.jsonl.gz"] };

const here = shared("looks");

describe.for(["en", "ja"])("the bundled cluster (%s)", (language) => {
  let file = "";
  beforeAll(async () => {
    file = (await pageOf(BUNDLED, here.folder, language)) ?? "";
  });

  test.for([
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const)("%i wide and %s: nothing overflows, and it can be read", async ([width, scheme]) => {
    const { page, context, troubles } = await open(here.browser, file, { width, scheme });
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
