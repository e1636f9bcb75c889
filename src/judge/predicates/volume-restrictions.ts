import type { PodVolume } from "../../model/pod.ts";
import type { ClaimUse } from "../scheduling-claims.ts";

/** GCE disks that pods of one node mount inline: disk → how many mounts, and how many of them may write. */
export type UsedDisks = Map<string, { mounts: number; writers: number }>;

/** Notes that one pod more (`change` 1) or less (-1) mounts its inline GCE disks. */
export function useDisks(used: UsedDisks, volumes: readonly PodVolume[], change: 1 | -1): void {
  for (const volume of volumes) {
    if (volume.kind !== "gcePersistentDisk") continue;
    const use = used.get(volume.disk) ?? { mounts: 0, writers: 0 };
    use.mounts += change;
    if (!volume.readOnly) use.writers += change;
    if (use.mounts > 0) used.set(volume.disk, use);
    else used.delete(volume.disk);
  }
}

/** The keys of the pod's claims that only one pod of the whole cluster may use (ReadWriteOncePod). */
export function exclusiveClaims(uses: readonly ClaimUse[]): readonly string[] {
  return uses.flatMap(({ key, ephemeral, claim }) =>
    !ephemeral && claim?.accessModes.includes("ReadWriteOncePod") ? [key] : [],
  );
}

/** The filter's first phase: a pod is refused everywhere while a claim that it names is not there. */
export function volumeRestrictionsRefusesAll(uses: readonly ClaimUse[]): boolean {
  return uses.some(({ ephemeral, claim }) => !ephemeral && claim === undefined);
}

/**
 * VolumeRestrictions: a GCE disk is mounted by several pods of a node only if all of them only read; a ReadWriteOncePod claim
 * that a pod anywhere uses is taken. Other kinds of disk (AWS, iSCSI, Ceph) are not mirrored, see `notMirrored`.
 * Source: scheduler `plugins/volumerestrictions`.
 */
export function volumeRestrictionsRefuses(
  disks: UsedDisks | undefined,
  volumes: readonly PodVolume[],
  takenClaims: number,
): boolean {
  const conflicts = volumes.some((volume) => {
    if (volume.kind !== "gcePersistentDisk") return false;
    const use = disks?.get(volume.disk);
    return use !== undefined && (!volume.readOnly || use.writers > 0);
  });
  return conflicts || takenClaims > 0;
}
