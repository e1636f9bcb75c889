import { field, number, optional, readCsv } from "./csv.ts";
import type { Json } from "./json.ts";

/** A machine type as GCE sells it. */
export interface Sold {
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly gpus: number;
  readonly localSsdGib: number;
}

/** The types of GCE's own list, by name. */
export function readSold(dataFolder: string): ReadonlyMap<string, Sold> {
  const rows = readCsv(`${dataFolder}/gce-machine-types.csv`);
  return new Map(rows.map((row) => [field(row, "machine_type"), sold(row)]));
}

function sold(row: ReadonlyMap<string, string>): Sold {
  return {
    vcpu: number(row, "vcpu"),
    memoryGib: number(row, "ram_gib"),
    gpus: optional(row, "gpu_count") ?? 0,
    localSsdGib: optional(row, "local_ssd_gib") ?? 0,
  };
}

/** GPUs of a type as GKE's own autoscaler knows them, by name: also of types that GCE's list lacks. */
function readGpus(dataFolder: string): ReadonlyMap<string, number> {
  const rows = readCsv(`${dataFolder}/gke-ca-machine-types.csv`);
  return new Map(rows.map((row) => [field(row, "machine_type"), optional(row, "gpu_count") ?? 0]));
}

/** The catalog: what a node of each type has and allows, with a 100 GB boot disk. */
export function machineTypes(
  dataFolder: string,
  sold: ReadonlyMap<string, Sold>,
  retrieved: string,
): { readonly [key: string]: Json } {
  const rows = readCsv(`${dataFolder}/gke-allocatable-table.csv`);
  const gpus = readGpus(dataFolder);
  const storage = new Set(
    rows.map((row) => `${field(row, "eph_capacity_ki_100gb")} ${field(row, "eph_allocatable_b_100gb")}`),
  );
  const [only = "", ...others] = storage;
  if (others.length > 0) throw new Error("the ephemeral storage of a 100 GB disk differs between types");
  const [capacityKi, allocatableBytes] = only.split(" ");
  return {
    source:
      "GKE's published reservation formulas (COS, 1.33) on GCE's machine types; local SSD from Cyclenerd/google-cloud-pricing-cost-calculator",
    licence: "Apache-2.0",
    retrieved,
    pods: 110,
    ephemeralStorageCapacityKi: Number(capacityKi),
    ephemeralStorageAllocatableBytes: Number(allocatableBytes),
    columns: [
      "vcpu",
      "memoryGib",
      "gpus",
      "localSsdGib",
      "allocatableMillicores",
      "memoryCapacityKi",
      "memoryAllocatableKi",
    ],
    types: Object.fromEntries(rows.map((row) => [field(row, "machine_type"), shape(row, sold, gpus)])),
  };
}

function shape(
  row: ReadonlyMap<string, string>,
  sold: ReadonlyMap<string, Sold>,
  gpus: ReadonlyMap<string, number>,
): Json {
  const name = field(row, "machine_type");
  const gce = sold.get(name);
  return [
    number(row, "vcpu"),
    number(row, "ram_gib"),
    // A part of a card (g4-standard-6 has an eighth) is offered as one.
    Math.ceil(Math.max(number(row, "gpus"), gce?.gpus ?? 0, gpus.get(name) ?? 0)),
    gce?.localSsdGib ?? 0,
    number(row, "cpu_allocatable_m"),
    number(row, "mem_capacity_ki"),
    number(row, "mem_allocatable_ki"),
  ];
}
