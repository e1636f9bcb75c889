import { larger, plus, type Quantity, ZERO } from "./quantity.ts";

/** Resource name → amount. */
export type ResourceList = ReadonlyMap<string, Quantity>;

export const NO_RESOURCES: ResourceList = new Map();

/** The sum, by name. */
export function addResources(left: ResourceList, right: ResourceList): ResourceList {
  if (right.size === 0) return left;
  const sum = new Map(left);
  for (const [name, amount] of right) sum.set(name, plus(sum.get(name) ?? ZERO, amount));
  return sum;
}

/** The larger of both, by name. */
export function maxResources(left: ResourceList, right: ResourceList): ResourceList {
  if (right.size === 0) return left;
  const most = new Map(left);
  for (const [name, amount] of right) most.set(name, larger(most.get(name) ?? ZERO, amount));
  return most;
}
