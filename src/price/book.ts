import type { Brand } from "../model/brand.ts";
import type { UsdPerHour } from "../model/money.ts";
import type { BookName } from "./quote.ts";

/** US dollars for a GiB of memory or disk and an hour. */
export type UsdPerGibHour = Brand<number, "UsdPerGibHour">;

export function usdPerGibHour(value: number): UsdPerGibHour {
  return value as UsdPerGibHour;
}

/** What the cores and the memory of a machine family cost; the sum is multiplied by `discount` (1 where there is none). */
export interface FamilyRate {
  readonly core: UsdPerHour;
  readonly memory: UsdPerGibHour;
  readonly discount: number;
}

/** The prices of one kind of provisioning. What is absent is not known. */
export interface Tier {
  /** Machine type → price, with the GPUs and the local SSD that belong to the type. */
  readonly machines: ReadonlyMap<string, UsdPerHour>;
  /** Machine family → rates of its predefined types. */
  readonly families: ReadonlyMap<string, FamilyRate>;
  /** Machine family → rates of its custom types. */
  readonly customFamilies: ReadonlyMap<string, FamilyRate>;
  /** The rates of a family that is in neither; `null`: such a machine has no price. */
  readonly unknownFamily: FamilyRate | null;
  /** GPU type → price of one card that is attached to a machine. */
  readonly gpus: ReadonlyMap<string, UsdPerHour>;
  /** A GPU of any other type; `null`: it has no price. */
  readonly unknownGpu: UsdPerHour | null;
  readonly localSsd: UsdPerGibHour | null;
}

/** The prices of one region. */
export interface Rates {
  readonly standard: Tier;
  /** Spot and preemptible machines. */
  readonly spot: Tier;
  /** Boot disk type (`pd-balanced`) → price; the same for both tiers. */
  readonly bootDisks: ReadonlyMap<string, UsdPerGibHour>;
}

/**
 * Where a book differs from what a machine really costs, by name; each book says in words what it means by it.
 * - `raised-e2-shared-cores`: e2-micro and e2-small stand above e2-medium in the table (no code: the figures are so).
 * - `template-annotations-only`: disk sizes and SSD counts are read from the autoscaler's template annotations alone.
 * - `unknown-disk-is-free`: a boot disk of a type without a rate costs nothing.
 * - `fallback-by-capacity`: a machine without a price is priced by the capacity it reports, ephemeral storage included.
 * - `untyped-has-no-discount`: a spot node without an instance type label is priced as on demand.
 * - `gpus-as-offered`: every GPU that a node offers counts as a card beside the machine, also where time sharing offers one card
 *   several times, and where the machine's price contains it (then at a rate of 0, where the book knows the type).
 */
export const ODDITIES = [
  "raised-e2-shared-cores",
  "template-annotations-only",
  "unknown-disk-is-free",
  "fallback-by-capacity",
  "untyped-has-no-discount",
  "gpus-as-offered",
] as const;

export type Oddity = (typeof ODDITIES)[number];

/** The data that the price model is fed with. */
export interface Book {
  readonly name: BookName;
  readonly oddities: ReadonlySet<Oddity>;
  /** One table for every region, or one a region. */
  readonly rates:
    | { readonly kind: "everywhere"; readonly rates: Rates }
    | { readonly kind: "by-region"; readonly regions: ReadonlyMap<string, Rates> };
  /** Machine type or family → GiB of one local SSD; all others have `LOCAL_SSD_GIB`. */
  readonly localSsdGib: ReadonlyMap<string, number>;
  /** Contract discounts in percent by machine family: off the machine's price on demand. Absent: none. */
  readonly discounts?: ReadonlyMap<string, number>;
}

/** The size of a local SSD unless the machine's family has larger ones. Source: GCE `localssdsize`. */
export const LOCAL_SSD_GIB = 375;
