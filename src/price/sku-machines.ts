import { HOURS_PER_MONTH } from "../model/time.ts";
import type { MachineShape } from "./catalog.ts";
import { billedFamily } from "./machine-name.ts";
import type { PricePair, SkuPrices } from "./sku-prices.ts";

/** Shared-core types bill a part of a core. */
const BILLED_CORES: ReadonlyMap<string, number> = new Map([
  ["e2-micro", 0.25],
  ["e2-small", 0.5],
  ["e2-medium", 1],
]);

/** The cards of machine types that come with them, by the SKU's name. Types that are not here are not composed. */
const CARDS: readonly (readonly [RegExp, string])[] = [
  [/^a2-ultragpu-/u, "Nvidia Tesla A100 80GB GPU"],
  [/^a2-(?:high|mega)gpu-/u, "Nvidia Tesla A100 GPU"],
  [/^g2-/u, "Nvidia L4 GPU"],
  [/^a3-highgpu-/u, "Nvidia H100 80GB GPU"],
];

/** Families whose local SSD has the ordinary price; the others have one of their own, or are not composed. */
const ORDINARY_SSD: ReadonlySet<string> = new Set(["a2", "a3", "c3", "c3d"]);

/** m2 costs m1's prices and a premium: not composed. */
const NOT_COMPOSED: ReadonlySet<string> = new Set(["m2"]);

/** The price of a machine type from the SKUs of its parts, `null` where one of them is missing. */
export function machinePrice(shape: MachineShape, prices: SkuPrices): PricePair {
  return [priceOf(shape, prices, 0), priceOf(shape, prices, 1)];
}

function priceOf(shape: MachineShape, prices: SkuPrices, tier: 0 | 1): number | null {
  const { machineType, memoryGib, gpus, localSsdGib } = shape;
  const whole = prices.machines.get(machineType)?.[tier];
  if (whole !== undefined && whole !== null) return rounded(whole);
  const family = billedFamily(machineType);
  if (NOT_COMPOSED.has(family)) return null;
  const cores = shape.sharedCore ? BILLED_CORES.get(machineType) : shape.vcpu;
  const parts = [
    cores === undefined ? null : times(cores, prices.cores.get(family)?.[tier]),
    times(memoryGib, prices.memory.get(family)?.[tier]),
    gpus === 0 ? 0 : times(gpus, cardPrice(machineType, prices, tier)),
    localSsdGib === 0 ? 0 : times(localSsdGib / HOURS_PER_MONTH, ssdPrice(family, prices, tier)),
  ];
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return rounded(sum);
}

function times(amount: number, price: number | null | undefined): number | null {
  return price === null || price === undefined ? null : amount * price;
}

function cardPrice(machineType: string, { gpus }: SkuPrices, tier: 0 | 1): number | null {
  const card = CARDS.find(([pattern]) => pattern.test(machineType))?.[1];
  return card === undefined ? null : (gpus.get(card)?.[tier] ?? null);
}

function ssdPrice(family: string, { localSsd }: SkuPrices, tier: 0 | 1): number | null {
  const own = localSsd.get(family)?.[tier] ?? null;
  return own ?? (ORDINARY_SSD.has(family) ? (localSsd.get("")?.[tier] ?? null) : null);
}

/** Sums of products end in noise; the list's own prices have at most 14 decimals. */
function rounded(price: number): number {
  return Number(price.toFixed(12));
}
