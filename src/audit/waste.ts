import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import type { Pricer } from "../price/pricer.ts";
import { BOOK_NAMES, type BookName, type Quote } from "../price/quote.ts";
import type { AuditSettings } from "./finding.ts";
import type { FoundHome } from "./home.ts";

/** What freeing a node would save an hour, and whether that is worth a finding. */
export interface Weighed {
  /** By the deciding book. `null`: the node's price or its home's is not known. */
  readonly wasteUsdPerHour: UsdPerHour | null;
  /** `null`: worth a finding, as is a waste that is not known. */
  readonly whyNot: "not-large" | "home-not-cheaper" | null;
}

type Limits = Pick<AuditSettings, "minWasteUsdPerHour" | "maxHomeShare">;

/** Weighs a node of this price against its blockers' home: a big node held by small pods is one whose home is much cheaper. */
export function weigh(price: Quote, found: FoundHome, limits: Limits): Weighed {
  if (found.kind === "none") return { wasteUsdPerHour: usdPerHour(0), whyNot: "home-not-cheaper" };
  const node = price.usdPerHour;
  const home = found.kind === "found" ? found.home.quote.usdPerHour : null;
  if (node === null || home === null) return { wasteUsdPerHour: null, whyNot: null };
  const wasteUsdPerHour = difference(node, home);
  if (wasteUsdPerHour < limits.minWasteUsdPerHour) return { wasteUsdPerHour, whyNot: "not-large" };
  return { wasteUsdPerHour, whyNot: home > node * limits.maxHomeShare ? "home-not-cheaper" : null };
}

/** The waste of the same pair of node and home by every book, never below 0; `null` where a book lacks one of the prices. */
export function wasteByBook(
  node: Node,
  found: FoundHome,
  pricers: Readonly<Record<BookName, Pricer>>,
): Readonly<Record<BookName, UsdPerHour | null>> {
  return perBook((book) => {
    if (found.kind !== "found") return null;
    const price = pricers[book].node(node).usdPerHour;
    const home = found.node === null ? usdPerHour(0) : pricers[book].node(found.node).usdPerHour;
    return price === null || home === null ? null : difference(price, home);
  });
}

/** What a node wastes that would not go without its blockers either: nothing, by every book. */
export function noWaste(): Readonly<Record<BookName, UsdPerHour>> {
  return perBook(() => usdPerHour(0));
}

function perBook<Value>(value: (book: BookName) => Value): Readonly<Record<BookName, Value>> {
  const [autoscaler, gke, list] = BOOK_NAMES;
  return { [autoscaler]: value(autoscaler), [gke]: value(gke), [list]: value(list) };
}

function difference(node: UsdPerHour, home: UsdPerHour): UsdPerHour {
  return usdPerHour(Math.max(0, node - home));
}
