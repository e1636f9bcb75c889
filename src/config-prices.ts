import { z } from "zod";
import { section } from "./config-values.ts";

const PERCENTAGE = "must be a percentage from 0 to 99";
const FAMILIES = "must be machine families, such as n2 or e2, each with a percentage";

/** The config's section `prices`. */
export const PRICES_SCHEMA = section({
  folder: z.string("must be a folder").min(1, "must be a folder").optional(),
  discounts: z
    .record(
      z.string().regex(/^[a-z]+\d+[a-z]*$/u, FAMILIES),
      z.number(PERCENTAGE).min(0, PERCENTAGE).max(99, PERCENTAGE),
      {
        error: (issue) =>
          issue.code === "invalid_key" ? FAMILIES : "must be a map of families and percentages, such as n2: 20",
      },
    )
    .optional(),
});

/** Where list prices come from, and what is taken off them. */
export interface PricesConfig {
  /** Of refreshed price lists; `null`: the bundled ones. */
  readonly folder: string | null;
  /** Contract discounts in percent, by machine family. */
  readonly discounts: ReadonlyMap<string, number>;
}

/** The config's section `prices`, with nothing taken off where it says nothing. */
export function pricesConfig(settings: z.output<typeof PRICES_SCHEMA> | undefined): PricesConfig {
  const discounts = Object.entries(settings?.discounts ?? {}).filter(([, percent]) => percent > 0);
  return { folder: settings?.folder ?? null, discounts: new Map(discounts) };
}
