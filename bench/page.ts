/**
 * Measures how quickly the page is made, how large it is, and how soon a browser lets a person use it, and writes the table into
 * `docs/performance.md`: `npm run bench:page`, or with sizes of one's own `npm run bench:page -- 1000`.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { drawCharts } from "../src/publish/charts.ts";
import { extrasOf } from "../src/report/page/extras.ts";
import { pageModel } from "../src/report/page/model-of.ts";
import { pageHtml, pagePlan } from "../src/report/page/page.ts";
import { auditRows } from "../src/report/rows.ts";
import { launch } from "../test/browser/browser.ts";
import { largeAudit } from "./page-cluster.ts";
import { page as between, median } from "./table.ts";

const SIZES = [100, 1_000, 5_000, 15_000];
const ROUNDS = 5;
const PAGE = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
const FOLDER = fileURLToPath(new URL("../.tmp/", import.meta.url));

interface Row {
  readonly nodes: number;
  readonly makeSeconds: number;
  readonly megabytes: number;
  readonly packedMegabytes: number;
  /** From the beginning of the navigation, milliseconds. */
  readonly interactive: number;
  /** From a key in the search to the new rows. */
  readonly search: number;
  readonly story: number;
}

async function makePage(nodes: number): Promise<{ readonly text: string; readonly seconds: number }> {
  const audit = largeAudit(nodes);
  const rows = auditRows(audit);
  const begin = performance.now();
  const extras = extrasOf(audit, { pods: () => null, considered: () => [] });
  const plan = pagePlan(pageModel({ rows, extras, history: null, language: "en", timeZone: "UTC" }));
  const text = pageHtml(plan, await drawCharts(plan.charts), (part) =>
    createHash("sha256").update(part).digest("base64"),
  );
  return { text, seconds: (performance.now() - begin) / 1000 };
}

/** One visit: from the navigation until the script has run, a search, a story. */
async function visit(browser: Browser, file: string): Promise<readonly [number, number, number]> {
  const tab = await browser.newPage();
  await tab.goto(`file://${file}`);
  await tab.waitForSelector("html[data-ready]", { state: "attached" });
  const interactive = await tab.evaluate<number>("performance.getEntriesByName('ready')[0].startTime");
  const search = await tab.evaluate<number>(`(async () => {
    const field = document.querySelector('[name=q]');
    const begin = performance.now();
    field.value = 'search-batch-1';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begin;
  })()`);
  const story = await tab.evaluate<number>(`(async () => {
    const begin = performance.now();
    document.querySelector('.card [data-open]').click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begin;
  })()`);
  await tab.close();
  return [interactive, search, story];
}

async function measure(browser: Browser, nodes: number): Promise<Row> {
  const { text, seconds } = await makePage(nodes);
  const file = `${FOLDER}bench-page.html`;
  writeFileSync(file, text);
  const visits: (readonly [number, number, number])[] = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visit(browser, file));
  const of = (index: 0 | 1 | 2) => median(visits.map((one) => one[index]));
  const row = {
    nodes,
    makeSeconds: seconds,
    megabytes: Buffer.byteLength(text) / 1e6,
    packedMegabytes: gzipSync(text).length / 1e6,
    interactive: of(0),
    search: of(1),
    story: of(2),
  };
  console.error(row);
  return row;
}

function tableOf(rows: readonly Row[]): string {
  const heads = ["nodes", "made in s", "MB", "gzipped MB", "usable after ms", "a search ms", "a story ms"];
  const lines = rows.map((row) =>
    [
      row.nodes,
      row.makeSeconds.toFixed(2),
      row.megabytes.toFixed(2),
      row.packedMegabytes.toFixed(2),
      row.interactive.toFixed(0),
      row.search.toFixed(0),
      row.story.toFixed(0),
    ].join(" | "),
  );
  return [
    `Node ${process.version}, ${availableParallelism()} cores`,
    "",
    `| ${heads.join(" | ")} |`,
    `| ${heads.map(() => "---:").join(" | ")} |`,
    ...lines.map((line) => `| ${line} |`),
    "",
  ].join("\n");
}

const asked = process.argv.slice(2).map(Number);
mkdirSync(FOLDER, { recursive: true });
const browser = await launch();
const rows: Row[] = [];
await makePage(10);
for (const nodes of asked.length === 0 ? SIZES : asked) rows.push(await measure(browser, nodes));
await browser.close();
if (asked.length === 0) writeFileSync(PAGE, between(readFileSync(PAGE, "utf8"), tableOf(rows), "bench-page"));
else console.log(tableOf(rows));
