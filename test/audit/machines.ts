import { usdPerHour } from "../../src/model/money.ts";
import type { Node } from "../../src/model/node.ts";
import { fromMilli, fromWhole } from "../../src/model/quantity.ts";
import type { ResourceList } from "../../src/model/resources.ts";
import type { MachineShape } from "../../src/price/catalog.ts";
import type { Pricer } from "../../src/price/pricer.ts";
import { provisioningOf } from "../../src/price/provisioning.ts";
import type { BookName, Quote } from "../../src/price/quote.ts";

interface Machine {
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly allocatableMillis: number;
  readonly allocatableKib: number;
  /** Tokyo list prices, on demand and spot, without the boot disk. */
  readonly usd: number;
  readonly spot: number;
  readonly gpus?: number;
  readonly architecture?: "arm64";
}

/** Some machine types as GKE has them in Tokyo (list prices of 2026-07-30, allocatable with a 100 GB disk). */
export const MACHINES: Readonly<Record<string, Machine>> = {
  "e2-medium": row(2, 4, 940, 2_869_808, 0.04298286, 0.025792),
  "e2-highcpu-2": row(2, 2, 1930, 1_393_980, 0.06353106, 0.038126),
  "e2-standard-2": row(2, 8, 1930, 6_173_240, 0.08596572, 0.051584),
  "e2-highmem-2": row(2, 16, 1930, 13_594_692, 0.1158786, 0.069528),
  "e2-standard-4": row(4, 16, 3920, 13_594_692, 0.17193144, 0.103168),
  "e2-standard-8": row(8, 32, 7910, 29_077_592, 0.34386288, 0.206336),
  "e2-highcpu-16": row(16, 16, 15_890, 13_594_692, 0.50824848, 0.305008),
  "e2-standard-16": row(16, 64, 15_890, 60_043_392, 0.68772576, 0.412672),
  "n2-standard-8": row(8, 32, 7910, 29_077_592, 0.498352, 0.130816),
  "n2-standard-16": row(16, 64, 15_890, 60_043_392, 0.996704, 0.261632),
  "n2-standard-64": row(64, 256, 63_770, 251_723_844, 3.986816, 1.046528),
  "n2-highmem-64": row(64, 512, 63_770, 510_595_036, 5.37408, 1.410816),
  "n4d-highcpu-48": row(48, 96, 47_810, 91_058_336, 2.202384, 0.757056),
  "a2-highgpu-1g": { ...row(12, 85, 11_900, 80_397_141, 4.049590926, 2.429675), gpus: 1 },
  "t2a-standard-48": { ...row(48, 192, 47_810, 187_000_000, 2.37, 0.6), architecture: "arm64" },
};

function row(
  vcpu: number,
  memoryGib: number,
  allocatableMillis: number,
  allocatableKib: number,
  usd: number,
  spot: number,
): Machine {
  return { vcpu, memoryGib, allocatableMillis, allocatableKib, usd, spot };
}

function machineOf(type: string): Machine {
  const machine = MACHINES[type];
  if (machine === undefined) throw new Error(`the tests know no machine type ${type}`);
  return machine;
}

/** What pods may request of a fresh node of this type. */
export function allocatableOf(type: string): ResourceList {
  const { allocatableMillis, allocatableKib, gpus } = machineOf(type);
  const common: ResourceList = new Map([
    ["cpu", fromMilli(allocatableMillis)],
    ["memory", fromWhole(allocatableKib * 1024)],
    ["ephemeral-storage", fromWhole(47_060_071_628)],
    ["pods", fromWhole(110)],
  ]);
  return gpus === undefined ? common : new Map([...common, ["nvidia.com/gpu", fromWhole(gpus)]]);
}

export const CATALOG: ReadonlyMap<string, MachineShape> = new Map(
  Object.entries(MACHINES).map(([machineType, machine]) => [
    machineType,
    {
      machineType,
      family: machineType.slice(0, machineType.indexOf("-")),
      vcpu: machine.vcpu,
      memoryGib: machine.memoryGib,
      gpus: machine.gpus ?? 0,
      localSsdGib: 0,
      architecture: machine.architecture ?? "amd64",
      sharedCore: machineType === "e2-medium",
      capacity: allocatableOf(machineType),
      allocatable: allocatableOf(machineType),
    },
  ]),
);

/** A book that knows Tokyo and nothing else. `times` makes books differ; a boot disk costs the same on every node. */
function pricer(book: BookName, times = 1): Pricer {
  const node = (priced: Node): Quote => {
    const type = priced.labels.get("node.kubernetes.io/instance-type") ?? "";
    const machine = MACHINES[type];
    const region = priced.labels.get("topology.kubernetes.io/region");
    if (machine === undefined || region !== "asia-northeast1")
      return { book, usdPerHour: null, parts: [], estimated: [] };
    const spot = provisioningOf(priced) !== "standard";
    const rate = usdPerHour((spot ? machine.spot : machine.usd) * times);
    return { book, usdPerHour: rate, parts: [{ what: type, usdPerHour: rate }], estimated: [] };
  };
  return { book, node, pod: () => ({ book, usdPerHour: null, parts: [], estimated: [] }) };
}

export const PRICERS = { autoscaler: pricer("autoscaler", 0.75), gke: pricer("gke", 0.8), list: pricer("list") };
