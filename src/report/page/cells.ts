import type { Numeric } from "../../warehouse/tables.ts";

const BILLIONTHS = 1e9;

/** Dollars of an exact amount. */
export function dollarsOf(amount: Numeric): number {
  return Number(amount) / BILLIONTHS;
}

export function maybe(amount: Numeric | null): number | null {
  return amount === null ? null : dollarsOf(amount);
}

/** What several sentences in one cell are. */
export function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}

/** What several names in one cell are. */
export function listOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(", ");
}
