import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import type { Book, Rates } from "./book.ts";
import { bootDiskCharge } from "./boot-disk.ts";
import type { Catalog } from "./catalog.ts";
import type { Asked, Charge } from "./charge.ts";
import { discounted, discountOf } from "./discount.ts";
import { gpuCharge } from "./gpus.ts";
import { localSsdCharge } from "./local-ssd.ts";
import { machineCharge } from "./machine.ts";
import { billedFamily, machineTypeOf } from "./machine-name.ts";
import { hasPreemptiblePricing, provisioningDoubt, provisioningOf } from "./provisioning.ts";
import type { BookName, PricePart, Quote } from "./quote.ts";
import { regionOf } from "./region.ts";

/**
 * A node on its way through the model: the rates of its region and provisioning. When the book has none for it: why, in words.
 */
export function ask(node: Node, book: Book, catalog: Catalog): Asked | string {
  const rates = ratesFor(node, book);
  if (typeof rates === "string") return rates;
  const spot = isSpot(node, book);
  const tier = spot ? rates.spot : rates.standard;
  return { node, book, rates, tier, spot, machineType: machineTypeOf(node), catalog };
}

function ratesFor(node: Node, book: Book): Rates | string {
  if (book.rates.kind === "everywhere") return book.rates.rates;
  const region = regionOf(node);
  if (region === null) return "neither a region label nor a zone label names a Google Cloud region";
  return book.rates.regions.get(region) ?? `the list has no prices for region ${region}`;
}

function isSpot(node: Node, book: Book): boolean {
  if (book.rates.kind === "everywhere") return hasPreemptiblePricing(node);
  const provisioning = provisioningOf(node);
  return provisioning === "spot" || provisioning === "preemptible";
}

/**
 * The price of a node for an hour: machine, local SSD, boot disk, GPUs, added up in this order, so that the sum has the
 * autoscaler's every bit. Unknown when one of them is. Source: GCE `GcePriceModel.NodePrice`.
 */
export function nodeQuote(node: Node, book: Book, catalog: Catalog): Quote {
  const asked = ask(node, book, catalog);
  if (typeof asked === "string") return unknownQuote(book.name, asked);
  const percent = discountOf(book, billedFamily(asked.machineType ?? ""), asked.spot);
  const charges = [
    discounted(machineCharge(asked), percent),
    localSsdCharge(asked),
    bootDiskCharge(asked),
    gpuCharge(asked),
  ];
  const doubt = book.rates.kind === "by-region" ? provisioningDoubt(node) : null;
  return addUp(
    book.name,
    charges.filter((charge) => charge !== null),
    doubt === null ? [] : [doubt],
  );
}

/** A quote for what has no price, and why. */
export function unknownQuote(book: BookName, why: string): Quote {
  return { book, usdPerHour: null, parts: [], estimated: [why] };
}

function addUp(book: BookName, charges: readonly Charge[], doubts: readonly string[]): Quote {
  const parts: PricePart[] = [];
  const estimated: string[] = [];
  let total = 0;
  let known = true;
  for (const { what, usdPerHour: price, estimated: guessed } of charges) {
    estimated.push(...guessed);
    if (price !== null && Number.isFinite(price)) parts.push({ what, usdPerHour: price });
    else known = false;
    if (price !== null) total += price;
    if (price !== null && !Number.isFinite(price)) estimated.push(`${what} has no finite price`);
  }
  return { book, usdPerHour: known ? finite(total) : null, parts, estimated: [...estimated, ...doubts] };
}

/** Sums of finite parts may still be too large for a number. */
function finite(total: number): UsdPerHour | null {
  return Number.isFinite(total) ? usdPerHour(total) : null;
}
