import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch } from "./browser.ts";

/** What the tests of one file share. */
export interface Shared {
  readonly browser: Browser;
  /** For the pages that they open. */
  readonly folder: string;
}

/** A browser and a folder for all tests of the file that asks; they are there once its tests run. */
export function shared(name: string): Shared {
  let browser: Browser | null = null;
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `barnacle-${name}-`));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get browser() {
      if (browser === null) throw new Error("The browser is there once the tests run.");
      return browser;
    },
    get folder() {
      return folder;
    },
  };
}
