import { fromMilli, fromWhole, type Quantity } from "../model/quantity.ts";
import type { Catalog, MachineShape } from "../price/catalog.ts";
import { NVIDIA_GPU } from "../price/names.ts";
import type { MachineTypesFile } from "./books-schema.ts";

const SHARED_CORE: ReadonlySet<string> = new Set(["e2-micro", "e2-small", "e2-medium", "f1-micro", "g1-small"]);

/** Families of Arm machines (Ampere, Axion, Grace). */
const ARM: ReadonlySet<string> = new Set(["t2a", "c4a", "n4a", "a4x"]);

/** The machine types as nodes. */
export function decodeCatalog(file: MachineTypesFile): Catalog {
  const pods = fromWhole(file.pods);
  const storage = {
    capacity: kibibytes(file.ephemeralStorageCapacityKi),
    allocatable: fromWhole(file.ephemeralStorageAllocatableBytes),
  };
  const catalog = new Map<string, MachineShape>();
  for (const [
    machineType,
    [vcpu, memoryGib, gpus, localSsdGib, millicores, capacityKi, allocatableKi],
  ] of Object.entries(file.types)) {
    const family = machineType.split("-")[0] ?? "";
    const gpu: readonly (readonly [string, Quantity])[] = gpus > 0 ? [[NVIDIA_GPU, fromWhole(gpus)]] : [];
    catalog.set(machineType, {
      machineType,
      family,
      vcpu,
      memoryGib,
      gpus,
      localSsdGib,
      architecture: ARM.has(family) ? "arm64" : "amd64",
      sharedCore: SHARED_CORE.has(machineType),
      capacity: new Map([
        ["cpu", fromWhole(vcpu)],
        ["memory", kibibytes(capacityKi)],
        ["ephemeral-storage", storage.capacity],
        ["pods", pods],
        ...gpu,
      ]),
      allocatable: new Map([
        ["cpu", fromMilli(millicores)],
        ["memory", kibibytes(allocatableKi)],
        ["ephemeral-storage", storage.allocatable],
        ["pods", pods],
        ...gpu,
      ]),
    });
  }
  return catalog;
}

function kibibytes(amount: number): Quantity {
  return fromWhole(amount * 1024);
}
