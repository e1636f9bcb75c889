import type { Config } from "../config.ts";
import { safeText } from "../report/text.ts";
import type { StoreSettings } from "../warehouse/open.ts";
import type { Shell } from "./shell.ts";

/** What a store needs of the configuration; what it has to say besides goes to stderr. */
export function storeSettings(config: Config, shell: Shell): StoreSettings {
  return {
    bigquery: config.bigquery,
    elapsed: () => shell.elapsed(),
    note: (sentence) => shell.stderr.write(`barnacle: ${safeText(sentence)}\n`),
  };
}
