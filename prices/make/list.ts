import { field, optional, readCsv } from "./csv.ts";
import type { Json } from "./json.ts";
import type { Sold } from "./machine-types.ts";
import { type Priced, solveFamily } from "./solve.ts";

export const LIST_SOURCE = {
  source: "Google Cloud's price list of that day, compiled by Cyclenerd/google-cloud-pricing-cost-calculator",
  licence: "Apache-2.0",
  retrieved: "2026-07-30",
  currency: "USD",
} as const;

/** GKE's names of boot disk types → the list's. */
const BOOT_DISKS = {
  "pd-standard": "hdd",
  "pd-balanced": "balanced",
  "pd-ssd": "ssd",
  "pd-extreme": "extreme",
  "hyperdisk-extreme": "hyperdisk-extreme",
} as const;

type Price = readonly [standard: number | null, spot: number | null];

/** One book a region. */
export function listBooks(
  dataFolder: string,
  sold: ReadonlyMap<string, Sold>,
): ReadonlyMap<string, { readonly [key: string]: Json }> {
  const disks = diskPrices(dataFolder);
  const books = new Map<string, { readonly [key: string]: Json }>();
  for (const [region, machines] of machinePrices(dataFolder)) {
    const disk = disks.get(region) ?? new Map<string, number>();
    books.set(region, {
      book: "list",
      ...LIST_SOURCE,
      region,
      bootDisks: bootDisks(disk),
      localSsd: [disk.get("local") ?? null, spotSsd(machines, sold)],
      families: solvedFamilies(machines, sold),
      machines: Object.fromEntries(machines),
    });
  }
  return books;
}

function machinePrices(dataFolder: string): ReadonlyMap<string, Map<string, Price>> {
  const regions = new Map<string, Map<string, Price>>();
  for (const row of readCsv(`${dataFolder}/gce-list-prices-2026-07-30.csv`)) {
    const price: Price = [optional(row, "usd_hour"), optional(row, "usd_hour_spot")];
    const machines = regions.get(field(row, "region")) ?? new Map<string, Price>();
    machines.set(field(row, "machine_type"), price);
    regions.set(field(row, "region"), machines);
  }
  return new Map([...regions].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function diskPrices(dataFolder: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const regions = new Map<string, Map<string, number>>();
  for (const row of readCsv(`${dataFolder}/gce-disk-prices-2026-07-30.csv`)) {
    const price = optional(row, "usd_gib_month");
    if (price === null) continue;
    const disks = regions.get(field(row, "region")) ?? new Map<string, number>();
    disks.set(field(row, "disk_type"), price);
    regions.set(field(row, "region"), disks);
  }
  return regions;
}

/** US dollars for a GiB and month, by GKE's name of the type. */
function bootDisks(disk: ReadonlyMap<string, number>): Json {
  return Object.fromEntries(
    Object.entries(BOOT_DISKS).flatMap(([name, listed]) => {
      const price = disk.get(listed);
      return price === undefined ? [] : [[name, price]];
    }),
  );
}

/**
 * Spot price of local SSD for a GiB and month. The disk list has it for on demand only; it is what a c3 or c3d type with local SSD
 * costs more than the same type without. `null` where no such pair is sold; throws when the pairs disagree.
 */
function spotSsd(machines: ReadonlyMap<string, Price>, sold: ReadonlyMap<string, Sold>): number | null {
  const found = new Set<number>();
  for (const [name, [, spot]] of machines) {
    const without = machines.get(name.replace(/-lssd$/u, ""))?.[1] ?? null;
    const gib = sold.get(name)?.localSsdGib ?? 0;
    if (!/^c3d?-.*-lssd$/u.test(name) || spot === null || without === null || gib === 0) continue;
    found.add(Number((((spot - without) / gib) * 730).toFixed(6)));
  }
  if (found.size > 1) throw new Error(`spot local SSD has several prices: ${[...found].join(", ")}`);
  return [...found][0] ?? null;
}

/** Rows `[core, memory, spot core, spot memory]` of the families whose prices are linear in cores and memory. */
function solvedFamilies(machines: ReadonlyMap<string, Price>, sold: ReadonlyMap<string, Sold>): Json {
  const names = new Set([...machines.keys()].map((name) => name.split("-")[0] ?? ""));
  return Object.fromEntries(
    [...names].sort().flatMap((family) => {
      const standard = solveFamily(types(family, 0, machines, sold));
      const spot = solveFamily(types(family, 1, machines, sold));
      if (standard === null && spot === null) return [];
      return [[family, [standard?.core ?? null, standard?.memory ?? null, spot?.core ?? null, spot?.memory ?? null]]];
    }),
  );
}

/** e2's shared-core types bill parts of a core; custom ones are billed otherwise. */
const NOT_LINEAR = /^(?:e2-(?:micro|small|medium)$|custom-)/u;

function types(
  family: string,
  tier: 0 | 1,
  machines: ReadonlyMap<string, Price>,
  sold: ReadonlyMap<string, Sold>,
): readonly Priced[] {
  return [...machines].flatMap(([name, price]) => {
    const type = sold.get(name);
    const usdPerHour = price[tier];
    if (!name.startsWith(`${family}-`) || NOT_LINEAR.test(name) || type === undefined || usdPerHour === null) return [];
    if (type.gpus > 0 || type.localSsdGib > 0) return [];
    return [{ cores: type.vcpu, memoryGib: type.memoryGib, usdPerHour }];
  });
}
