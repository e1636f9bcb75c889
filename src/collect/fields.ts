import type { ControllerKind } from "../model/owner.ts";
import type { ReadKind } from "../model/snapshot.ts";
import { isRaw } from "./decode/raw.ts";
import { conditions, LABEL_SELECTOR, NODE_SELECTOR, POD_SPEC, POD_STATUS } from "./fields-pod.ts";
import { each, fields, leaf, leaves, type Prune, someLeaves } from "./prune.ts";

const CONTROLLER_REFERENCE = fields({ apiVersion: leaf, kind: leaf, name: leaf, uid: leaf, controller: leaf });

/** Of the owner references only the controller's: the autoscaler looks at no other. */
const OWNERS = each((raw) => (isRaw(raw) && raw["controller"] !== true ? undefined : CONTROLLER_REFERENCE(raw)));

/**
 * What is read of each kind, and all that `barnacle snapshot` writes: so a redacted file gives the same audit as the cluster
 * itself, and holds no environment, command, image or secret's name. A test holds the decoder to this list.
 */
export type AllowedFields = Readonly<Record<ReadKind, Prune>>;

/** Makes the fields of a kind out of those that it has besides what all have. */
type Kind = (shape: Readonly<Record<string, Prune>>) => Prune;

/** The allowed fields, with the annotations that `allowsAnnotation` lets pass. */
export function allowedFields(allowsAnnotation: (key: string) => boolean): AllowedFields {
  const metadata = fields({
    name: leaf,
    namespace: leaf,
    uid: leaf,
    creationTimestamp: leaf,
    deletionTimestamp: leaf,
    labels: leaves,
    annotations: someLeaves(allowsAnnotation),
    ownerReferences: OWNERS,
  });
  const kind: Kind = (shape) => fields({ apiVersion: leaf, kind: leaf, metadata, ...shape });
  return {
    Node: kind(NODE),
    Pod: kind({ spec: POD_SPEC, status: POD_STATUS }),
    PodDisruptionBudget: kind({
      spec: fields({ selector: LABEL_SELECTOR }),
      status: fields({ disruptionsAllowed: leaf }),
    }),
    PriorityClass: kind({ value: leaf }),
    Namespace: kind({}),
    ConfigMap: kind({ data: fields({ status: leaf }) }),
    ...controllerFields(kind),
    ...storageFields(kind),
  };
}

const NODE = {
  spec: fields({
    unschedulable: leaf,
    providerID: leaf,
    taints: each(fields({ key: leaf, value: leaf, effect: leaf, timeAdded: leaf })),
  }),
  status: fields({
    capacity: leaves,
    allocatable: leaves,
    conditions: each(fields({ type: leaf, status: leaf, lastTransitionTime: leaf })),
    nodeInfo: fields({ kubeletVersion: leaf }),
    declaredFeatures: each(leaf),
  }),
};

function controllerFields(kind: Kind): Pick<AllowedFields, ControllerKind> {
  const replicated = kind({ spec: fields({ replicas: leaf }) });
  return {
    Job: kind({
      spec: fields({ parallelism: leaf }),
      status: fields({
        startTime: leaf,
        completionTime: leaf,
        conditions: conditions("Failed", { status: leaf, lastTransitionTime: leaf }),
      }),
    }),
    CronJob: kind({}),
    ReplicaSet: replicated,
    Deployment: replicated,
    StatefulSet: replicated,
    ReplicationController: replicated,
    DaemonSet: kind({
      spec: fields({ template: fields({ metadata: fields({ labels: leaves }), spec: POD_SPEC }) }),
    }),
  };
}

type StorageKind = "PersistentVolumeClaim" | "PersistentVolume" | "StorageClass" | "CSINode";

function storageFields(kind: Kind): Pick<AllowedFields, StorageKind> {
  const modes = { volumeMode: leaf, volumeAttributesClassName: leaf, storageClassName: leaf, accessModes: each(leaf) };
  return {
    PersistentVolumeClaim: kind({
      spec: fields({
        ...modes,
        volumeName: leaf,
        selector: LABEL_SELECTOR,
        resources: fields({ requests: leaves }),
      }),
      status: fields({ phase: leaf }),
    }),
    PersistentVolume: kind({
      spec: fields({
        ...modes,
        capacity: leaves,
        claimRef: fields({ namespace: leaf, name: leaf, uid: leaf }),
        nodeAffinity: fields({ required: NODE_SELECTOR }),
        csi: fields({ driver: leaf, volumeHandle: leaf }),
        gcePersistentDisk: fields({ pdName: leaf }),
      }),
      status: fields({ phase: leaf }),
    }),
    StorageClass: kind({
      provisioner: leaf,
      volumeBindingMode: leaf,
      allowedTopologies: each(fields({ matchLabelExpressions: each(fields({ key: leaf, values: each(leaf) })) })),
    }),
    CSINode: kind({ spec: fields({ drivers: each(fields({ name: leaf, allocatable: fields({ count: leaf }) })) }) }),
  };
}
