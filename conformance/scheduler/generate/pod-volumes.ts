import fc from "fast-check";
import { CLAIM_NAMES, DRIVER } from "../universe.ts";
import { type Fields, sometimes, weighted } from "./chance.ts";

const claim = weighted(
  [19, fc.constantFrom(...CLAIM_NAMES.slice(0, 5))],
  [1, fc.constantFrom(...CLAIM_NAMES.slice(5))],
).map((claimName) => ({ persistentVolumeClaim: { claimName } }));

/** The claim of it is made by `claims.ts`, for some of the pods. */
const ephemeral = fc.constant({ ephemeral: { volumeClaimTemplate: { spec: {} } } });

const disk = fc
  .record({ pdName: fc.constantFrom("disk-1", "disk-2"), readOnly: fc.constantFrom(true, true, false, undefined) })
  .map((source) => ({ gcePersistentDisk: source }));

const other = fc.constantFrom<Fields>({ emptyDir: {} }, { configMap: { name: "x" } }, { csi: { driver: DRIVER } });

const CLAIMS = weighted<readonly Fields[]>(
  [8, fc.tuple(claim)],
  [6, fc.tuple(claim, claim)],
  [1, fc.tuple(claim, claim, claim)],
  [4, fc.tuple(ephemeral)],
  [1, fc.tuple(ephemeral, claim)],
);

/** A pod's volumes, named by their place in the list. */
export function volumes(weights: { readonly claims: number; readonly disks: number }): fc.Arbitrary<unknown> {
  const parts = fc.tuple(
    sometimes(weights.claims, CLAIMS),
    sometimes(weights.disks, weighted<readonly Fields[]>([4, fc.tuple(disk)], [1, fc.tuple(disk, disk)])),
    sometimes(5, fc.tuple(other)),
  );
  return parts.map(([claims = [], disks = [], others = []]) => {
    const sources = [...claims, ...disks, ...others];
    return sources.length === 0 ? undefined : sources.map((source, index) => ({ name: `v${index}`, ...source }));
  });
}
