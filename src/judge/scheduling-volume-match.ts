import { selects } from "../model/labels.ts";
import type { Node } from "../model/node.ts";
import { ZERO } from "../model/quantity.ts";
import type { Volume, VolumeClaim } from "../model/volume.ts";
import type { Storage } from "./scheduling-claims.ts";
import { termsMatch } from "./scheduling-node-terms.ts";

/**
 * The volume that the scheduler would bind the waiting claim to on this node: the one that names the claim, else the smallest
 * free one that suits; `null` when there is none. Volumes in `chosen` are taken by the pod's other claims.
 * Source: component-helpers storage/volume `FindMatchingVolume`.
 */
export function findVolume(
  claim: VolumeClaim,
  storage: Storage,
  node: Node,
  chosen: ReadonlySet<string>,
): Volume | null {
  let smallest: Volume | null = null;
  for (const volume of volumesOfClass(storage, claim.storageClassName ?? "")) {
    if (chosen.has(volume.name) || !couldHold(volume, claim)) continue;
    const reachable = volume.nodeAffinity === null || termsMatch(volume.nodeAffinity, node.labels, null);
    if (volume.claim !== null) return reachable ? volume : null;
    if (!reachable || volume.phase !== "Available" || !suits(volume, claim)) continue;
    if (smallest === null || sizeOf(volume) < sizeOf(smallest)) smallest = volume;
  }
  return smallest;
}

/** Is the volume large enough, of the same modes, not going away, and not meant for another claim? */
function couldHold(volume: Volume, claim: VolumeClaim): boolean {
  if (volume.claim !== null && !isMeantFor(volume.claim, claim)) return false;
  if (sizeOf(volume) < (claim.requested ?? ZERO) || volume.deleted === true) return false;
  if ((volume.volumeMode ?? "Filesystem") !== (claim.volumeMode ?? "Filesystem")) return false;
  return (volume.attributesClass ?? "") === (claim.attributesClass ?? "");
}

function isMeantFor(reference: NonNullable<Volume["claim"]>, claim: VolumeClaim): boolean {
  const { namespace, name, uid } = reference;
  return namespace === claim.namespace && name === claim.name && (uid === undefined || uid === "" || uid === claim.uid);
}

function suits(volume: Volume, claim: VolumeClaim): boolean {
  if (claim.selector !== undefined && !selects(claim.selector, volume.labels)) return false;
  return claim.accessModes.every((mode) => volume.accessModes.includes(mode));
}

function sizeOf(volume: Volume): bigint {
  return volume.capacity.get("storage") ?? ZERO;
}

const byClass = new WeakMap<Storage["volumes"], ReadonlyMap<string, readonly Volume[]>>();

/** The volumes of one storage class, told apart once for each snapshot. */
function volumesOfClass(storage: Storage, name: string): readonly Volume[] {
  let classes = byClass.get(storage.volumes);
  if (classes === undefined) {
    classes = Map.groupBy(storage.volumes.values(), (volume) => volume.storageClassName);
    byClass.set(storage.volumes, classes);
  }
  return classes.get(name) ?? [];
}
