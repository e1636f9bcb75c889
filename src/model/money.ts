import type { Brand } from "./brand.ts";
import { HOURS_PER_MONTH } from "./time.ts";

/** US dollars. */
export type Usd = Brand<number, "Usd">;

/** US dollars for each hour of running. */
export type UsdPerHour = Brand<number, "UsdPerHour">;

export function usd(value: number): Usd {
  return value as Usd;
}

export function usdPerHour(value: number): UsdPerHour {
  return value as UsdPerHour;
}

/** What `rate` comes to over the price list's month of 730 hours. */
export function perMonth(rate: UsdPerHour): Usd {
  return usd(rate * HOURS_PER_MONTH);
}

/** Sum of rates; 0 for none. Unknown rates (`null`) must be counted apart by the caller: unknown is never zero. */
export function sumRates(rates: Iterable<UsdPerHour>): UsdPerHour {
  let total = 0;
  for (const rate of rates) total += rate;
  return usdPerHour(total);
}
