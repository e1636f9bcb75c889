/**
 * Makes the price books from the price data. Run by hand when the data is new:
 *
 *     node prices/make/main.ts --data DIR --upstream FILE
 *
 * DIR holds the CSV files that docs/prices.md names, FILE is the open-source autoscaler's price table as JSON.
 */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { autoscalerBook, readUpstream } from "./autoscaler.ts";
import { gkeBook } from "./gke.ts";
import { type Json, writeBook } from "./json.ts";
import { LIST_SOURCE, listBooks } from "./list.ts";
import { machineTypes, readSold } from "./machine-types.ts";

const PRICES = new URL("../", import.meta.url);

function main(): void {
  const { values } = parseArgs({ options: { data: { type: "string" }, upstream: { type: "string" } } });
  const { data, upstream: upstreamFile } = values;
  if (data === undefined || upstreamFile === undefined) {
    throw new Error("usage: node prices/make/main.ts --data DIR --upstream FILE");
  }
  const upstream = readUpstream(upstreamFile);
  const sold = readSold(data);
  const autoscaler = autoscalerBook(upstream);
  const gke = gkeBook(data, upstream);
  const list = listBooks(data, sold);
  mkdirSync(new URL("list/", PRICES), { recursive: true });
  writeBook(new URL("autoscaler.json", PRICES), autoscaler);
  writeBook(new URL("gke.json", PRICES), gke);
  writeBook(new URL("machine-types.json", PRICES), machineTypes(data, sold, LIST_SOURCE.retrieved));
  for (const [region, book] of list) writeBook(new URL(`list/${region}.json`, PRICES), book);
  writeBook(new URL("index.json", PRICES), {
    books: { autoscaler: about(autoscaler), gke: about(gke), list: { ...LIST_SOURCE } },
    regions: [...list.keys()],
  });
}

function about(book: { readonly [key: string]: Json }): Json {
  return Object.fromEntries(["source", "licence", "retrieved", "currency"].map((key) => [key, book[key] ?? null]));
}

main();
