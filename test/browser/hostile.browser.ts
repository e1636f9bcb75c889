import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawCharts } from "../../src/publish/charts.ts";
import { pageHtml, pagePlan } from "../../src/report/page/page.ts";
import { dangerous } from "../report/page/dangerous.ts";
import { modelOf } from "../report/page/sample.ts";
import { audit, blocker, finding, node, observation, storyOf } from "../report/sample.ts";
import { load, openNothing } from "./browser.ts";
import { sha256 } from "./hash.ts";
import { shared } from "./shared.ts";

const PAGES = 30;

const here = shared("hostile");

/** A page in which everything that a cluster can name is called `name`. */
async function pageNamed(name: string): Promise<string> {
  const line = name.replaceAll("\n", " ");
  const owners = [{ kind: "Job", namespace: name, name, seen: true }];
  const pinned = finding({
    node: node({ name, pool: name, zone: name, machineType: name }),
    blockers: [blocker({ name, namespace: name, team: name, owners })],
    advice: [
      { kind: "lower-request", target: { kind: "Job", namespace: name, name }, text: line, patch: name, command: name },
    ],
    since: { time: null, evidence: "unknown", proven: false, what: name },
  });
  const from = audit([pinned], {
    nodes: [storyOf(pinned, { uncertain: [line] })],
    observations: [observation({ node: pinned.node, detail: { ending: name, home: name } })],
    notes: [{ kind: "x", text: line }],
  });
  const pod = { namespace: name, name, role: "holds", workload: name, requests: name };
  const plan = pagePlan(
    modelOf(from, { seen: { pods: () => [pod], considered: () => [{ pod: name, filter: name, nodes: 1 }] } }),
  );
  return pageHtml(plan, await drawCharts(plan.charts), sha256);
}

test("names that try to break out of HTML, SVG, CSS and JSON stay names", async () => {
  const file = join(here.folder, "page.html");
  const { page, context, troubles } = await openNothing(here.browser, file);
  await fc.assert(
    fc.asyncProperty(
      dangerous.filter((name) => name.trim() !== ""),
      async (name) => {
        await writeFile(file, await pageNamed(name));
        await load(page, file);
        await page.locator(".card [data-open]").first().click();
        await page.waitForSelector("#story[open] #story-title");
        expect(await page.locator("script").count()).toBe(2);
        expect(await page.locator("style").count()).toBe(1);
        expect(await page.locator("img, iframe, object, embed, link, [onerror], [onload]").count()).toBe(0);
        expect(troubles.splice(0)).toEqual([]);
      },
    ),
    { numRuns: PAGES, endOnFailure: true },
  );
  await context.close();
});
