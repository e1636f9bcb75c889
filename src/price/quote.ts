import type { UsdPerHour } from "../model/money.ts";

export const BOOK_NAMES = ["autoscaler", "gke", "list"] as const;

/** `autoscaler` and `gke`: the two autoscalers' own figures; `list`: the cloud's list prices of the node's region. */
export type BookName = (typeof BOOK_NAMES)[number];

/** A part of a price: a machine type, cores, memory, GPUs, disk. */
export interface PricePart {
  readonly what: string;
  readonly usdPerHour: UsdPerHour;
}

/** What something costs by one book. */
export interface Quote {
  readonly book: BookName;
  /** `null` when unknown: never 0 for "we do not know". */
  readonly usdPerHour: UsdPerHour | null;
  readonly parts: readonly PricePart[];
  /** What was guessed, in words; empty when nothing was. */
  readonly estimated: readonly string[];
}
