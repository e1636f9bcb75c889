import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Chromium as the machine has it: `BARNACLE_CHROMIUM` names it, else the search path. */
function chromiumPath(): string {
  const named = process.env["BARNACLE_CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  throw new Error("There is no chromium in PATH: apt-get install chromium, or name one in BARNACLE_CHROMIUM.");
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  /** With the `#`. */
  readonly address?: string;
}

/** A page that is open, with all that it complained of and asked for. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Messages of the console, errors, dialogs, and requests for anything but the file itself. */
  readonly troubles: string[];
}

/** Opens a file as a person would, by a double click: no server, no permission. Waits until its script has run. */
export async function open(browser: Browser, file: string, look: Look = {}): Promise<Opened> {
  const opened = await openNothing(browser, file, look);
  await load(opened.page, file, look.address);
  return opened;
}

/** A window that is to show this file, again and again if need be: a context of its own takes longer than a page. */
export async function openNothing(browser: Browser, file: string, look: Look = {}): Promise<Opened> {
  const { width = 1280, height = 900, scheme = "light" } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  const url = `file://${file}`;
  page.on("console", (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) troubles.push(`request: ${request.url()}`);
  });
  return { page, context, troubles };
}

/** Waits until the page's script has run. */
export async function load(page: Page, file: string, address = ""): Promise<void> {
  await page.goto(`file://${file}${address}`);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
}

/**
 * What axe finds that keeps somebody from using the page: its serious and critical rules. The page has no frames, so axe's way of
 * looking into frames of other sites, and its account of all that is well, are left out: together they take three quarters of the time.
 */
export async function barriers(page: Page): Promise<readonly string[]> {
  if (page.frames().length !== 1) throw new Error("the page has frames, into which axe does not look so");
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
