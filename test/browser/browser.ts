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
  const { width = 1280, height = 900, scheme = "light", address = "" } = look;
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
  await page.goto(url + address);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  return { page, context, troubles };
}

/** What axe finds that keeps somebody from using the page: its serious and critical rules. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
