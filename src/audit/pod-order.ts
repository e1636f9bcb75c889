import type { Pod } from "../model/pod.ts";
import { type Quantity, ZERO } from "../model/quantity.ts";
import { byText } from "./compare.ts";

/** Largest first by cpu, then by memory, then by name: large pods find room before small ones fill it, whatever the input's order. */
export function largestFirst(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort(
    (left, right) =>
      byQuantityDown(left, right, "cpu") ||
      byQuantityDown(left, right, "memory") ||
      byText(left.namespace, right.namespace) ||
      byText(left.name, right.name),
  );
}

function byQuantityDown(left: Pod, right: Pod, resource: string): number {
  const difference = requested(right, resource) - requested(left, resource);
  if (difference === 0n) return 0;
  return difference > 0n ? 1 : -1;
}

function requested(pod: Pod, resource: string): Quantity {
  return pod.runningRequests.get(resource) ?? ZERO;
}
