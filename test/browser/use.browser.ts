import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Opened, open } from "./browser.ts";
import { pageOf } from "./pages.ts";
import { shared } from "./shared.ts";

const BUNDLED = { name: "bundled", argv: ["--snapshot", "fixtures/bundled/cluster.jsonl.gz"] };
const WORST = "gke-training-train-64-9f4d8a99-fg6f";
const SECOND = "gke-training-a100-06049269-tszw";

const here = shared("use");
let file = "";

beforeAll(async () => {
  file = (await pageOf(BUNDLED, here.folder)) ?? "";
});

/** Opens the page, does something with it, and sees that it complained of nothing. */
async function using(address: string, use: (page: Page, opened: Opened) => Promise<void>): Promise<void> {
  const opened = await open(here.browser, file, { address });
  await use(opened.page, opened);
  expect(opened.troubles).toEqual([]);
  await opened.context.close();
}

const title = (page: Page) => page.locator("#story-title").textContent();
const hash = (page: Page) => page.evaluate<string>("location.hash");
const rows = (page: Page) => page.locator("#node-rows tr").count();

describe("keyboard", () => {
  test("the first stop is a link to the worst node; Enter tells its story, Escape leaves it", () =>
    using("", async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the worst node");
      await page.keyboard.press("Enter");
      expect(await title(page)).toBe(WORST);
      expect(await page.evaluate("document.activeElement.id")).toBe("story-title");
      expect(await hash(page)).toBe(`#node=${WORST}`);
      await page.keyboard.press("Escape");
      expect(await page.locator("#story[open]").count()).toBe(0);
      expect(await hash(page)).toBe("");
    }));

  test("w opens the worst node, arrows go to the next finding and back, / goes to the search", () =>
    using("", async (page) => {
      await page.keyboard.press("w");
      await page.keyboard.press("ArrowRight");
      expect(await title(page)).toBe(SECOND);
      await page.keyboard.press("ArrowLeft");
      expect(await title(page)).toBe(WORST);
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      await page.keyboard.type("w/");
      expect(await page.locator("[name=q]").inputValue()).toBe("w/");
    }));

  test("every card's story can be reached by Tab alone", () =>
    using("", async (page) => {
      const reached = new Set<string>();
      for (let stop = 0; stop < 60; stop++) {
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate<string>("document.activeElement.closest('.card h3')?.textContent ?? ''"));
      }
      expect([...reached].filter((name) => name !== "")).toHaveLength(4);
    }));
});

describe("the address", () => {
  test("a link to a node opens its story, also after a reload, and Back leaves it", () =>
    using(`#node=${SECOND}`, async (page) => {
      expect(await title(page)).toBe(SECOND);
      await page.reload();
      expect(await title(page)).toBe(SECOND);
      await page.locator("#story-close").click();
      await page.locator(".card [data-open]").first().click();
      expect(await title(page)).toBe(WORST);
      await page.goBack();
      expect(await page.locator("#story[open]").count()).toBe(0);
    }));

  test("a link to a node that is gone says so", () =>
    using("#node=gke-gone", async (page) => {
      expect(await page.locator("#story-body").textContent()).toContain("There is no node gke-gone in this run.");
    }));

  test("filters, search and order survive a reload", () =>
    using("", async (page) => {
      await page.selectOption("[name=team]", "recommendation");
      await page.locator("[name=q]").fill("CronJob");
      await page.locator("[data-sort=price]").click();
      const before = [await hash(page), await rows(page), await page.locator("#matching").textContent()];
      await page.reload();
      expect([await hash(page), await rows(page), await page.locator("#matching").textContent()]).toEqual(before);
      expect(before[0]).toBe("#q=CronJob&team=recommendation&sort=-price");
      expect(await page.locator("[name=team]").inputValue()).toBe("recommendation");
      expect(await page.locator(".card:visible").count()).toBe(1);
      await page.locator("button[type=reset]").click();
      expect(await hash(page)).toBe("#sort=-price");
      expect(await page.locator(".card:visible").count()).toBe(4);
    }));

  test("a place on the page is reached without losing the filter", () =>
    using("#team=vision", async (page) => {
      await page.locator(".contents a[href='#nodes']").click();
      expect(await hash(page)).toBe("#team=vision");
      expect(await page.evaluate("document.activeElement.id")).toBe("nodes-title");
    }));
});

describe("the table of nodes", () => {
  test("is in pages, and sorted by what was clicked", () =>
    using("", async (page) => {
      expect(await rows(page)).toBe(50);
      await page.locator("[data-page='1']").click();
      expect(await rows(page)).toBe(12);
      expect(await page.locator("[data-page='1']").isDisabled()).toBe(true);
      await page.locator("[data-sort=name]").click();
      await page.locator("[data-sort=name]").click();
      expect(await page.locator("th[aria-sort=ascending]").textContent()).toBe("Node");
      const names = await page.locator("#node-rows th").allTextContents();
      expect(names).toEqual([...names].sort());
    }));

  test("says so when nothing matches", () =>
    using("#q=nothing-is-called-so", async (page) => {
      expect(await rows(page)).toBe(0);
      expect(await page.locator("#node-none").isVisible()).toBe(true);
    }));
});

describe("the map", () => {
  test("a rectangle opens its node's story, and what does not match is pale", () =>
    using("#team=vision", async (page) => {
      const map = page.locator("#map [data-n]");
      expect(await page.locator("#map [data-n]:not(.pale)").count()).toBeLessThan(await map.count());
      await page.locator("#map [data-n]:not(.pale)").last().click();
      expect(await page.locator("#story[open]").count()).toBe(1);
    }));
});

test("a patch can be copied, or is selected where the clipboard is shut", () =>
  using(`#node=${WORST}`, async (page) => {
    const figure = page.locator("figure.code").first();
    await figure.locator("button").click();
    const patch = await figure.locator("code").textContent();
    await expect
      .poll(
        async () =>
          (await page.evaluate<string>("String(getSelection())")) === patch ||
          (await figure.locator("button").textContent()) === "Copied",
      )
      .toBe(true);
    expect(patch).toMatch(/^spec:\n {2}jobTemplate:/u);
  }));

test("in print there are the figures and no controls", () =>
  using("", async (page) => {
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".filters, .contents, .open, .pager").filter({ visible: true }).count()).toBe(0);
    expect(await page.locator(".figures, .card, .drawing").filter({ visible: true }).count()).toBeGreaterThan(5);
    expect((await page.pdf()).length).toBeGreaterThan(20_000);
  }));

test("without scripts the figures, cards and drawings are there", async () => {
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${file}`);
  expect(await page.locator(".card").count()).toBe(4);
  expect(await page.locator(".drawing svg").count()).toBe(3);
  await context.close();
});
