/**
 * Makes the pictures of `docs/pictures`: plays four weeks before the bundled snapshot into a store, writes its page, and looks at it
 * in a browser. `npm run pictures`.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { pastSnapshots } from "../../fixtures/make/weeks/snapshots.ts";
import { run } from "../fixtures/run.ts";
import { type Look, launch, open } from "./browser.ts";

const BUNDLED = "fixtures/bundled/cluster.jsonl.gz";
const WORST = "#node=gke-training-train-64-9f4d8a99-fg6f";
const DAYS = 28;
const EVERY = 4;

async function must(...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await run(...argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
}

/** The pages in both languages, with four weeks of history. */
async function pages(folder: string): Promise<readonly [string, string]> {
  const config = join(folder, "config.yaml");
  await writeFile(config, `period: ${EVERY}h\ntimeZone: Asia/Tokyo\n`);
  const files: string[] = [];
  for (const { hours, content } of pastSnapshots(DAYS, EVERY)) {
    const file = join(folder, `${String(100_000 - hours)}.jsonl.gz`);
    await writeFile(file, content);
    files.push(file);
  }
  const common = ["--store", `duckdb:${join(folder, "weeks.duckdb")}`, "--config", config];
  await must("backfill", ...files, BUNDLED, ...common);
  const [english, japanese] = [join(folder, "en.html"), join(folder, "ja.html")];
  await must("report", "--snapshot", BUNDLED, ...common, "--out", english);
  await must("report", "--snapshot", BUNDLED, ...common, "--out", japanese, "--language", "ja");
  return [english, japanese];
}

async function shoot(browser: Browser, file: string, name: string, look: Look, scrollTo = ""): Promise<void> {
  const { page, context } = await open(browser, file, look);
  if (scrollTo !== "")
    await page.locator(scrollTo).evaluate((part: { scrollIntoView(): void }) => part.scrollIntoView());
  await page.screenshot({ path: `docs/pictures/${name}.png` });
  await context.close();
}

const folder = await mkdtemp(join(tmpdir(), "barnacle-pictures-"));
await mkdir("docs/pictures", { recursive: true });
const [english, japanese] = await pages(folder);
const browser = await launch();
await shoot(browser, english, "page", { width: 1200, height: 1500 });
await shoot(browser, english, "map", { width: 1200, height: 760 }, "#map");
await shoot(browser, english, "history", { width: 1200, height: 560 }, "#overTime");
await shoot(browser, english, "story", { width: 1000, height: 1100, address: WORST });
await shoot(browser, japanese, "phone", { width: 390, height: 1000, scheme: "dark" });
await browser.close();
await rm(folder, { recursive: true, force: true });
