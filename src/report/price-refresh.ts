import type { PriceChange, Refreshed } from "../price/refresh.ts";
import type { Sku } from "../price/sku.ts";
import { count } from "./phrases.ts";
import { safeText } from "./text.ts";

/** What is told beside the book itself. */
export interface RefreshTold {
  readonly region: string;
  /** The file that was written. */
  readonly path: string;
  readonly oddUnits: readonly Sku[];
  readonly accepted: boolean;
  /** The day of the bundled book. */
  readonly bundled: string;
}

const SHOWN = 20;

/** What a refresh came to, for people. Every doubtful price is shown: somebody has to decide on it. */
export function refreshLines(book: Refreshed, told: RefreshTold): readonly string[] {
  const { changed, doubtful, added, carried } = book;
  const same = book.told - changed.length - doubtful.length - added.length;
  const decided = told.accepted ? "taken, as --accept says" : "not taken; --accept takes them";
  return [
    `${told.region}: ${safeText(told.path)}`,
    `  ${count(book.told, "price")} told: ${same} as bundled (${told.bundled}), ${changed.length} changed, ${added.length} new, ${doubtful.length} doubtful`,
    ...(carried.length === 0
      ? []
      : [`  ${carried.length} that the catalog's SKUs do not tell: as bundled (${some(carried)})`]),
    ...told.oddUnits
      .slice(0, SHOWN)
      .map(
        (sku) =>
          `  passed over, its unit is "${safeText(sku.unit)}": ${safeText(sku.description)} (${safeText(sku.id)})`,
      ),
    ...changed.slice(0, SHOWN).map((change) => `  ${changeText(change)}`),
    ...(changed.length > SHOWN ? [`  … and ${changed.length - SHOWN} more changed`] : []),
    ...(doubtful.length === 0
      ? []
      : [`  ${count(doubtful.length, "price")} more than 30 % from the bundled one, ${decided}:`]),
    ...doubtful.map((change) => `    ${changeText(change)}`),
  ];
}

function changeText({ what, old, new: fresh }: PriceChange): string {
  const share = old === 0 ? "was 0" : `${fresh > old ? "+" : ""}${((fresh / old - 1) * 100).toFixed(1)} %`;
  return `${what}: ${old} → ${fresh} (${share})`;
}

const NAMED = 5;

function some(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return names.slice(0, NAMED).join(", ") + more;
}
