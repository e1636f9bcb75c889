import type { Pod } from "../../model/pod.ts";
import type { CsiNode, VolumeClaim } from "../../model/volume.ts";
import { claimsOf, type Storage } from "../scheduling-claims.ts";

const GCE_DRIVER = "pd.csi.storage.gke.io";
const GCE_PROVISIONER = "kubernetes.io/gce-pd";

/** The volumes that a pod has attached to its node: `driver/handle` → driver. */
export type AttachedVolumes = ReadonlyMap<string, string>;

/**
 * Does the pod stand with an ephemeral volume whose claim was made for another pod? The plugin fails on such a pod, and so refuses
 * every pod with volumes on its node. A claim that is not there is passed over.
 */
export function hasForeignClaim(pod: Pod, storage: Storage): boolean {
  return claimsOf(pod, storage).some(
    ({ ephemeral, claim }) => ephemeral && claim !== undefined && claim.podUid !== pod.uid,
  );
}

/** Inline GCE disks count as the CSI driver's that they have been moved to; a claim not bound yet counts as a disk of its own. */
export function attachedVolumes(pod: Pod, storage: Storage): AttachedVolumes {
  const attached = new Map<string, string>();
  for (const volume of pod.spec.volumes) {
    if (volume.kind !== "gcePersistentDisk") continue;
    attached.set(`${GCE_DRIVER}/projects/UNSPECIFIED/zones/UNSPECIFIED/disks/${volume.disk}`, GCE_DRIVER);
  }
  for (const { key, ephemeral, claim } of claimsOf(pod, storage)) {
    if (claim === undefined || (ephemeral && claim.podUid !== pod.uid)) continue;
    const { driver, handle } = driverOf(claim, key, storage);
    if (driver !== "" && handle !== "") attached.set(`${driver}/${handle}`, driver);
  }
  return attached;
}

function driverOf(claim: VolumeClaim, key: string, storage: Storage): { driver: string; handle: string } {
  const volume = storage.volumes.get(claim.volumeName);
  if (volume !== undefined) return { driver: volume.driver ?? "", handle: volume.handle ?? "" };
  const provisioner = storage.storageClasses.get(claim.storageClassName ?? "")?.provisioner ?? "";
  return { driver: provisioner === GCE_PROVISIONER ? GCE_DRIVER : provisioner, handle: `unbound-${key}` };
}

/**
 * NodeVolumeLimits: with the pod's volumes, no driver may have more volumes on the node than its CSINode says. A volume that
 * is there already counts once; volumes that no pod of the node uses any more (VolumeAttachments) are not looked at. `null` among
 * the standing ones is a pod with a foreign claim.
 * Source: scheduler `plugins/nodevolumelimits`.
 */
export function nodeVolumeLimitsRefuses(
  csiNode: CsiNode | undefined,
  wanted: AttachedVolumes,
  standing: () => Iterable<AttachedVolumes | null>,
): boolean {
  if (csiNode === undefined || wanted.size === 0 || !hasLimits(csiNode)) return false;
  const all = new Map<string, string>();
  for (const volumes of standing()) {
    if (volumes === null) return true;
    for (const [volume, driver] of volumes) all.set(volume, driver);
  }
  const added = [...wanted].filter(([volume]) => !all.has(volume));
  for (const [volume, driver] of added) all.set(volume, driver);
  const counts = new Map<string, number>();
  for (const driver of all.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
  return added.some(
    ([, driver]) => (counts.get(driver) ?? 0) > (csiNode.limits.get(driver) ?? Number.POSITIVE_INFINITY),
  );
}

function hasLimits({ limits }: CsiNode): boolean {
  for (const limit of limits.values()) if (limit !== null) return true;
  return false;
}
