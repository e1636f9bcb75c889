import type { Labels } from "./labels.ts";
import type { PodSpec } from "./pod.ts";
import type { Instant } from "./time.ts";

/** The owner reference with `controller: true`. The API group is kept for people; the autoscaler compares the kind alone. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** The kinds of controller that are read. */
export const CONTROLLER_KINDS = [
  "Job",
  "CronJob",
  "ReplicaSet",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicationController",
] as const;

export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

/** An object that makes pods, or makes what makes pods. */
export interface Controller {
  readonly kind: ControllerKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly owner: OwnerReference | null;
  readonly createdAt: Instant | null;
  /** `spec.replicas` (Job: `spec.parallelism`); `null` where the object does not say. */
  readonly replicas: number | null;
  /** Job: `status.startTime`. */
  readonly startedAt: Instant | null;
  /** Job: `status.completionTime`, or the transition of its Failed condition. */
  readonly finishedAt: Instant | null;
  /** The pod template, kept for DaemonSets only: they also run on a node that does not exist yet. */
  readonly template: { readonly labels: Labels; readonly spec: PodSpec } | null;
}
