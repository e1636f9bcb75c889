import type { LabelSelector, Labels } from "./labels.ts";
import type { NodeSelectorTerm } from "./pod.ts";
import type { Quantity } from "./quantity.ts";
import type { ResourceList } from "./resources.ts";

/** A PersistentVolumeClaim. */
export interface VolumeClaim {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly annotations: Labels;
  /** The PersistentVolume it is bound to; "" while unbound. */
  readonly volumeName: string;
  readonly phase: string;
  readonly storageClassName: string | null;
  readonly accessModes: readonly string[];
  readonly deleted: boolean;
  /** The pod that an ephemeral claim belongs to (owner reference of kind Pod): its uid, or null. */
  readonly podUid: string | null;
  /** `spec.resources.requests.storage`; absent: nothing is asked for. */
  readonly requested?: Quantity;
  /** `spec.selector`; absent: any volume. */
  readonly selector?: LabelSelector;
  /** `spec.volumeMode`; absent: Filesystem. */
  readonly volumeMode?: string;
  /** `spec.volumeAttributesClassName`; absent: none. */
  readonly attributesClass?: string;
}

/** A PersistentVolume. */
export interface Volume {
  readonly name: string;
  readonly labels: Labels;
  readonly storageClassName: string;
  readonly claim: { readonly namespace: string; readonly name: string; readonly uid?: string } | null;
  /** `spec.nodeAffinity.required`; `null` when there is none. */
  readonly nodeAffinity: readonly NodeSelectorTerm[] | null;
  readonly accessModes: readonly string[];
  readonly capacity: ResourceList;
  readonly phase: string;
  /** The CSI driver and handle, or the in-tree GCE disk translated to them. */
  readonly driver: string | null;
  readonly handle: string | null;
  readonly deleted?: boolean;
  /** `spec.volumeMode`; absent: Filesystem. */
  readonly volumeMode?: string;
  /** `spec.volumeAttributesClassName`; absent: none. */
  readonly attributesClass?: string;
  /**
   * An in-tree GCE disk as nodes see it that have moved such disks to the CSI driver; `null` when it cannot be translated, so that no
   * such node takes it. Absent for all other volumes.
   */
  readonly migrated?: { readonly nodeAffinity: readonly NodeSelectorTerm[] | null } | null;
}

/** A StorageClass. */
export interface StorageClass {
  readonly name: string;
  readonly provisioner: string;
  readonly volumeBindingMode: string;
  readonly isDefault: boolean;
  readonly allowedTopologies: readonly NodeSelectorTerm[];
}

/** A CSINode: how many volumes of each driver a node takes. */
export interface CsiNode {
  readonly name: string;
  /** driver name → most volumes, `null` for no limit. */
  readonly limits: ReadonlyMap<string, number | null>;
  /** Has the node moved in-tree GCE disks to the CSI driver? Absent: no. */
  readonly migratesGceDisks?: boolean;
}
