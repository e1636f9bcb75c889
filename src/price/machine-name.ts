import type { Node } from "../model/node.ts";
import { INSTANCE_TYPE, LEGACY_INSTANCE_TYPE } from "./names.ts";

/** The node's machine type as its labels name it, which may be ""; `null` when no label does. Source: GCE `getInstanceTypeFromLabels`. */
export function machineTypeOf(node: Node): string | null {
  return node.labels.get(INSTANCE_TYPE) ?? node.labels.get(LEGACY_INSTANCE_TYPE) ?? null;
}

/**
 * The family of a machine type: what stands before the first dash, and n1 for `custom-…`, f1 and g1. "" for a name without a
 * dash, which belongs to no family. Source: GCE `GetMachineFamily`.
 */
export function machineFamily(machineType: string): string {
  const [first = "", second] = machineType.split("-");
  if (second === undefined) return "";
  return first === "custom" || first === "f1" || first === "g1" ? "n1" : first;
}

/** The family that a machine type is billed by: as `machineFamily`, but f1 and g1 are not billed as n1, and n1's large types as m1. */
export function billedFamily(machineType: string): string {
  if (/^n1-(?:mega|ultra)mem-/u.test(machineType)) return "m1";
  return /^[fg]1-/u.test(machineType) ? machineType.slice(0, 2) : machineFamily(machineType);
}

/** Is it named as a custom type (`n2-custom-8-32768`, `custom-4-15360`)? Source: GCE `IsCustomMachine`. */
export function isCustom(machineType: string): boolean {
  const [first, second] = machineType.split("-");
  return second !== undefined && (first === "custom" || second === "custom");
}

/** Billed cores and memory of a custom machine, as its name tells them. */
export interface CustomSize {
  readonly cores: number;
  readonly memoryGib: number;
  /** `-ext`: more memory a core than the family's limit; what is above it costs more. */
  readonly extended: boolean;
}

/** Shared-core custom machines show two CPUs and bill a part of one. */
const SHARED_CORES: ReadonlyMap<string, number> = new Map([
  ["micro", 0.25],
  ["small", 0.5],
  ["medium", 1],
]);

/** Reads `[FAMILY-]custom-CORES-MIB[-ext]`; `null` when the name does not tell both sizes. */
export function customSize(machineType: string): CustomSize | null {
  const match = /^(?:[a-z0-9]+-)?custom-(\d{1,5}|micro|small|medium)-(\d{1,9})(-ext)?$/u.exec(machineType);
  const [, coresPart, mibPart, extended] = match ?? [];
  if (coresPart === undefined || mibPart === undefined) return null;
  const cores = SHARED_CORES.get(coresPart) ?? Number(coresPart);
  const memoryGib = Number(mibPart) / 1024;
  return cores > 0 && memoryGib > 0 ? { cores, memoryGib, extended: extended !== undefined } : null;
}
