import type { Storage } from "../../../src/judge/scheduling-claims.ts";
import type { NodeSelectorTerm, PodVolume } from "../../../src/model/pod.ts";
import type { CsiNode, StorageClass, Volume, VolumeClaim } from "../../../src/model/volume.ts";
import { resources } from "../objects.ts";

/** A claim `default/data` that is bound to the volume `disk`. */
export function claim(changes: Partial<VolumeClaim> = {}): VolumeClaim {
  return {
    namespace: "default",
    name: "data",
    uid: "data",
    annotations: new Map([["pv.kubernetes.io/bind-completed", "yes"]]),
    volumeName: "disk",
    phase: "Bound",
    storageClassName: "standard",
    accessModes: ["ReadWriteOnce"],
    deleted: false,
    podUid: null,
    ...changes,
  };
}

/** A claim that is bound to nothing. */
export function unbound(changes: Partial<VolumeClaim> = {}): VolumeClaim {
  return claim({ annotations: new Map(), volumeName: "", phase: "Pending", ...changes });
}

/** A free volume `disk` of 10 GiB that is reached from everywhere. */
export function volume(changes: Partial<Volume> = {}): Volume {
  return {
    name: "disk",
    labels: new Map(),
    storageClassName: "standard",
    claim: null,
    nodeAffinity: null,
    accessModes: ["ReadWriteOnce"],
    capacity: resources({ storage: "10Gi" }),
    phase: "Available",
    driver: "pd.csi.storage.gke.io",
    handle: "projects/p/zones/a/disks/disk",
    ...changes,
  };
}

/** A class whose claims wait for their pod. */
export function storageClass(changes: Partial<StorageClass> = {}): StorageClass {
  return {
    name: "standard",
    provisioner: "pd.csi.storage.gke.io",
    volumeBindingMode: "WaitForFirstConsumer",
    isDefault: true,
    allowedTopologies: [],
    ...changes,
  };
}

export interface Stored {
  readonly claims?: readonly VolumeClaim[];
  readonly volumes?: readonly Volume[];
  readonly classes?: readonly StorageClass[];
  readonly csiNodes?: readonly CsiNode[];
}

export function stored({ claims = [], volumes = [], classes = [storageClass()], csiNodes = [] }: Stored): Storage {
  return {
    volumeClaims: new Map(claims.map((each) => [`${each.namespace}/${each.name}`, each])),
    volumes: new Map(volumes.map((each) => [each.name, each])),
    storageClasses: new Map(classes.map((each) => [each.name, each])),
    csiNodes: new Map(csiNodes.map((each) => [each.name, each])),
  };
}

export function use(claimName: string, ephemeral = false): PodVolume {
  return { kind: "claim", name: claimName, claimName, ephemeral };
}

export function gceDisk(disk: string, readOnly = false): PodVolume {
  return { kind: "gcePersistentDisk", name: disk, disk, readOnly };
}

/** The term that asks for a label. */
export function labelled(key: string, ...values: string[]): NodeSelectorTerm {
  return { expressions: [{ key, operator: "In", values }], fields: [] };
}
