import type { Node } from "../model/node.ts";

const REGION_LABELS = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"] as const;

const ZONE_LABELS = [
  "topology.kubernetes.io/zone",
  "topology.gke.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
] as const;

const REGION = /^[a-z]+-[a-z]+\d+$/u;
const ZONE = /^([a-z]+-[a-z]+\d+)-[a-z0-9]+$/u;
const PROVIDER_ID = /^gce:\/\/[^/]+\/([^/]+)\/[^/]+$/u;

/**
 * The region that a node stands in: its region label, else the region of its zone label, today's or the old one, else of the
 * zone in its provider id. `null` when none of them is shaped like a Google Cloud region.
 */
export function regionOf(node: Node): string | null {
  for (const label of REGION_LABELS) {
    const region = node.labels.get(label) ?? "";
    if (REGION.test(region)) return region;
  }
  for (const label of ZONE_LABELS) {
    const region = regionOfZone(node.labels.get(label) ?? "");
    if (region !== null) return region;
  }
  return regionOfZone(PROVIDER_ID.exec(node.providerId)?.[1] ?? "");
}

function regionOfZone(zone: string): string | null {
  return ZONE.exec(zone)?.[1] ?? null;
}

/** The regions of `nodes`, each once, in the order of their first node. */
export function regionsOf(nodes: Iterable<Node>): readonly string[] {
  const regions = new Set<string>();
  for (const node of nodes) {
    const region = regionOf(node);
    if (region !== null) regions.add(region);
  }
  return [...regions];
}
