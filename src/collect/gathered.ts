import type { Budget } from "../model/budget.ts";
import type { Labels } from "../model/labels.ts";
import type { Node } from "../model/node.ts";
import type { Controller, ControllerKind } from "../model/owner.ts";
import type { Pod } from "../model/pod.ts";
import type { NodeGroupStatus, ReadKind } from "../model/snapshot.ts";
import type { CsiNode, StorageClass, Volume, VolumeClaim } from "../model/volume.ts";
import { decodeAutoscalerStatus } from "./decode/autoscaler-status.ts";
import { decodeBudget } from "./decode/budget.ts";
import { decodeController } from "./decode/controller.ts";
import type { Readers } from "./decode/metadata.ts";
import { decodeNode } from "./decode/node.ts";
import { decodePod } from "./decode/pod.ts";
import { podSpecReader } from "./decode/pod-spec.ts";
import { type Raw, Unreadable } from "./decode/raw.ts";
import { decodeCsiNode, decodeStorageClass } from "./decode/storage.ts";
import { decodeVolume } from "./decode/volume.ts";
import { decodeVolumeClaim } from "./decode/volume-claim.ts";

/** The model's objects, as they come in. */
export interface Gathered {
  readonly nodes: Map<string, Node>;
  readonly pods: Pod[];
  readonly budgets: Map<string, Budget>;
  readonly controllers: Readonly<Record<ControllerKind, Map<string, Controller>>>;
  readonly volumeClaims: Map<string, VolumeClaim>;
  readonly volumes: Map<string, Volume>;
  readonly storageClasses: Map<string, StorageClass>;
  readonly csiNodes: Map<string, CsiNode>;
  readonly namespaces: Map<string, Labels>;
  nodeGroups: readonly NodeGroupStatus[] | null;
}

/** Decodes an object and keeps it. Throws `Unreadable` when it cannot be read, or one of its name was there before. */
export type Keep = (raw: Raw) => void;

export function emptyGathered(): Gathered {
  return {
    nodes: new Map(),
    pods: [],
    budgets: new Map(),
    controllers: {
      Job: new Map(),
      CronJob: new Map(),
      ReplicaSet: new Map(),
      Deployment: new Map(),
      StatefulSet: new Map(),
      DaemonSet: new Map(),
      ReplicationController: new Map(),
    },
    volumeClaims: new Map(),
    volumes: new Map(),
    storageClasses: new Map(),
    csiNodes: new Map(),
    namespaces: new Map(),
    nodeGroups: null,
  };
}

/** How each kind is decoded, and where it goes. */
export function keepers(into: Gathered, readers: Readers): Readonly<Record<ReadKind, Keep>> {
  const podSpec = podSpecReader(readers);
  const controller = (kind: ControllerKind): Keep => {
    return (raw) => putNamespaced(into.controllers[kind], decodeController(kind, raw, readers, podSpec));
  };
  return {
    Node: (raw) => put(into.nodes, decodeNode(raw, readers)),
    Pod: podKeeper(into, (raw) => decodePod(raw, readers, podSpec)),
    PodDisruptionBudget: (raw) => putNamespaced(into.budgets, decodeBudget(raw, readers)),
    Job: controller("Job"),
    CronJob: controller("CronJob"),
    ReplicaSet: controller("ReplicaSet"),
    Deployment: controller("Deployment"),
    StatefulSet: controller("StatefulSet"),
    DaemonSet: controller("DaemonSet"),
    ReplicationController: controller("ReplicationController"),
    PersistentVolumeClaim: (raw) => putNamespaced(into.volumeClaims, decodeVolumeClaim(raw, readers)),
    PersistentVolume: (raw) => put(into.volumes, decodeVolume(raw, readers)),
    StorageClass: (raw) => put(into.storageClasses, decodeStorageClass(raw, readers)),
    CSINode: (raw) => put(into.csiNodes, decodeCsiNode(raw, readers)),
    // A pod's priority is in its spec: the class is read only to say that it was there.
    PriorityClass: (raw) => void readers.metadata(raw),
    Namespace: (raw) => {
      const { name, labels } = readers.metadata(raw);
      into.namespaces.set(name, labels);
    },
    ConfigMap: (raw) => {
      readers.metadata(raw);
      into.nodeGroups = decodeAutoscalerStatus(raw);
    },
  };
}

/**
 * Keeps pods, and finds a second one of a name. Lists come in the order of namespaces and names, and as long as they do nothing is twice:
 * names are gathered only once a pod comes out of order, since with hundreds of thousands of pods they take much memory.
 */
function podKeeper(into: Gathered, decode: (raw: Raw) => Pod): Keep {
  let names: Map<string, Set<string>> | null = null;
  return (raw) => {
    const pod = decode(raw);
    const last = into.pods.at(-1);
    if (names === null && last !== undefined && !comesAfter(pod, last)) names = namesOf(into.pods);
    if (names !== null && !isNew(pod, names)) throw duplicate();
    into.pods.push(pod);
  };
}

function comesAfter(pod: Pod, last: Pod): boolean {
  return pod.namespace === last.namespace ? pod.name > last.name : pod.namespace > last.namespace;
}

function namesOf(pods: readonly Pod[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const pod of pods) isNew(pod, names);
  return names;
}

function isNew({ namespace, name }: Pod, names: Map<string, Set<string>>): boolean {
  const inNamespace = names.get(namespace) ?? new Set();
  if (inNamespace.has(name)) return false;
  names.set(namespace, inNamespace.add(name));
  return true;
}

function putNamespaced<Value extends { readonly namespace: string; readonly name: string }>(
  into: Map<string, Value>,
  value: Value,
): void {
  putAs(into, `${value.namespace}/${value.name}`, value);
}

function put<Value extends { readonly name: string }>(into: Map<string, Value>, value: Value): void {
  putAs(into, value.name, value);
}

function putAs<Value>(into: Map<string, Value>, key: string, value: Value): void {
  if (into.has(key)) throw duplicate();
  into.set(key, value);
}

function duplicate(): Unreadable {
  return new Unreadable("metadata.name", "is there twice: the first one stays");
}
