import type { Note } from "../audit/finding.ts";
import type { Books } from "../collect/books.ts";
import type { Config } from "../config.ts";
import { nearest } from "../model/nearest.ts";

/** What must be said of the list's prices: discounts in them, refreshed lists, and families that a discount misspells. */
export function priceNotes({ book, prices }: Pick<Config, "book" | "prices">, books: Books): readonly Note[] {
  return [...discounts(book, prices.discounts), ...misspelt(prices.discounts, books), ...refreshed(books)];
}

function discounts(book: Config["book"], percents: Config["prices"]["discounts"]): readonly Note[] {
  if (percents.size === 0) return [];
  const all = Array.from(percents, ([family, percent]) => `${family} ${percent} %`).join(", ");
  const where = book === "list" ? "All prices" : "Prices by the list";
  const text = `${where} are less your contract's discounts, for machines on demand: ${all}. Disks and spot machines have none.`;
  return [{ kind: "discounts", text }];
}

function misspelt(percents: Config["prices"]["discounts"], { catalog }: Books): readonly Note[] {
  const families = new Set(Array.from(catalog.values(), ({ family }) => family));
  return [...percents.keys()]
    .filter((family) => !families.has(family))
    .map((family): Note => {
      const near = nearest(family, [...families], 1)[0];
      const cure = near === undefined ? "check prices.discounts in the configuration" : `did you mean "${near}"?`;
      return {
        kind: "unknown-family",
        text: `There is a discount for "${family}", which is no machine family; ${cure}`,
      };
    });
}

function refreshed({ lists }: Books): readonly Note[] {
  const own = [...lists].filter(([, info]) => info.own);
  if (own.length === 0) return [];
  const all = own.map(([region, { retrieved }]) => `${region} of ${retrieved}`).join(", ");
  return [
    { kind: "refreshed-prices", text: `Price lists that were refreshed here, instead of the bundled ones: ${all}.` },
  ];
}
