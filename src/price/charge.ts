import type { UsdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import type { Book, Rates, Tier } from "./book.ts";
import type { Catalog } from "./catalog.ts";

/** One part of a node's price. */
export interface Charge {
  readonly what: string;
  /** `null`: it costs something that is not known. */
  readonly usdPerHour: UsdPerHour | null;
  /** What was guessed, or why the price is not known, in words. */
  readonly estimated: readonly string[];
}

/** A node on its way through the price model. */
export interface Asked {
  readonly node: Node;
  readonly book: Book;
  readonly rates: Rates;
  /** The rates of the node's provisioning. */
  readonly tier: Tier;
  readonly spot: boolean;
  /** As labelled; `null` without a label. */
  readonly machineType: string | null;
  readonly catalog: Catalog;
}
