import type { Node } from "../model/node.ts";
import { FLEX_START, PREEMPTIBLE, PROVISIONING, SPOT } from "./names.ts";

/** How a node is provisioned, which decides its price. */
export type Provisioning = "standard" | "spot" | "preemptible" | "flex-start";

const NAMES = ["standard", "spot", "preemptible", "flex-start"] as const satisfies readonly Provisioning[];

/** What the node's labels say: the label of its own kind first, then `gke-provisioning`; `standard` when nothing is said. */
export function provisioningOf(node: Node): Provisioning {
  if (node.labels.get(SPOT) === "true") return "spot";
  if (node.labels.get(PREEMPTIBLE) === "true") return "preemptible";
  if (node.labels.get(FLEX_START) === "true") return "flex-start";
  const named = node.labels.get(PROVISIONING);
  return NAMES.find((name) => name === named) ?? "standard";
}

/** Does the autoscaler give the node the price of a preemptible machine? Source: GCE `hasPreemptiblePricing`. */
export function hasPreemptiblePricing(node: Node): boolean {
  return node.labels.get(PREEMPTIBLE) === "true" || node.labels.get(SPOT) === "true";
}

/** What a list price cannot tell of the node's provisioning, in words; `null` when it tells all. */
export function provisioningDoubt(node: Node): string | null {
  const kind = provisioningOf(node);
  if (kind === "flex-start") return "flex-start is priced as on demand: its discount is not in the list";
  const named = node.labels.get(PROVISIONING);
  if (kind !== "standard" || named === undefined || named === "standard") return null;
  return `provisioning "${named}" is not known: priced as on demand`;
}
