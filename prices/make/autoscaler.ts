import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Json } from "./json.ts";

const table = z.record(z.string(), z.number());

const upstream = z.object({
  source: z.string(),
  commit: z.string(),
  commitDate: z.string(),
  currency: z.string(),
  region: z.string(),
  base: z.object({
    cpuPricePerHour: z.number(),
    memoryPricePerHourPerGib: z.number(),
    preemptibleDiscount: z.number(),
    gpuPricePerHour: z.number(),
    localSsdPricePerHourPerGib: z.number(),
    spotLocalSsdPricePerHourPerGib: z.number(),
    defaultBootDiskType: z.literal("pd-balanced"),
    defaultBootDiskSizeGib: z.literal(100),
    localSsdSizeGib: z.literal(375),
  }),
  predefinedCpuPricePerHour: table,
  predefinedMemoryPricePerHourPerGib: table,
  predefinedPreemptibleDiscount: table,
  customCpuPricePerHour: table,
  customMemoryPricePerHourPerGib: table,
  customPreemptibleDiscount: table,
  instancePricePerHour: table,
  preemptibleInstancePricePerHour: table,
  gpuPricePerHour: table,
  preemptibleGpuPricePerHour: table,
  bootDiskPricePerHourPerGib: table,
});

export type Upstream = z.infer<typeof upstream>;

/** Reads the open-source autoscaler's prices; throws when their shape is not the one this script knows. */
export function readUpstream(path: string): Upstream {
  return upstream.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** The oddities of the price model itself; both autoscalers run the same one. */
export const MODEL_ODDITIES = {
  "template-annotations-only":
    "disk sizes and local SSD counts are read from annotations that only the autoscaler's template nodes carry: a live node counts as 100 GB and no local SSD",
  "unknown-disk-is-free": "a boot disk type without a rate (hyperdisk, pd-extreme) costs nothing",
  "fallback-by-capacity":
    "a machine without a price is priced by the capacity that the node reports, and its ephemeral storage is counted besides the boot disk",
  "untyped-has-no-discount": "a spot node without an instance type label is priced as on demand",
  "gpus-as-offered":
    "every GPU that a node offers is a card beside the machine: time-shared cards count several times, unknown types unknownGpu each, types that the machine's price contains 0",
} as const;

const RAISED_E2 =
  "e2-small (x2) and e2-micro (x4) stand above e2-medium, so that the autoscaler prefers e2-medium: they would be overcommitted";

/** Rows `[on demand, spot]`; `null` where the book has no spot price. */
export function pairs(standard: Readonly<Record<string, number>>, spot: Readonly<Record<string, number>>): Json {
  const missing = Object.keys(spot).filter((name) => standard[name] === undefined);
  if (missing.length > 0) throw new Error(`spot price without an on-demand price: ${missing.join(", ")}`);
  return Object.fromEntries(Object.entries(standard).map(([name, price]) => [name, [price, spot[name] ?? null]]));
}

/** Rows `[core, memory, spot discount]`. The model falls back in each of the three alone, so all must know the same families. */
export function families(
  core: Readonly<Record<string, number>>,
  memory: Readonly<Record<string, number>>,
  discount: Readonly<Record<string, number>>,
): Record<string, readonly [number, number, number]> {
  const names = new Set([core, memory, discount].flatMap((rates) => Object.keys(rates)));
  return Object.fromEntries(
    [...names].map((name) => {
      const row = [core[name], memory[name], discount[name]] as const;
      const [first, second, third] = row;
      if (first === undefined || second === undefined || third === undefined)
        throw new Error(`family ${name} lacks a rate`);
      return [name, [first, second, third]];
    }),
  );
}

/** The tables that both autoscalers share. */
export function sharedTables(
  data: Upstream,
): Readonly<Record<"unknownFamily" | "unknownGpu" | "bootDisks" | "localSsd", Json>> {
  const { base } = data;
  return {
    unknownFamily: [base.cpuPricePerHour, base.memoryPricePerHourPerGib, base.preemptibleDiscount],
    unknownGpu: base.gpuPricePerHour,
    bootDisks: data.bootDiskPricePerHourPerGib,
    localSsd: [base.localSsdPricePerHourPerGib, base.spotLocalSsdPricePerHourPerGib],
  };
}

/** The book of the open-source autoscaler, figure for figure. */
export function autoscalerBook(data: Upstream): { readonly [key: string]: Json } {
  return {
    book: "autoscaler",
    source: `${data.source} @${data.commit}`,
    licence: "Apache-2.0",
    retrieved: data.commitDate,
    currency: data.currency,
    region: data.region,
    oddities: { "raised-e2-shared-cores": RAISED_E2, ...MODEL_ODDITIES },
    ...sharedTables(data),
    localSsdGib: {},
    gpus: pairs(data.gpuPricePerHour, data.preemptibleGpuPricePerHour),
    families: families(
      data.predefinedCpuPricePerHour,
      data.predefinedMemoryPricePerHourPerGib,
      data.predefinedPreemptibleDiscount,
    ),
    customFamilies: families(
      data.customCpuPricePerHour,
      data.customMemoryPricePerHourPerGib,
      data.customPreemptibleDiscount,
    ),
    machines: pairs(data.instancePricePerHour, data.preemptibleInstancePricePerHour),
  };
}

export { RAISED_E2 };
