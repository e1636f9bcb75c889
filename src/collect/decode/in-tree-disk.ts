import type { Labels } from "../../model/labels.ts";
import type { NodeSelectorTerm } from "../../model/pod.ts";
import type { Volume } from "../../model/volume.ts";

/** The driver that serves GCE disks, those declared the old way included. */
const GCE_DISK_DRIVER = "pd.csi.storage.gke.io";

const ZONE = "topology.kubernetes.io/zone";
const REGION = "topology.kubernetes.io/region";
const OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
const OLD_REGION = "failure-domain.beta.kubernetes.io/region";
/** The key by which the driver tells zones apart. */
const DRIVER_ZONE = "topology.gke.io/zone";

type Terms = readonly NodeSelectorTerm[] | null;

/**
 * What the scheduler takes a PersistentVolume with an in-tree GCE disk for: the driver and handle when it counts volumes, and the
 * node affinity where the node has moved such disks to the driver. Two zones in the label (`a__b`) make a regional disk; labels that
 * name no region, or several, cannot be translated. Source: csi-translation-lib `plugins/gce_pd.go`, `plugins/in_tree_volume.go`.
 */
export function inTreeDisk(
  disk: string,
  labels: Labels,
  nodeAffinity: Terms,
): Pick<Volume, "driver" | "handle" | "migrated"> {
  const where = place(labels);
  if (where === null) return { driver: null, handle: null, migrated: null };
  return {
    driver: GCE_DISK_DRIVER,
    handle: `projects/UNSPECIFIED/${where}/disks/${disk}`,
    migrated: { nodeAffinity: translated(labels, nodeAffinity) },
  };
}

function place(labels: Labels): string | null {
  const zones = (labels.get(OLD_ZONE) || labels.get(ZONE) || "").split("__");
  const [first = ""] = zones;
  if (zones.length === 1) return `zones/${first === "" ? "UNSPECIFIED" : first}`;
  const regions = new Set(zones.map(regionOf));
  const [region = null] = regions;
  return regions.size === 1 && region !== null ? `regions/${region}` : null;
}

/** `us-east1` of `us-east1-b`; `null` for what is no zone. */
function regionOf(zone: string): string | null {
  const parts = zone.split("-");
  return parts.length === 3 ? parts.slice(0, 2).join("-") : null;
}

/** Zones are renamed; where the affinity names none, the label's are added to it. Old regions are renamed along with old zones. */
function translated(labels: Labels, nodeAffinity: Terms): Terms {
  const terms = nodeAffinity ?? [];
  const isOld = usesOldKeys(labels, terms);
  const zone = isOld ? OLD_ZONE : ZONE;
  const withZones = terms.some(namesValuesOf(zone))
    ? renamed(terms, zone, DRIVER_ZONE)
    : withLabelled(nodeAffinity, labels.get(zone));
  return isOld && withZones !== null ? renamed(withZones, OLD_REGION, REGION) : withZones;
}

/** Older or newer keys: the affinity decides before the labels, and the newer before the older ones. */
function usesOldKeys(labels: Labels, terms: readonly NodeSelectorTerm[]): boolean {
  if (terms.some(names(ZONE))) return false;
  return terms.some(names(OLD_ZONE)) || (!labels.has(ZONE) && labels.has(OLD_ZONE));
}

function names(key: string): (term: NodeSelectorTerm) => boolean {
  return ({ expressions }) => expressions.some((expression) => expression.key === key);
}

function namesValuesOf(key: string): (term: NodeSelectorTerm) => boolean {
  return ({ expressions }) => expressions.some((expression) => expression.key === key && expression.values.length > 0);
}

function renamed(terms: readonly NodeSelectorTerm[], from: string, to: string): readonly NodeSelectorTerm[] {
  return terms.map(({ expressions, fields }) => ({
    expressions: expressions.map((expression) => (expression.key === from ? { ...expression, key: to } : expression)),
    fields,
  }));
}

/** Every term asks for one of the label's zones as well. */
function withLabelled(nodeAffinity: Terms, label: string | undefined): Terms {
  const zones = label?.split("__").map((zone) => zone.trim()) ?? [];
  const values = [...new Set(zones.filter((zone) => zone !== ""))].sort();
  if (values.length === 0) return nodeAffinity;
  const terms = nodeAffinity === null || nodeAffinity.length === 0 ? [{ expressions: [], fields: [] }] : nodeAffinity;
  return terms.map(({ expressions, fields }) => ({
    expressions: [...expressions, { key: DRIVER_ZONE, operator: "In", values }],
    fields,
  }));
}
