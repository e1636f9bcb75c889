import { HOURS_PER_MONTH } from "../model/time.ts";
import { partOf, type Sku, type SkuPart } from "./sku.ts";

/** On demand, spot; `null` where there is no such price. */
export type PricePair = readonly [standard: number | null, spot: number | null];

/** The prices of one region that the catalog's SKUs tell. Units as in `prices/list`: disks for a GiB and month. */
export interface SkuPrices {
  readonly cores: ReadonlyMap<string, PricePair>;
  readonly memory: ReadonlyMap<string, PricePair>;
  readonly machines: ReadonlyMap<string, PricePair>;
  readonly gpus: ReadonlyMap<string, PricePair>;
  readonly bootDisks: ReadonlyMap<string, number>;
  /** By family; "" for the families without prices of their own. */
  readonly localSsd: ReadonlyMap<string, PricePair>;
  /** SKUs whose price is in a unit that is not known, and so was not taken. */
  readonly oddUnits: readonly Sku[];
}

const UNITS = {
  core: { h: 1 },
  memory: { "GiBy.h": 1 },
  machine: { h: 1 },
  gpu: { h: 1 },
  "boot-disk": { "GiBy.mo": 1, "GiBy.h": HOURS_PER_MONTH },
  "local-ssd": { "GiBy.mo": 1, "GiBy.h": HOURS_PER_MONTH },
} as const satisfies Readonly<Record<SkuPart["kind"], Readonly<Record<string, number>>>>;

/**
 * The region's prices. Where two SKUs price the same (m1 has one for Japan and one for Tokyo), the lower one holds, which is that of
 * the price list.
 */
export function skuPrices(skus: readonly Sku[], region: string): SkuPrices {
  const pairs = { core: table(), memory: table(), machine: table(), gpu: table(), "local-ssd": table() };
  const bootDisks = new Map<string, number>();
  const oddUnits: Sku[] = [];
  for (const sku of skus) {
    const part = sku.regions.includes(region) ? partOf(sku) : null;
    if (part === null) continue;
    const factor = new Map(Object.entries(UNITS[part.kind])).get(sku.unit);
    if (factor === undefined) oddUnits.push(sku);
    else if (part.kind === "boot-disk")
      bootDisks.set(part.type, lower(bootDisks.get(part.type) ?? null, sku.usd * factor));
    else put(pairs[part.kind], nameOf(part), part.spot, sku.usd * factor);
  }
  return {
    cores: pairs.core,
    memory: pairs.memory,
    machines: pairs.machine,
    gpus: pairs.gpu,
    bootDisks,
    localSsd: pairs["local-ssd"],
    oddUnits,
  };
}

function table(): Map<string, PricePair> {
  return new Map();
}

function nameOf(part: Exclude<SkuPart, { readonly kind: "boot-disk" }>): string {
  if (part.kind === "machine") return part.machineType;
  return part.kind === "gpu" ? part.gpu : (part.family ?? "");
}

function put(prices: Map<string, PricePair>, name: string, spot: boolean, usd: number): void {
  const [standard, preemptible] = prices.get(name) ?? [null, null];
  prices.set(name, spot ? [standard, lower(preemptible, usd)] : [lower(standard, usd), preemptible]);
}

function lower(known: number | null, usd: number): number {
  return known === null ? usd : Math.min(known, usd);
}
