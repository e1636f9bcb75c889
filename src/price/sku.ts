/** A price of the Cloud Billing Catalog, as far as machines and their disks are made of it. */
export interface Sku {
  readonly id: string;
  /** `N2 Instance Core running in Japan` */
  readonly description: string;
  /** `asia-northeast1`, …: one SKU may hold for several. */
  readonly regions: readonly string[];
  /** `h`, `GiBy.h`, `GiBy.mo` */
  readonly unit: string;
  /** US dollars for a unit, beyond a free allowance. */
  readonly usd: number;
}

/** What a SKU prices: a vCPU or a GiB of a family's memory, a card, a GiB of disk and month. */
export type SkuPart =
  | { readonly kind: "core" | "memory"; readonly family: string; readonly spot: boolean }
  | { readonly kind: "machine"; readonly machineType: string; readonly spot: boolean }
  | { readonly kind: "gpu"; readonly gpu: string; readonly spot: boolean }
  | { readonly kind: "boot-disk"; readonly type: string }
  /** `family`: of the families that have SSD prices of their own; `null`: of all others. */
  | { readonly kind: "local-ssd"; readonly family: string | null; readonly spot: boolean };

const SPOT = /^Spot Preemptible /u;

/** The families whose SKUs do not begin with their name; the autoscaler's facts call these the traps. */
const ODD_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^N1 Predefined Instance (Core|Ram) running in /u, "n1"],
  [/^Compute optimized (?:Instance )?(Core|Ram) running in /u, "c2"],
  [/^Memory-optimized Instance (Core|Ram) running in /u, "m1"],
];

const ODD_MACHINES: readonly (readonly [RegExp, string])[] = [
  [/^Micro Instance with burstable CPU running in /u, "f1-micro"],
  [/^Small Instance with 1 VCPU running in /u, "g1-small"],
];

/** `C4A Arm Instance Core running in …`; not Custom, Extended, Sole Tenancy, Premium, which say so in between. */
const NAMED_FAMILY = /^([A-Z]\d+[A-Z]*)(?: AMD| Arm| Intel)?(?: Memory-optimized)? Instance (Core|Ram) running in /u;

const GPU = /^(Nvidia .+? GPU)(?: attached to Spot Preemptible VMs)? running in /u;

const BOOT_DISKS: readonly (readonly [RegExp, string])[] = [
  [/^Storage PD Capacity(?: in |$)/u, "pd-standard"],
  [/^Balanced PD Capacity(?: in |$)/u, "pd-balanced"],
  [/^SSD backed PD Capacity(?: in |$)/u, "pd-ssd"],
  [/^Extreme PD Capacity(?: in |$)/u, "pd-extreme"],
  [/^Hyperdisk Balanced Capacity(?: in |$)/u, "hyperdisk-balanced"],
  [/^Hyperdisk Extreme Capacity(?: in |$)/u, "hyperdisk-extreme"],
];

const LOCAL_SSD = /^SSD backed Local Storage(?: attached to Spot Preemptible VMs?)?(?: (?:running )?in |$)/u;
const FAMILY_SSD = /^([A-Z]\d+[A-Z]*) Instance Local SSD running in /u;

/**
 * What a SKU is the price of, by its description: the catalog has no field for it. `null` for all that no machine is made of
 * (commitments, custom and sole-tenant machines, reservations, networks). Its `usageType` is not asked: local SSD of spot machines
 * is "OnDemand" there.
 */
export function partOf({ description }: Pick<Sku, "description">): SkuPart | null {
  const spot = SPOT.test(description) || description.includes("attached to Spot Preemptible VM");
  const text = description.replace(SPOT, "");
  return ofFamily(text, spot) ?? ofMachine(text, spot) ?? ofCard(text, spot) ?? ofDisk(text, spot);
}

function ofFamily(text: string, spot: boolean): SkuPart | null {
  for (const [pattern, family] of ODD_NAMES) {
    const unit = pattern.exec(text)?.[1];
    if (unit !== undefined) return { kind: kindOf(unit), family, spot };
  }
  const [, family, unit] = NAMED_FAMILY.exec(text) ?? [];
  return family === undefined || unit === undefined ? null : { kind: kindOf(unit), family: family.toLowerCase(), spot };
}

function kindOf(unit: string): "core" | "memory" {
  return unit === "Core" ? "core" : "memory";
}

function ofMachine(text: string, spot: boolean): SkuPart | null {
  const found = ODD_MACHINES.find(([pattern]) => pattern.test(text));
  return found === undefined ? null : { kind: "machine", machineType: found[1], spot };
}

function ofCard(text: string, spot: boolean): SkuPart | null {
  const gpu = GPU.exec(text)?.[1];
  return gpu === undefined ? null : { kind: "gpu", gpu, spot };
}

function ofDisk(text: string, spot: boolean): SkuPart | null {
  const disk = BOOT_DISKS.find(([pattern]) => pattern.test(text));
  if (disk !== undefined) return spot ? null : { kind: "boot-disk", type: disk[1] };
  if (LOCAL_SSD.test(text)) return { kind: "local-ssd", family: null, spot };
  const family = FAMILY_SSD.exec(text)?.[1];
  return family === undefined ? null : { kind: "local-ssd", family: family.toLowerCase(), spot };
}
