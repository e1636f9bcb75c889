import { READ_KINDS, type ReadKind } from "../model/snapshot.ts";

/** Where the API server keeps a kind. */
export interface Resource {
  readonly kind: ReadKind;
  /** The API group, "" for the core. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** The one object that is read of this kind, with its namespace; `null` when all are listed. */
  readonly name: string | null;
  readonly namespace: string | null;
  /** Without it there is nothing to judge. */
  readonly essential: boolean;
}

type Place = readonly [group: string, plural: string];

const PLACES = {
  Node: ["", "nodes"],
  Pod: ["", "pods"],
  PodDisruptionBudget: ["policy", "poddisruptionbudgets"],
  Job: ["batch", "jobs"],
  CronJob: ["batch", "cronjobs"],
  ReplicaSet: ["apps", "replicasets"],
  Deployment: ["apps", "deployments"],
  StatefulSet: ["apps", "statefulsets"],
  DaemonSet: ["apps", "daemonsets"],
  ReplicationController: ["", "replicationcontrollers"],
  PersistentVolumeClaim: ["", "persistentvolumeclaims"],
  PersistentVolume: ["", "persistentvolumes"],
  StorageClass: ["storage.k8s.io", "storageclasses"],
  CSINode: ["storage.k8s.io", "csinodes"],
  PriorityClass: ["scheduling.k8s.io", "priorityclasses"],
  Namespace: ["", "namespaces"],
  ConfigMap: ["", "configmaps"],
} as const satisfies Record<ReadKind, Place>;

function resource(kind: ReadKind): Resource {
  const [group, plural] = PLACES[kind];
  const one = kind === "ConfigMap";
  return {
    kind,
    group,
    version: "v1",
    plural,
    name: one ? "cluster-autoscaler-status" : null,
    namespace: one ? "kube-system" : null,
    essential: kind === "Node" || kind === "Pod",
  };
}

/** All resources, in the order of `READ_KINDS`. */
export const RESOURCES: readonly Resource[] = READ_KINDS.map(resource);

/** `v1`, `apps/v1` */
export function apiVersion(resource: Resource): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** `/apis/apps/v1/deployments`, or the path of the one object. */
export function pathOf(resource: Resource): string {
  const base = `${resource.group === "" ? "/api" : "/apis"}/${apiVersion(resource)}`;
  if (resource.name === null) return `${base}/${resource.plural}`;
  return `${base}/namespaces/${resource.namespace}/${resource.plural}/${resource.name}`;
}
