import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { BookFailure } from "../failure.ts";
import type { Catalog } from "../price/catalog.ts";
import { createPricer } from "../price/create-pricer.ts";
import type { Pricer } from "../price/pricer.ts";
import type { BookName } from "../price/quote.ts";
import { decodeCatalog } from "./books-catalog.ts";
import { listBook, modelBook } from "./books-decode.ts";
import { indexSchema, listBookSchema, machineTypesSchema, modelBookSchema } from "./books-schema.ts";

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
}

/** `prices/` beside `src/` and beside `dist/`. */
const PRICES = new URL("../../prices/", import.meta.url);

/**
 * Reads the price books; of the list only the files of `regions`. A region that the list does not know is left out: its nodes
 * have no price there. Throws a `BookFailure` when a file is missing or damaged.
 */
export async function loadBooks(regions: readonly string[], folder: URL = PRICES): Promise<Books> {
  const index = await readBook(folder, "index.json", indexSchema);
  const known = index.regions.filter((region) => regions.includes(region));
  const [autoscaler, gke, types, list] = await Promise.all([
    readBook(folder, "autoscaler.json", modelBookSchema),
    readBook(folder, "gke.json", modelBookSchema),
    readBook(folder, "machine-types.json", machineTypesSchema.transform(decodeCatalog)),
    Promise.all(known.map((region) => readBook(folder, `list/${region}.json`, listBookSchema))),
  ]);
  const pricers: Readonly<Record<BookName, Pricer>> = {
    autoscaler: createPricer(modelBook("autoscaler", autoscaler), types),
    gke: createPricer(modelBook("gke", gke), types),
    list: createPricer(listBook(list, autoscaler.gpus), types),
  };
  return { pricer: (book) => pricers[book], catalog: types, info: index.books };
}

const CURE = "install Barnacle again, or make the books with prices/make/main.ts";

async function readBook<Schema extends z.ZodType>(
  folder: URL,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readText(folder, name);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new BookFailure(`prices/${name}: the price book is not JSON; ${CURE}.`, { cause });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
  throw new BookFailure(`prices/${name}: the price book is damaged (${where}); ${CURE}.`, { cause: parsed.error });
}

async function readText(folder: URL, name: string): Promise<string> {
  try {
    return await readFile(new URL(name, folder), "utf8");
  } catch (cause) {
    throw new BookFailure(`prices/${name}: the price book cannot be read; ${CURE}.`, { cause });
  }
}
