import { z } from "zod";
import { ODDITIES } from "../price/book.ts";

const price = z.number().nonnegative();
const count = z.number().int().nonnegative();
const share = z.number().positive().max(1);

/** On demand, spot; `null` where there is no such price. */
const pair = z.tuple([price.nullable(), price.nullable()]);

/** `prices/index.json`: what books there are, and the regions of the list. */
export const indexSchema = z.object({
  books: z.record(
    z.enum(["autoscaler", "gke", "list"]),
    z.object({ source: z.string(), licence: z.string(), retrieved: z.iso.date(), currency: z.literal("USD") }),
  ),
  regions: z.array(z.string()),
});

/** `prices/autoscaler.json`, `prices/gke.json`: US dollars for an hour (a core, a GiB, a GPU, a machine). */
export const modelBookSchema = z.object({
  currency: z.literal("USD"),
  oddities: z.partialRecord(z.enum(ODDITIES), z.string()),
  /** Core, memory, spot discount. */
  unknownFamily: z.tuple([price, price, share]),
  unknownGpu: price,
  bootDisks: z.record(z.string(), price),
  localSsd: z.tuple([price, price]),
  localSsdGib: z.record(z.string(), price),
  gpus: z.record(z.string(), z.tuple([price, price])),
  families: z.record(z.string(), z.tuple([price, price, share])),
  customFamilies: z.record(z.string(), z.tuple([price, price, share])),
  machines: z.record(z.string(), pair),
});

/** `prices/list/REGION.json`: US dollars for an hour; disks and local SSD for a GiB and a month of 730 hours. */
export const listBookSchema = z.object({
  source: z.string().default("not told"),
  /** The day of the prices. */
  retrieved: z.iso.date(),
  currency: z.literal("USD"),
  region: z.string(),
  bootDisks: z.record(z.string(), price),
  localSsd: pair,
  /** Core, memory, spot core, spot memory. */
  families: z.record(z.string(), z.tuple([price.nullable(), price.nullable(), price.nullable(), price.nullable()])),
  machines: z.record(z.string(), pair),
});

/** `prices/machine-types.json`. */
export const machineTypesSchema = z.object({
  pods: count,
  ephemeralStorageCapacityKi: count,
  ephemeralStorageAllocatableBytes: count,
  /** vCPU, memory GiB, GPUs, local SSD GiB, allocatable millicores, memory capacity Ki, memory allocatable Ki. */
  types: z.record(z.string(), z.tuple([count, price, count, count, count, count, count])),
});

export type ModelBookFile = z.infer<typeof modelBookSchema>;
export type ListBookFile = z.infer<typeof listBookSchema>;
export type MachineTypesFile = z.infer<typeof machineTypesSchema>;
