import { perMonth, type Usd, type UsdPerHour } from "../model/money.ts";
import type { Quote } from "../price/quote.ts";

const UNKNOWN = "unknown";

/** The least that is written out; less is "<$0.0001". */
const LEAST = 0.0001;

function withCommas(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/gu, ",");
}

function dollars(value: number, decimals: number): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const sign = value < 0 ? "-" : "";
  return `${sign}$${withCommas(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** As prices of machines are written: cents, three decimals below ten cents, two digits below one. */
export function fine(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "$0";
  if (size < LEAST) return `${value < 0 ? "-" : ""}<$${LEAST}`;
  if (size < 0.00995) return dollars(value, size < 0.000995 ? 5 : 4);
  return dollars(value, size < 0.0995 ? 3 : 2);
}

/** `$5.37/h`, `$0.086/h`; `null` is "unknown", never $0. */
export function hourly(rate: UsdPerHour | null): string {
  return rate === null ? UNKNOWN : `${fine(rate)}/h`;
}

/** `$3,920`: what a rate comes to in the price list's month of 730 hours. */
export function monthly(rate: UsdPerHour | null): string {
  if (rate === null) return UNKNOWN;
  const month = perMonth(rate);
  return dollars(month, Math.abs(month) < 100 && month !== 0 ? 2 : 0);
}

/** A sum: `$17.60`, `$1,234`, `$0`, `<$0.01`. */
export function amount(sum: Usd): string {
  if (sum === 0) return "$0";
  if (Math.abs(sum) < 0.005) return `${sum < 0 ? "-" : ""}<$0.01`;
  return dollars(sum, Math.abs(sum) < 999.995 ? 2 : 0);
}

/** The price of a quote; a leading "~" says that some of it is guessed. */
export function quoted(quote: Quote): string {
  return quote.usdPerHour !== null && quote.estimated.length > 0
    ? `~${hourly(quote.usdPerHour)}`
    : hourly(quote.usdPerHour);
}

/** `n2-highmem-64 $5.37/h`, `x9-mega-512, price unknown` */
export function priced(what: string, quote: Quote): string {
  return quote.usdPerHour === null ? `${what}, price ${UNKNOWN}` : `${what} ${quoted(quote)}`;
}

/** `share` of 1 in whole percent; what is more than nothing is never "0 %", what is less than all never "100 %". */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "<1 %";
  if (share < 1 && share > 0.99) return ">99 %";
  return `${Math.round(share * 100)} %`;
}
