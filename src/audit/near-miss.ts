import type { UsdPerHour } from "../model/money.ts";
import { type Quantity, ZERO } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import type { HomeType } from "../price/homes.ts";

/** A cheaper new node that fails to hold the pods by one resource alone, and not by much. */
export interface NearMiss {
  readonly machineType: string;
  readonly usdPerHour: UsdPerHour;
  readonly resource: "cpu" | "memory";
  /** What the pods ask for together. */
  readonly asked: Quantity;
  /** The most that they could ask for there. */
  readonly room: Quantity;
}

/** A request is worth a second look when this part of it would do. */
const WORTH_A_LOOK = 2n;

/**
 * The cheapest of `tooSmall` that would hold the pods if they asked for less of one resource, at least half of what they ask
 * for now; `null` when there is none. `daemons` is what the DaemonSets take of such a node.
 */
export function nearMiss(
  tooSmall: readonly HomeType[],
  requests: ResourceList,
  daemons: ResourceList,
  found: HomeType,
): NearMiss | null {
  for (const { shape, quote } of tooSmall) {
    if (quote.usdPerHour === null || quote.usdPerHour >= (found.quote.usdPerHour ?? 0)) continue;
    const short = [...requests].filter(([name, amount]) => amount > room(shape.allocatable, daemons, name));
    const [only, ...others] = short;
    if (only === undefined || others.length > 0) continue;
    const [resource, asked] = only;
    if (resource !== "cpu" && resource !== "memory") continue;
    const left = room(shape.allocatable, daemons, resource);
    if (left * WORTH_A_LOOK < asked) continue;
    return { machineType: shape.machineType, usdPerHour: quote.usdPerHour, resource, asked, room: left as Quantity };
  }
  return null;
}

function room(allocatable: ResourceList, daemons: ResourceList, name: string): bigint {
  return (allocatable.get(name) ?? ZERO) - (daemons.get(name) ?? ZERO);
}
