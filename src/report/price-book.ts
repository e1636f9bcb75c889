import type { Refreshed } from "../price/refresh.ts";

/** A refreshed region's book as its file has it: a line a price, with day and source. `bundledOn`: the day of what was carried over. */
export function bookFileText(region: string, day: string, { prices, carried }: Refreshed, bundledOn: string): string {
  const kept =
    carried.length === 0 ? "" : `; ${carried.length} prices that its SKUs do not tell are as bundled (${bundledOn})`;
  return `${object({
    book: "list",
    source: `Cloud Billing Catalog API, service 6F81-5844-456A (Compute Engine)${kept}`,
    licence: "Google Cloud's public prices",
    retrieved: day,
    currency: "USD",
    region,
    bootDisks: prices.bootDisks,
    localSsd: prices.localSsd,
    families: prices.families,
    machines: prices.machines,
  })}\n`;
}

function object(book: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(book).map(([key, value]) => `  ${JSON.stringify(key)}: ${field(value)}`);
  return `{\n${entries.join(",\n")}\n}`;
}

function field(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return inline(value);
  const rows = Object.entries(value).map(([key, row]) => `    ${JSON.stringify(key)}: ${inline(row)}`);
  return rows.length === 0 ? "{}" : `{\n${rows.join(",\n")}\n  }`;
}

function inline(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(", ")}]` : JSON.stringify(value);
}
