import type { Budget } from "./budget.ts";
import type { Labels } from "./labels.ts";
import type { Node } from "./node.ts";
import type { Controller, ControllerKind } from "./owner.ts";
import type { Pod } from "./pod.ts";
import type { Instant } from "./time.ts";
import type { CsiNode, StorageClass, Volume, VolumeClaim } from "./volume.ts";

/** `PROJECT/LOCATION/NAME` */
export interface ClusterId {
  readonly project: string;
  readonly location: string;
  readonly name: string;
}

/** The kinds that are read; all others are passed over and counted. */
export const READ_KINDS = [
  "Node",
  "Pod",
  "PodDisruptionBudget",
  "Job",
  "CronJob",
  "ReplicaSet",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicationController",
  "PersistentVolumeClaim",
  "PersistentVolume",
  "StorageClass",
  "CSINode",
  "PriorityClass",
  "Namespace",
  "ConfigMap",
] as const;

export type ReadKind = (typeof READ_KINDS)[number];

/**
 * What is known of a kind. `absent`: a file holds no object of it, which may mean that there is none or that nobody asked.
 * `refused`: the API server would not list it.
 */
export type KindState =
  | { readonly state: "listed"; readonly count: number }
  | { readonly state: "absent" }
  | { readonly state: "refused"; readonly why: string };

/** Something in the input that could not be read, or contradicts itself. The rest goes on. */
export interface Problem {
  /** The file, or the API path. */
  readonly where: string;
  /** `Pod batch/x`, or "" */
  readonly object: string;
  /** `status.allocatable.cpu`, or "" */
  readonly field: string;
  /** What is wrong and what was done, as one sentence. */
  readonly what: string;
}

/** A node group as the autoscaler's status ConfigMap tells it. */
export interface NodeGroupStatus {
  /** The instance group's URL or name, as written. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Nodes that the cloud is asked for. */
  readonly target: number;
}

export type Controllers = Readonly<Record<ControllerKind, ReadonlyMap<string, Controller>>>;

/** A cluster at one time. Lists keep the order of the input. */
export interface Snapshot {
  readonly cluster: ClusterId | null;
  readonly takenAt: Instant | null;
  /** `1.36` from the first line or the API server's version; `null` when unknown. */
  readonly kubernetesVersion: string | null;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly budgets: readonly Budget[];
  /** By kind, then by `namespace/name`. */
  readonly controllers: Controllers;
  /** By `namespace/name`. */
  readonly volumeClaims: ReadonlyMap<string, VolumeClaim>;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly storageClasses: ReadonlyMap<string, StorageClass>;
  readonly csiNodes: ReadonlyMap<string, CsiNode>;
  /** Labels of each namespace. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** From `kube-system/cluster-autoscaler-status`; `null` when absent or not readable. */
  readonly nodeGroups: readonly NodeGroupStatus[] | null;
  readonly kinds: Readonly<Record<ReadKind, KindState>>;
  /** Objects of other kinds: kind → how many were passed over. */
  readonly passedOver: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
  /** The newest creation, start or finish time in the objects: the snapshot's age when nothing else tells it. */
  readonly newestTime: Instant | null;
}

/** `PROJECT/LOCATION/NAME` */
export function formatCluster(cluster: ClusterId): string {
  return `${cluster.project}/${cluster.location}/${cluster.name}`;
}

/** Reads `PROJECT/LOCATION/NAME`; `null` when the text is no such thing. Projects of a domain are written `example.com:name`. */
export function parseCluster(text: string): ClusterId | null {
  const match = /^([^/\s]+)\/([^/\s]+)\/([^/\s]+)$/u.exec(text);
  const [, project, location, name] = match ?? [];
  if (project === undefined || location === undefined || name === undefined) return null;
  return { project, location, name };
}
