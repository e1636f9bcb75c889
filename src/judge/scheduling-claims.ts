import type { Pod, PodSpec } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Volume, VolumeClaim } from "../model/volume.ts";

/** The storage objects of a snapshot. */
export type Storage = Pick<Snapshot, "volumeClaims" | "volumes" | "storageClasses" | "csiNodes">;

/** A volume of a pod that stands for a claim. */
export interface ClaimUse {
  /** `namespace/name` */
  readonly key: string;
  /** Made for this pod alone by the ephemeral volume controller. */
  readonly ephemeral: boolean;
  /** `undefined`: there is no such claim. */
  readonly claim: VolumeClaim | undefined;
}

/** Does a pod of this spec use any claim? */
export function hasClaims(spec: PodSpec): boolean {
  return spec.volumes.some(({ kind }) => kind === "claim");
}

/** The pod's claims, in the order of its volumes. */
export function claimsOf(pod: Pod, storage: Storage): readonly ClaimUse[] {
  const uses: ClaimUse[] = [];
  for (const volume of pod.spec.volumes) {
    if (volume.kind !== "claim") continue;
    const key = `${pod.namespace}/${volume.claimName}`;
    uses.push({ key, ephemeral: volume.ephemeral, claim: storage.volumeClaims.get(key) });
  }
  return uses;
}

/** Is the claim bound for good? Source: volumebinding `isPVCFullyBound`. */
export function isBound(claim: VolumeClaim): boolean {
  return claim.volumeName !== "" && claim.annotations.has("pv.kubernetes.io/bind-completed");
}

/** Does the unbound claim wait for its first consumer? Source: component-helpers storage/volume `IsDelayBindingMode`. */
export function waitsForConsumer(claim: VolumeClaim, storage: Storage): boolean {
  const mode = storage.storageClasses.get(claim.storageClassName ?? "")?.volumeBindingMode;
  return claim.volumeName === "" && mode === "WaitForFirstConsumer";
}

/** The volumes of the pod's bound claims; `undefined` for one that is not there. */
export function boundVolumes(uses: readonly ClaimUse[], storage: Storage): readonly (Volume | undefined)[] {
  return uses.flatMap(({ claim }) =>
    claim !== undefined && isBound(claim) ? [storage.volumes.get(claim.volumeName)] : [],
  );
}
