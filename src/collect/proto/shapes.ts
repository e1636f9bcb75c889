import type { ReadKind } from "../../model/snapshot.ts";
import { keptWord, list, map, quantities, sharedList, texts, word } from "./runs.ts";
import { flag, inline, kept, keptNumber, message, type Shape, shape, text, time } from "./shape.ts";
import { conditions, LABEL_SELECTOR, METADATA, NODE_SELECTOR, POD_SPEC, POD_STATUS, REQUESTS } from "./shape-pod.ts";

// The numbers are those of Kubernetes' `generated.proto` files (v1.36), which never change.

const TAINT = shape({ 1: kept("key"), 2: text("value"), 3: kept("effect"), 4: time("timeAdded") });
const NODE_CONDITION = shape({ 1: keptWord("type"), 2: keptWord("status"), 4: time("lastTransitionTime") });
const NODE_SPEC = shape({ 3: text("providerID"), 4: flag("unschedulable"), 5: sharedList("taints", TAINT) });
const NODE_STATUS = shape({
  1: quantities("capacity"),
  2: quantities("allocatable"),
  4: list("conditions", NODE_CONDITION),
  7: message("nodeInfo", shape({ 7: kept("kubeletVersion") })),
  14: texts("declaredFeatures"),
});

/** The spec of what has a number of replicas, which is its first field. */
const REPLICATED = shape({ 1: keptNumber("replicas") });

const JOB_CONDITION = shape({ 1: kept("type"), 2: kept("status"), 4: time("lastTransitionTime") });
const JOB_STATUS = shape({ 1: conditions("Failed", JOB_CONDITION), 2: time("startTime"), 3: time("completionTime") });

const TEMPLATE = shape({ 1: message("metadata", shape({ 11: map("labels") })), 2: message("spec", POD_SPEC) });

const CLAIM_SPEC = shape({
  1: texts("accessModes"),
  2: message("resources", REQUESTS),
  3: text("volumeName"),
  4: message("selector", LABEL_SELECTOR),
  5: kept("storageClassName"),
  6: kept("volumeMode"),
  9: kept("volumeAttributesClassName"),
});

const VOLUME_SOURCE = shape({
  1: message("gcePersistentDisk", shape({ 1: kept("pdName") })),
  22: message("csi", shape({ 1: kept("driver"), 2: kept("volumeHandle") })),
});
const VOLUME_SPEC = shape({
  1: quantities("capacity"),
  2: inline(VOLUME_SOURCE),
  3: texts("accessModes"),
  4: message("claimRef", shape({ 2: text("namespace"), 3: text("name"), 4: text("uid") })),
  6: text("storageClassName"),
  8: kept("volumeMode"),
  9: message("nodeAffinity", shape({ 1: message("required", NODE_SELECTOR) })),
  10: kept("volumeAttributesClassName"),
});

const TOPOLOGY = shape({ 1: list("matchLabelExpressions", shape({ 1: kept("key"), 2: texts("values") })) });

const DRIVER = shape({ 1: kept("name"), 4: message("allocatable", shape({ 1: keptNumber("count") })) });

/** What stands beside the metadata of each kind, as far as it is read. */
const REST = {
  Node: { 2: message("spec", NODE_SPEC), 3: message("status", NODE_STATUS) },
  Pod: { 2: message("spec", POD_SPEC), 3: message("status", POD_STATUS) },
  PodDisruptionBudget: {
    2: message("spec", shape({ 2: message("selector", LABEL_SELECTOR) })),
    3: message("status", shape({ 3: keptNumber("disruptionsAllowed") })),
  },
  Job: { 2: message("spec", shape({ 1: keptNumber("parallelism") })), 3: message("status", JOB_STATUS) },
  CronJob: {},
  ReplicaSet: { 2: message("spec", REPLICATED) },
  Deployment: { 2: message("spec", REPLICATED) },
  StatefulSet: { 2: message("spec", REPLICATED) },
  DaemonSet: { 2: message("spec", shape({ 2: message("template", TEMPLATE) })) },
  ReplicationController: { 2: message("spec", REPLICATED) },
  PersistentVolumeClaim: { 2: message("spec", CLAIM_SPEC), 3: message("status", shape({ 1: word("phase") })) },
  PersistentVolume: { 2: message("spec", VOLUME_SPEC), 3: message("status", shape({ 1: word("phase") })) },
  StorageClass: { 2: kept("provisioner"), 7: kept("volumeBindingMode"), 8: list("allowedTopologies", TOPOLOGY) },
  CSINode: { 2: message("spec", shape({ 1: list("drivers", DRIVER) })) },
  PriorityClass: { 2: keptNumber("value") },
  Namespace: {},
  ConfigMap: { 2: map("data") },
} as const satisfies Record<ReadKind, Parameters<typeof shape>[0]>;

/** What is read of an object of a kind: a trimmed schema, whose fields are those of the allow-list (`fields.ts`). */
export function shapeOf(kind: ReadKind): Shape {
  return shape({ 1: message("metadata", METADATA), ...REST[kind] });
}
