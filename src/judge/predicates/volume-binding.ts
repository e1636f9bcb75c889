import type { Node } from "../../model/node.ts";
import type { Pod } from "../../model/pod.ts";
import { ZERO } from "../../model/quantity.ts";
import type { Volume, VolumeClaim } from "../../model/volume.ts";
import { boundVolumes, type ClaimUse, isBound, type Storage, waitsForConsumer } from "../scheduling-claims.ts";
import { termsMatch } from "../scheduling-node-terms.ts";
import { findVolume } from "../scheduling-volume-match.ts";

const NO_PROVISIONER = "kubernetes.io/no-provisioner";

/**
 * The filter's first phase: a pod is refused everywhere while one of its claims is missing, lost, being deleted, made for
 * another pod, or unbound though it does not wait for a consumer.
 */
export function volumeBindingRefusesAll(pod: Pod, uses: readonly ClaimUse[], storage: Storage): boolean {
  return uses.some(({ ephemeral, claim }) => {
    if (claim === undefined || claim.phase === "Lost" || claim.deleted) return true;
    if (ephemeral && claim.podUid !== pod.uid) return true;
    return !isBound(claim) && !waitsForConsumer(claim, storage);
  });
}

/** The claims that are bound where the pod lands. */
function waitingClaims(uses: readonly ClaimUse[]): readonly VolumeClaim[] {
  return uses.flatMap(({ claim }) => (claim === undefined || isBound(claim) ? [] : [claim]));
}

/** Source: volumebinding `checkBoundClaims`, `tryTranslatePVToCSI`. */
function isReached(volume: Volume, migrates: boolean, node: Node): boolean {
  const seen = migrates && volume.migrated !== undefined ? volume.migrated : volume;
  return seen !== null && (seen.nodeAffinity === null || termsMatch(seen.nodeAffinity, node.labels, null));
}

/** Must the node be refused for the pod's bound claims alone: a volume is gone, or its node affinity does not match? */
function boundClaimsRefuse(uses: readonly ClaimUse[], storage: Storage, node: Node): boolean {
  const migrates = storage.csiNodes.get(node.name)?.migratesGceDisks === true;
  return boundVolumes(uses, storage).some((volume) => volume === undefined || !isReached(volume, migrates, node));
}

/**
 * VolumeBinding: bound claims need a node that their volume can be reached from; waiting claims a free volume that suits the
 * node, or a storage class that can make one there. How much storage is left (CSIStorageCapacity) is not looked at.
 * Source: scheduler `plugins/volumebinding`, `FindPodVolumes`.
 */
export function volumeBindingRefuses(uses: readonly ClaimUse[], storage: Storage, node: Node): boolean {
  return boundClaimsRefuse(uses, storage, node) || waitingClaimsRefuse(waitingClaims(uses), storage, node);
}

function waitingClaimsRefuse(claims: readonly VolumeClaim[], storage: Storage, node: Node): boolean {
  const selected = (claim: VolumeClaim): string | undefined =>
    claim.annotations.get("volume.kubernetes.io/selected-node");
  if (claims.some((claim) => (selected(claim) ?? node.name) !== node.name)) return true;
  const chosen = new Set<string>();
  const toMatch = claims.filter((claim) => selected(claim) === undefined).sort(bySize);
  const toProvision = claims.filter((claim) => selected(claim) !== undefined);
  for (const claim of toMatch) {
    const volume = findVolume(claim, storage, node, chosen);
    if (volume === null) toProvision.push(claim);
    else chosen.add(volume.name);
  }
  return toProvision.some((claim) => !canProvision(claim, storage, node));
}

function bySize(left: VolumeClaim, right: VolumeClaim): number {
  return Number((left.requested ?? ZERO) - (right.requested ?? ZERO));
}

function canProvision(claim: VolumeClaim, storage: Storage, node: Node): boolean {
  const found = storage.storageClasses.get(claim.storageClassName ?? "");
  if (found === undefined || found.provisioner === "" || found.provisioner === NO_PROVISIONER) return false;
  return found.allowedTopologies.length === 0 || termsMatch(found.allowedTopologies, node.labels, null);
}
