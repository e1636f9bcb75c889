import { families, MODEL_ODDITIES, pairs, RAISED_E2, sharedTables, type Upstream } from "./autoscaler.ts";
import { field, number, optional, readCsv } from "./csv.ts";
import { CUSTOM_DISCOUNTS, EXACT_DISCOUNTS, GPUS_IN_MACHINE, LOCAL_SSD_GIB } from "./gke-source.ts";
import type { Json } from "./json.ts";

const GIB = 2 ** 30;

interface Family {
  readonly core: number;
  readonly memory: number;
  readonly discount: number;
}

/** The book of GKE's own build: its families and types, on the open-source model's disks and GPUs. */
export function gkeBook(dataFolder: string, upstream: Upstream): { readonly [key: string]: Json } {
  const rows = readCsv(`${dataFolder}/gke-ca-families.csv`);
  const known = new Map(rows.map((row) => [field(row, "family"), familyOf(row)]));
  const column = (pick: (family: Family) => number): Record<string, number> =>
    Object.fromEntries([...known].map(([name, family]) => [name, pick(family)]));
  const types = readCsv(`${dataFolder}/gke-ca-machine-types.csv`).map((row) => priceOf(row, known));
  return {
    book: "gke",
    source:
      "GoogleCloudPlatform/cluster-autoscaler pkg/cloudprovider/gke @7d25050; disks, local SSD and other GPUs as kubernetes/autoscaler @55c37cd5eb",
    licence: "Apache-2.0",
    retrieved: "2026-08-21",
    currency: "USD",
    region: "us-central1",
    oddities: { "raised-e2-shared-cores": RAISED_E2, ...MODEL_ODDITIES },
    ...sharedTables(upstream),
    localSsdGib: LOCAL_SSD_GIB,
    gpus: pairs(withGpus(upstream.gpuPricePerHour), withGpus(upstream.preemptibleGpuPricePerHour)),
    families: families(
      column((family) => family.core),
      column((family) => family.memory),
      column((family) => family.discount),
    ),
    customFamilies: customFamilies(rows),
    machines: Object.fromEntries(types),
  };
}

function withGpus(prices: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return { ...prices, ...Object.fromEntries(GPUS_IN_MACHINE.map((name) => [name, 0])) };
}

function familyOf(row: ReadonlyMap<string, string>): Family {
  const listed = number(row, "preemptible_discount");
  const discount = EXACT_DISCOUNTS.get(field(row, "family")) ?? listed;
  if (Math.abs(discount - listed) > 2e-16)
    throw new Error(`${field(row, "family")}: discount ${listed} is no longer ${discount}`);
  return { core: number(row, "cpu_usd_h"), memory: number(row, "mem_usd_gib_h"), discount };
}

function customFamilies(rows: readonly ReadonlyMap<string, string>[]): Json {
  const custom = rows.filter((row) => field(row, "custom_cpu") !== "");
  const column = (name: string): Record<string, number> =>
    Object.fromEntries(custom.map((row) => [field(row, "family"), number(row, name)]));
  return families(column("custom_cpu"), column("custom_mem"), CUSTOM_DISCOUNTS);
}

/**
 * A type's price: its override, else its cores and its memory (whole bytes) at its family's rates; spot: its own override, else the
 * price times the family's discount. Source: `gkePrices` in `gke_price_info.go`.
 */
function priceOf(
  row: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, Family>,
): readonly [string, readonly [number, number]] {
  const family = known.get(field(row, "family"));
  if (family === undefined) throw new Error(`no family of ${field(row, "machine_type")}`);
  const bytes = Math.floor(number(row, "ram_gib") * GIB);
  const composed = number(row, "vcpu") * family.core + (bytes * family.memory) / GIB;
  const price = optional(row, "price_override_usd_h") ?? composed;
  const spot = optional(row, "preemptible_override_usd_h") ?? price * family.discount;
  const difference = Math.abs(price / number(row, "computed_price_usd_h") - 1);
  if (difference > 1e-9) throw new Error(`${field(row, "machine_type")}: ${price} is not the listed price`);
  return [field(row, "machine_type"), [price, spot]];
}
