import { milliValue, wholeValue } from "../../model/quantity.ts";
import type { ResourceList } from "../../model/resources.ts";

/**
 * A request as the scheduler counts it: cpu in millicores, all else in whole units, both rounded up. `scalars` are the
 * extended resources, hugepages and attachable volumes, without those asked for at 0.
 */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly scalars: ReadonlyMap<string, number>;
}

/** What is left on a node; it may be negative. `pods` is how many more pods it takes. */
export interface Room {
  cpu: number;
  memory: number;
  ephemeralStorage: number;
  pods: number;
  readonly scalars: Map<string, number>;
}

/** Reads a request. Names that the scheduler does not know (`storage`, `pods`) count for nothing. */
export function amountsOf(resources: ResourceList): Amounts {
  let cpu = 0;
  let memory = 0;
  let ephemeralStorage = 0;
  const scalars = new Map<string, number>();
  for (const [name, quantity] of resources) {
    if (name === "cpu") cpu = milliValue(quantity);
    else if (name === "memory") memory = wholeValue(quantity);
    else if (name === "ephemeral-storage") ephemeralStorage = wholeValue(quantity);
    else if (isScalar(name) && quantity !== 0n) scalars.set(name, wholeValue(quantity));
  }
  return { cpu, memory, ephemeralStorage, scalars };
}

/** The room of a node on which nothing runs. */
export function emptyRoom(allocatable: ResourceList): Room {
  const pods = allocatable.get("pods");
  const { cpu, memory, ephemeralStorage, scalars } = amountsOf(allocatable);
  return { cpu, memory, ephemeralStorage, pods: pods === undefined ? 0 : wholeValue(pods), scalars: new Map(scalars) };
}

/** Takes a pod's request out of the room (`pods` 1), or gives it back (-1). */
export function occupy(room: Room, taken: Amounts, pods: 1 | -1): void {
  room.cpu -= pods * taken.cpu;
  room.memory -= pods * taken.memory;
  room.ephemeralStorage -= pods * taken.ephemeralStorage;
  room.pods -= pods;
  for (const [name, amount] of taken.scalars) room.scalars.set(name, (room.scalars.get(name) ?? 0) - pods * amount);
}

/** Source: scheduler `util.IsScalarResourceName`, core `v1/helper.IsExtendedResourceName`. */
function isScalar(name: string): boolean {
  if (name.startsWith("hugepages-") || name.startsWith("attachable-volumes-") || name.includes("kubernetes.io/"))
    return true;
  return name.includes("/") && !name.startsWith("requests.");
}

/**
 * NodeResourcesFit: the node must take one more pod, and have room for each resource that is asked for at more than 0.
 * Source: scheduler `plugins/noderesources.fitsRequest`.
 */
export function nodeResourcesFitRefuses(room: Room, asked: Amounts): boolean {
  if (room.pods < 1) return true;
  if (asked.cpu > 0 && asked.cpu > room.cpu) return true;
  if (asked.memory > 0 && asked.memory > room.memory) return true;
  if (asked.ephemeralStorage > 0 && asked.ephemeralStorage > room.ephemeralStorage) return true;
  for (const [name, amount] of asked.scalars) {
    if (amount > (room.scalars.get(name) ?? 0)) return true;
  }
  return false;
}
