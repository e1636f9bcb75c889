import { usdPerHour } from "../model/money.ts";
import { milliValue, wholeValue, ZERO } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import type { FamilyRate, Rates, Tier } from "./book.ts";
import type { MachineShape } from "./catalog.ts";
import type { Asked, Charge } from "./charge.ts";
import { billedFamily, customSize, isCustom, machineFamily } from "./machine-name.ts";
import { DEFAULT_BOOT_DISK_TYPE, GIB } from "./names.ts";

/**
 * The machine: its own price, else its cores and memory at its family's rates. The part of a machine that has its own price
 * is named as the machine type and nothing else. Source: GCE `GcePriceModel.NodePrice`, first part.
 */
export function machineCharge(asked: Asked): Charge {
  const machineType = asked.machineType ?? "";
  const listed = asked.tier.machines.get(machineType);
  if (listed !== undefined) return { what: machineType, usdPerHour: listed, estimated: [] };
  return asked.book.oddities.has("fallback-by-capacity") ? byCapacity(asked) : bySize(asked);
}

/** The rates of `family`, to which `machineType` belongs; custom types have rates of their own. */
export function familyRate(tier: Tier, machineType: string, family: string): FamilyRate | null {
  const families = isCustom(machineType) ? tier.customFamilies : tier.families;
  return families.get(family) ?? tier.unknownFamily;
}

/** The autoscaler's way: what the node reports, its ephemeral storage at the rate of the default boot disk included. */
function byCapacity(asked: Asked): Charge {
  const { node, tier, rates, book } = asked;
  const machineType = asked.machineType ?? "";
  const named =
    machineType === "" ? "the node has no machine type" : `the book has no price for machine type ${machineType}`;
  const family = machineFamily(machineType);
  const rate = familyRate(tier, machineType, family);
  if (rate === null) return { what: machineType, usdPerHour: null, estimated: [named] };
  const ofFamily =
    rate === tier.unknownFamily ? "at the rates of an unknown family" : `at the rates of family ${family}`;
  const noDiscount = asked.machineType === null && book.oddities.has("untyped-has-no-discount");
  return {
    what: "cores, memory and ephemeral storage",
    usdPerHour: usdPerHour(resourcesPrice(node.capacity, rate, rates) * (noDiscount ? 1 : rate.discount)),
    estimated: [`${named}: priced by its capacity, ${ofFamily}`],
  };
}

/** Cores, memory and ephemeral storage at `rate`, before the discount. Source: GCE `GcePriceModel.getBasePrice`. */
export function resourcesPrice(resources: ResourceList, rate: FamilyRate, rates: Rates): number {
  const storageRate = rates.bootDisks.get(DEFAULT_BOOT_DISK_TYPE) ?? 0;
  let price = 0;
  price += (milliValue(resources.get("cpu") ?? ZERO) / 1000) * rate.core;
  price += (wholeValue(resources.get("memory") ?? ZERO) / GIB) * rate.memory;
  price += (wholeValue(resources.get("ephemeral-storage") ?? ZERO) / GIB) * storageRate;
  return price;
}

/** A machine's cores and memory, and where they are known from. */
interface Size {
  readonly cores: number;
  readonly memoryGib: number;
  readonly doubts: readonly string[];
}

/** The honest way: the machine's own cores and memory, where its family's rates follow from the list. */
function bySize(asked: Asked): Charge {
  const machineType = asked.machineType ?? "";
  const unknown = (why: string): Charge => ({ what: machineType, usdPerHour: null, estimated: [why] });
  if (machineType === "") return unknown("the node has no machine type");
  const absent = `the list has no ${asked.spot ? "spot " : ""}price for machine type ${machineType} here`;
  const family = billedFamily(machineType);
  const rate = familyRate(asked.tier, machineType, family);
  const size = sizeOf(asked, machineType);
  if (rate === null || size === null) return unknown(absent);
  return {
    what: `${size.cores} cores, ${Number(size.memoryGib.toFixed(2))} GiB of family ${family}`,
    usdPerHour: usdPerHour((size.cores * rate.core + size.memoryGib * rate.memory) * rate.discount),
    estimated: [`${absent}: composed from its family's core and memory prices`, ...size.doubts],
  };
}

function sizeOf(asked: Asked, machineType: string): Size | null {
  const custom = customSize(machineType);
  if (custom !== null)
    return { cores: custom.cores, memoryGib: custom.memoryGib, doubts: customDoubts(custom.extended) };
  const shape = asked.catalog.get(machineType);
  if (shape !== undefined)
    return isOnlyCores(shape) ? { cores: shape.vcpu, memoryGib: shape.memoryGib, doubts: [] } : null;
  const cores = milliValue(asked.node.capacity.get("cpu") ?? ZERO) / 1000;
  const memoryGib = wholeValue(asked.node.capacity.get("memory") ?? ZERO) / GIB;
  if (cores === 0 || memoryGib === 0) return null;
  return {
    cores,
    memoryGib,
    doubts: ["its cores and memory are what the node reports, a little less than what is billed"],
  };
}

/** A shared core, a GPU or a local SSD that belongs to the type is not in its family's core and memory prices. */
function isOnlyCores(shape: MachineShape): boolean {
  return !shape.sharedCore && shape.gpus === 0 && shape.localSsdGib === 0;
}

function customDoubts(extended: boolean): readonly string[] {
  const premium = "custom machines cost about 5 % more than that";
  return extended ? [premium, "extended memory costs more than that"] : [premium];
}
