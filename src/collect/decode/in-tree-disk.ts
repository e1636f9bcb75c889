import type { Labels } from "../../model/labels.ts";

/** The driver that serves GCE disks, those declared the old way included. */
const GCE_DISK_DRIVER = "pd.csi.storage.gke.io";

const ZONE_LABELS = ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"] as const;

/**
 * The driver and handle of a PersistentVolume with an in-tree GCE disk: what the scheduler takes it for when it counts volumes.
 * Two zones in the label (`a__b`) make a regional disk. Source: csi-translation-lib `plugins/gce_pd.go`.
 */
export function inTreeDisk(disk: string, labels: Labels): { readonly driver: string; readonly handle: string } {
  return { driver: GCE_DISK_DRIVER, handle: `projects/UNSPECIFIED/${place(labels)}/disks/${disk}` };
}

function place(labels: Labels): string {
  const label = ZONE_LABELS.map((key) => labels.get(key)).find((value) => value !== undefined && value !== "");
  const zones = label?.split("__") ?? [];
  const [first] = zones;
  if (first === undefined) return "zones/UNSPECIFIED";
  // A regional disk's zones share their region: the name without its last part.
  return zones.length === 1 ? `zones/${first}` : `regions/${first.slice(0, first.lastIndexOf("-"))}`;
}
