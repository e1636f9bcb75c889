import type { Labels } from "../model/labels.ts";
import type { Node } from "../model/node.ts";
import { provisioningOf } from "../price/provisioning.ts";
import { regionOf } from "../price/region.ts";
import type { NodeFacts } from "./finding.ts";

/** The label that names a node's pool. */
export const POOL_LABEL = "cloud.google.com/gke-nodepool";

/** Labels that hold the machine type: today's and that of Kubernetes 1.16 and before. */
export const MACHINE_TYPE_LABELS = ["node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"] as const;

const ZONE_LABELS = [
  "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.gke.io/zone",
] as const;

/** What people and tables name a node by, read from its labels (and the zone from `gce://PROJECT/ZONE/NAME` without them). */
export function nodeFacts(node: Node): NodeFacts {
  const zone = firstOf(node.labels, ZONE_LABELS) ?? zoneOfProvider(node.providerId);
  return {
    name: node.name,
    uid: node.uid,
    pool: node.labels.get(POOL_LABEL) ?? null,
    zone,
    region: regionOf(node),
    machineType: firstOf(node.labels, MACHINE_TYPE_LABELS),
    provisioning: provisioningOf(node),
    createdAt: node.createdAt,
  };
}

function firstOf(labels: Labels, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = labels.get(key);
    if (value !== undefined && value !== "") return value;
  }
  return null;
}

function zoneOfProvider(providerId: string): string | null {
  return /^gce:\/\/[^/]*\/([^/]+)\/[^/]+$/u.exec(providerId)?.[1] ?? null;
}

/** Who pays for a node otherwise than by the hour it runs: pods billed by request, or a reservation that is paid either way. */
export type OtherBilling =
  | { readonly cause: "autopilot" }
  | { readonly cause: "reservation"; readonly reservation: string };

/** Classes of Autopilot whose pods are billed by what they request. All others (Performance, Accelerator, own classes) bill the node. */
const BILLED_BY_REQUEST: ReadonlySet<string> = new Set([
  "autopilot",
  "autopilot-spot",
  "Balanced",
  "Scale-Out",
  "general-purpose",
]);

/** How the node is billed if not by the hour; `null` when freeing it does save its price. */
export function otherBilling(labels: Labels): OtherBilling | null {
  const reservation = labels.get("cloud.google.com/reservation-name");
  if (reservation !== undefined && reservation !== "") return { cause: "reservation", reservation };
  return isBilledByRequest(labels) ? { cause: "autopilot" } : null;
}

/** Is it an Autopilot node that costs what its pods request, not what it is? */
export function isBilledByRequest(labels: Labels): boolean {
  if (labels.get("cloud.google.com/autopilot-managed-node") !== "true") return false;
  if (labels.has("cloud.google.com/gke-accelerator")) return false;
  const computeClass = labels.get("cloud.google.com/compute-class");
  return computeClass === undefined || BILLED_BY_REQUEST.has(computeClass);
}
