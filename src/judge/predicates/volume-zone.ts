import type { Labels } from "../../model/labels.ts";
import type { Volume } from "../../model/volume.ts";
import { type ClaimUse, isBound, type Storage } from "../scheduling-claims.ts";

const BETA_ZONE = "failure-domain.beta.kubernetes.io/zone";
const BETA_REGION = "failure-domain.beta.kubernetes.io/region";
const ZONE = "topology.kubernetes.io/zone";
const REGION = "topology.kubernetes.io/region";
const PLACE_LABELS = [BETA_ZONE, BETA_REGION, ZONE, REGION] as const;

const NEWER: Readonly<Record<(typeof PLACE_LABELS)[number], string>> = {
  [BETA_ZONE]: ZONE,
  [BETA_REGION]: REGION,
  [ZONE]: ZONE,
  [REGION]: REGION,
};

/** A place label of a volume, and the values that a node's label may have. */
export interface VolumePlace {
  readonly label: (typeof PLACE_LABELS)[number];
  readonly values: readonly string[];
}

/** The places of the pod's bound claims, by the labels of their volumes. Ephemeral claims are not looked at. */
export function volumePlaces(uses: readonly ClaimUse[], storage: Storage): readonly VolumePlace[] {
  return uses.flatMap(({ ephemeral, claim }) => {
    const volume = ephemeral || claim === undefined ? undefined : storage.volumes.get(claim.volumeName);
    return volume === undefined ? [] : placesOf(volume);
  });
}

/** A label may name several zones (`a__b`); one that names an empty zone is passed over. */
function placesOf(volume: Volume): readonly VolumePlace[] {
  return PLACE_LABELS.flatMap((label) => {
    const values = volume.labels
      .get(label)
      ?.split("__")
      .map((zone) => zone.trim());
    return values === undefined || values.includes("") ? [] : [{ label, values }];
  });
}

/** The filter's first phase: a pod is refused everywhere while a bound claim's volume is not there. */
export function volumeZoneRefusesAll(uses: readonly ClaimUse[], storage: Storage): boolean {
  return uses.some(
    ({ ephemeral, claim }) =>
      !ephemeral && claim !== undefined && isBound(claim) && !storage.volumes.has(claim.volumeName),
  );
}

/**
 * VolumeZone: a volume's zone and region labels must allow the node's. A node without any such label takes every volume; a
 * beta label of a volume also looks at the node's newer one. Source: scheduler `plugins/volumezone`.
 */
export function volumeZoneRefuses(places: readonly VolumePlace[], labels: Labels): boolean {
  if (!PLACE_LABELS.some((label) => labels.has(label))) return false;
  return places.some(({ label, values }) => {
    const value = labels.get(label) ?? labels.get(NEWER[label]);
    return value === undefined || !values.includes(value);
  });
}
