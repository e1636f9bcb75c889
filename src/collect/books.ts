import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { BookFailure } from "../failure.ts";
import type { Catalog } from "../price/catalog.ts";
import { createPricer } from "../price/create-pricer.ts";
import type { Pricer } from "../price/pricer.ts";
import type { BookName } from "../price/quote.ts";
import { decodeCatalog } from "./books-catalog.ts";
import { listBook, modelBook } from "./books-decode.ts";
import { indexSchema, type ListBookFile, listBookSchema, machineTypesSchema, modelBookSchema } from "./books-schema.ts";

/** Where a book's prices are from. */
export interface BookInfo {
  readonly source: string;
  readonly licence: string;
  /** The day of the prices, `2026-07-30`. */
  readonly retrieved: string;
  readonly currency: "USD";
}

/** The price books, read and ready. */
export interface Books {
  pricer(book: BookName): Pricer;
  readonly catalog: Catalog;
  readonly info: Readonly<Record<BookName, BookInfo>>;
  /** The lists of single regions that were read: whose they are, and of which day. */
  readonly lists: ReadonlyMap<string, RegionInfo>;
  /** The regions that are bundled. */
  readonly regions: readonly string[];
}

/** Where a region's list is from. */
export interface RegionInfo {
  readonly source: string;
  readonly retrieved: string;
  /** Was it refreshed here, rather than bundled? */
  readonly own: boolean;
}

/** What somebody set for the list: a folder of refreshed books, and contract discounts in percent by machine family. */
export interface OwnPrices {
  readonly folder: string | null;
  readonly discounts: ReadonlyMap<string, number>;
}

const NOTHING_OWN: OwnPrices = { folder: null, discounts: new Map() };

/** `prices/` beside `src/` and beside `dist/`. */
const PRICES = new URL("../../prices/", import.meta.url);

/**
 * Reads the price books; of the list only the files of `regions`, those of `own.folder` before the bundled ones. A region that no
 * list knows is left out: its nodes have no price there.
 * @throws BookFailure when a file is missing or damaged
 */
export async function loadBooks(
  regions: readonly string[],
  folder: URL = PRICES,
  own: OwnPrices = NOTHING_OWN,
): Promise<Books> {
  const index = await readBook(folder, "index.json", indexSchema);
  const [autoscaler, gke, types, list] = await Promise.all([
    readBook(folder, "autoscaler.json", modelBookSchema),
    readBook(folder, "gke.json", modelBookSchema),
    readBook(folder, "machine-types.json", machineTypesSchema.transform(decodeCatalog)),
    Promise.all([...new Set(regions)].map((region) => readRegion(folder, own.folder, index.regions, region))),
  ]);
  const found = list.filter((each) => each !== null);
  const files = found.map(({ file }) => file);
  const pricers: Readonly<Record<BookName, Pricer>> = {
    autoscaler: createPricer(modelBook("autoscaler", autoscaler), types),
    gke: createPricer(modelBook("gke", gke), types),
    list: createPricer({ ...listBook(files, autoscaler.gpus), discounts: own.discounts }, types),
  };
  const lists = new Map(found.map(({ file, info }) => [file.region, info]));
  return { pricer: (book) => pricers[book], catalog: types, info: index.books, lists, regions: index.regions };
}

/** The bundled list of a region as its file holds it, and what it is; `null` when it is not bundled. */
export async function bundledList(region: string, folder: URL = PRICES): Promise<ListBookFile | null> {
  const index = await readBook(folder, "index.json", indexSchema);
  return (await readRegion(folder, null, index.regions, region))?.file ?? null;
}

const REGION = /^[a-z]+-[a-z]+\d+$/u;

async function readRegion(
  bundled: URL,
  own: string | null,
  known: readonly string[],
  region: string,
): Promise<{ readonly file: ListBookFile; readonly info: RegionInfo } | null> {
  const name = `list/${region}.json`;
  const folder = own === null ? null : pathToFileURL(`${resolve(own)}/`);
  if (folder !== null && REGION.test(region) && existsSync(new URL(name, folder))) {
    const cure = "make it again with barnacle prices refresh";
    const file = await readBook(folder, name, listBookSchema, { title: own ?? "", cure });
    return { file: { ...file, region }, info: regionInfo(file, true) };
  }
  if (!known.includes(region)) return null;
  const file = await readBook(bundled, name, listBookSchema);
  return { file, info: regionInfo(file, false) };
}

function regionInfo({ source, retrieved }: ListBookFile, own: boolean): RegionInfo {
  return { source, retrieved, own };
}

interface Shelf {
  /** The folder, as people know it. */
  readonly title: string;
  readonly cure: string;
}

const BUNDLED: Shelf = { title: "prices", cure: "install Barnacle again, or make the books with prices/make/main.ts" };

async function readBook<Schema extends z.ZodType>(
  folder: URL,
  name: string,
  schema: Schema,
  shelf: Shelf = BUNDLED,
): Promise<z.output<Schema>> {
  const text = await readText(folder, name, shelf);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new BookFailure(`${shelf.title}/${name}: the price book is not JSON; ${shelf.cure}.`, { cause });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
  throw new BookFailure(`${shelf.title}/${name}: the price book is damaged (${where}); ${shelf.cure}.`, {
    cause: parsed.error,
  });
}

async function readText(folder: URL, name: string, shelf: Shelf): Promise<string> {
  try {
    return await readFile(new URL(name, folder), "utf8");
  } catch (cause) {
    throw new BookFailure(`${shelf.title}/${name}: the price book cannot be read; ${shelf.cure}.`, { cause });
  }
}
