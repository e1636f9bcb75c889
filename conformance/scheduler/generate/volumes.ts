import fc from "fast-check";
import {
  DRIVER,
  HOSTNAME,
  HOSTS,
  OLD_REGION,
  OLD_ZONE,
  OTHER_DRIVER,
  type Raw,
  REGION,
  regionOf,
  ZONE,
  ZONES,
} from "../universe.ts";
import { type Fields, record, some, sometimes, weighted, withoutNothing } from "./chance.ts";

const zone = fc.constantFrom(...ZONES);

/** Labels that bind a volume to places: several zones in one label, an empty one among them, the older labels. */
const placeLabels = weighted<Fields>(
  [6, fc.constant({})],
  [4, zone.map((name) => ({ [ZONE]: name }))],
  [3, fc.tuple(zone, zone).map(([one, other]) => ({ [ZONE]: `${one}__${other}` }))],
  [1, zone.map((name) => ({ [ZONE]: ` ${name} __us-central1-f` }))],
  [1, zone.map((name) => ({ [ZONE]: `${name}__` }))],
  [2, zone.map((name) => ({ [ZONE]: name, [REGION]: regionOf(name) }))],
  [2, zone.map((name) => ({ [REGION]: regionOf(name) }))],
  [7, zone.map((name) => ({ [OLD_ZONE]: name }))],
  [1, zone.map((name) => ({ [OLD_ZONE]: name, [OLD_REGION]: regionOf(name) }))],
);

function term(key: string, values: readonly string[]): Fields {
  return { matchExpressions: [{ key, operator: "In", values }] };
}

const affinityTerm = weighted<Fields>(
  [4, some(fc.constantFrom(...HOSTS), 1, 2).map((hosts) => term(HOSTNAME, hosts))],
  [5, some(zone, 1, 2).map((zones) => term(ZONE, zones))],
  [2, some(zone, 1, 2).map((zones) => term(OLD_ZONE, zones))],
  [1, zone.map((name) => term("topology.gke.io/zone", [name]))],
  // Fields are not looked at, for a volume's node has no name.
  [2, fc.constant({ matchFields: [{ key: "metadata.name", operator: "In", values: ["n0"] }] })],
  [1, fc.constant({ matchExpressions: [{ key: "size", operator: "Gt", values: ["4"] }] })],
  [2, fc.constant({})],
);

/** The nodes from which a volume can be reached. */
const nodeAffinity = some(affinityTerm, 1, 2).map((nodeSelectorTerms) => ({ nodeSelectorTerms }));

/** What holds the data. The handle is made of the volume's name. */
type Source = (name: string) => Fields;

const source = weighted<Source>(
  [7, fc.constant((name) => ({ csi: { driver: DRIVER, volumeHandle: `handle-${name}` } }))],
  [1, fc.constant(() => ({ csi: { driver: DRIVER, volumeHandle: "shared" } }))],
  [2, fc.constant((name) => ({ csi: { driver: OTHER_DRIVER, volumeHandle: `handle-${name}` } }))],
  [5, fc.constantFrom("disk-1", "disk-2", "disk-3").map((pdName) => () => ({ gcePersistentDisk: { pdName } }))],
  [1, fc.constant(() => ({ nfs: { server: "files", path: "/" } }))],
);

export interface BoundVolume {
  readonly labels: Fields;
  readonly source: Source;
  readonly nodeAffinity: unknown;
}

/** A volume that a claim is bound to. */
export const boundVolume: fc.Arbitrary<BoundVolume> = fc.record({
  labels: placeLabels,
  source,
  nodeAffinity: sometimes(45, nodeAffinity),
});

/** Of what a volume made beforehand consists; no two of them are of one size, so that the smallest is always the same. */
const SIZES = ["20Gi", "10Gi", "15Gi", "40Gi", "8Gi", "2Gi", "4Gi", "5Gi"] as const;

function freeVolume(size: string, index: number): fc.Arbitrary<readonly Raw[]> {
  const reserved = fc.constantFrom<Fields>(
    { namespace: "red", name: `c${index}` },
    { namespace: "red", name: `c${index}`, uid: `uid-red-c${index}` },
    { namespace: "red", name: `c${index}`, uid: "uid-of-another" },
  );
  const shape = fc.record({
    labels: fc.constantFrom<Fields>({ disk: "ssd" }, { disk: "hdd" }, {}),
    oldClass: sometimes(8, fc.constantFrom("local", "waiting")),
    deleted: sometimes(10, fc.constant("2026-11-20T11:59:50Z")),
    spec: record({
      storageClassName: weighted([9, fc.constant("local")], [1, fc.constant("zoned")], [1, fc.constant("waiting")]),
      accessModes: weighted<readonly string[]>(
        [5, fc.constant(["ReadWriteOnce", "ReadWriteOncePod"])],
        [1, fc.constant(["ReadWriteOnce"])],
      ),
      volumeMode: sometimes(45, fc.constantFrom("Block", "Filesystem")),
      volumeAttributesClassName: sometimes(8, fc.constantFrom("gold", "")),
      // One volume at most is meant for each claim: with two, the scheduler's answer depends on the order of a Go map.
      claimRef: sometimes(35, reserved),
      nodeAffinity: sometimes(
        40,
        nodeAffinity.map((required) => ({ required })),
      ),
    }),
    phase: weighted([11, fc.constant("Available")], [1, fc.constantFrom("Released", "Pending")]),
  });
  return sometimes(85, shape).map((made) => {
    if (made === undefined) return [];
    const { oldClass, deleted } = made;
    const name = `free-${index}`;
    const metadata = {
      name,
      labels: made.labels,
      ...withoutNothing({
        annotations: oldClass === undefined ? undefined : { "volume.beta.kubernetes.io/storage-class": oldClass },
        deletionTimestamp: deleted,
      }),
    };
    const spec = { capacity: { storage: size }, local: { path: "/mnt" }, ...made.spec };
    return [{ apiVersion: "v1", kind: "PersistentVolume", metadata, spec, status: { phase: made.phase } }];
  });
}

/** Volumes made beforehand, for claims that wait. */
export const freeVolumes: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(...SIZES.map(freeVolume))
  .map((volumes) => volumes.flat());
