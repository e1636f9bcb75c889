import type { Command } from "commander";
import { COMPUTE_ENGINE, readCatalog } from "../collect/billing-catalog.ts";
import { bundledList, loadBooks } from "../collect/books.ts";
import { billingEndpointOf, type Config } from "../config.ts";
import { UsageFailure } from "../failure.ts";
import { nearest } from "../model/nearest.ts";
import { formatInstant } from "../model/time.ts";
import { refreshed } from "../price/refresh.ts";
import { skuPrices } from "../price/sku-prices.ts";
import { writePriceBook } from "../publish/price-books.ts";
import { bookFileText } from "../report/price-book.ts";
import { refreshLines } from "../report/price-refresh.ts";
import { loadConfig } from "./input.ts";
import type { CommonOptions } from "./options.ts";
import { statusLine } from "./progress.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

interface RefreshOptions extends CommonOptions {
  readonly region?: readonly string[];
  readonly out?: string;
  readonly accept?: boolean;
  readonly cluster?: string;
}

const DEFAULT_FOLDER = "barnacle-prices";

const DETAILS = `
Reads all SKUs of Compute Engine (service ${COMPUTE_ENGINE}) with application default credentials, puts machines together from the prices
of their parts, and writes FOLDER/list/REGION.json. What the SKUs do not tell stays as bundled. A price that differs from the bundled
one by more than 30 % is shown, and taken only with --accept. To use the lists, name the folder in the configuration:

  prices:
    folder: barnacle-prices

Example:
  $ barnacle prices refresh --region asia-northeast1 us-central1 --out barnacle-prices`;

/** `barnacle prices refresh`: makes list books from the Cloud Billing Catalog. */
export function addPricesRefresh(prices: Command, shell: Shell, result: Result): void {
  prices
    .command("refresh")
    .description("Make price lists of today from the Cloud Billing Catalog.")
    .option("--region <region...>", "the regions (else that of the cluster that the configuration names)")
    .option("--out <folder>", `folder to write to (else prices.folder of the configuration, else ${DEFAULT_FOLDER})`)
    .option("--accept", "take prices that differ from the bundled ones by more than 30 %, too")
    .option("--config <file>", "YAML file with settings (else BARNACLE_CONFIG names it)")
    .addHelpText("after", DETAILS)
    .action(async (_: unknown, command: Command) => {
      // An option that `prices` has too is parsed as its own.
      await refresh(command.optsWithGlobals<RefreshOptions>(), shell);
      result.code = 0;
    });
}

async function refresh(options: RefreshOptions, shell: Shell): Promise<void> {
  const config = await loadConfig(options, shell);
  const regions = regionsOf(options, config);
  const folder = options.out ?? config.prices.folder ?? DEFAULT_FOLDER;
  const books = await loadBooks([]);
  const { catalog, info } = books;
  const status = statusLine(shell, options.plain === true);
  const skus = await readCatalog({
    endpoint: billingEndpointOf(shell.environment),
    regions: new Set(regions),
    progress: (pages, kept) => status.show(`${pages} pages of prices read, ${kept} for these regions`),
  });
  status.clear();
  const day = formatInstant(options.now ?? shell.now()).slice(0, 10);
  for (const region of regions) {
    const fresh = skuPrices(skus, region);
    if (fresh.cores.size === 0) throw new UsageFailure(unknownRegion(region, books.regions));
    const old = await bundledList(region);
    const book = refreshed(fresh, catalog, old, options.accept === true);
    const path = await writePriceBook(folder, region, bookFileText(region, day, book, info.list.retrieved));
    const told = {
      region,
      path,
      oddUnits: fresh.oddUnits,
      accepted: options.accept === true,
      bundled: info.list.retrieved,
    };
    await shell.stdout.write(
      refreshLines(book, told)
        .map((line) => `${line}\n`)
        .join(""),
    );
  }
  if (config.prices.folder !== folder) {
    await shell.stderr.write(`barnacle: to use these lists, set prices.folder: ${folder} in the configuration\n`);
  }
}

const REGION = /^([a-z]+-[a-z]+\d+)(?:-[a-z])?$/u;

function regionsOf({ region }: RefreshOptions, { cluster }: Config): readonly string[] {
  const asked = region ?? (cluster === null ? [] : [cluster.location]);
  if (asked.length === 0) {
    throw new UsageFailure("Say which regions to refresh: --region asia-northeast1, or cluster: in the configuration.");
  }
  return [...new Set(asked.map(regionName))];
}

/** A cluster's location may be a zone. */
function regionName(text: string): string {
  const region = REGION.exec(text)?.[1];
  if (region === undefined) throw new UsageFailure(`--region: "${text}" is no region; write it as asia-northeast1.`);
  return region;
}

function unknownRegion(region: string, known: readonly string[]): string {
  const near = nearest(region, known, 1)[0];
  return `The Cloud Billing Catalog has no machine prices for region "${region}"${near === undefined ? "" : `; did you mean ${near}?`}`;
}
