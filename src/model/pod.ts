import type { LabelSelector, Labels } from "./labels.ts";
import type { OwnerReference } from "./owner.ts";
import type { ResourceList } from "./resources.ts";
import type { Instant } from "./time.ts";

/** A container's resources, in the order of the pod's spec. */
export interface Container {
  readonly name: string;
  readonly kind: "main" | "init" | "sidecar";
  readonly requests: ResourceList;
}

/** A host port that the pod occupies on its node. */
export interface HostPort {
  readonly protocol: string;
  /** The address it binds; "" and "0.0.0.0" mean every address. */
  readonly address: string;
  readonly port: number;
}

export interface Toleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  /** "" tolerates every effect. */
  readonly effect: string;
}

/** One requirement of a node selector term; `operator` as written (In, NotIn, Exists, DoesNotExist, Gt, Lt, or nonsense, which matches nothing). */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface NodeSelectorTerm {
  readonly expressions: readonly NodeRequirement[];
  readonly fields: readonly NodeRequirement[];
}

/** A required inter-pod affinity or anti-affinity term. */
export interface PodAffinityTerm {
  readonly selector: LabelSelector | null;
  readonly topologyKey: string;
  /** Names as written; with none and no `namespaceSelector` the pod's own namespace is meant. */
  readonly namespaces: readonly string[];
  /** `null`: absent. The empty list: every namespace. */
  readonly namespaceSelector: LabelSelector | null;
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys: readonly string[];
}

/** A topology spread constraint with `whenUnsatisfiable: DoNotSchedule`. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number | null;
  readonly selector: LabelSelector | null;
  readonly matchLabelKeys: readonly string[];
  readonly nodeAffinityPolicy: "Honor" | "Ignore";
  readonly nodeTaintsPolicy: "Honor" | "Ignore";
}

/** A volume of the pod, as far as eviction or scheduling care. */
export type PodVolume =
  | { readonly kind: "emptyDir"; readonly name: string; readonly medium: string }
  | { readonly kind: "hostPath"; readonly name: string }
  | { readonly kind: "claim"; readonly name: string; readonly claimName: string; readonly ephemeral: boolean }
  | { readonly kind: "gcePersistentDisk"; readonly name: string; readonly disk: string; readonly readOnly: boolean }
  | { readonly kind: "csi"; readonly name: string; readonly driver: string }
  | { readonly kind: "other"; readonly name: string; readonly source: string };

/**
 * What pods of one template share. Equal specs are one object (`collect` interns them), so identity may serve as the key
 * of an index; nothing may depend on unequal objects being unequal specs.
 */
export interface PodSpec {
  /** The request that the scheduler sees, by `podRequests` of this room: containers, init, sidecars, overhead, pod level. */
  readonly requests: ResourceList;
  readonly containers: readonly Container[];
  readonly overhead: ResourceList;
  /** `spec.resources.requests`, `null` when absent. */
  readonly podLevelRequests: ResourceList | null;
  readonly restartPolicy: string;
  readonly terminationGraceSeconds: number | null;
  /** `spec.priority`; `null` when absent. */
  readonly priority: number | null;
  readonly schedulerName: string;
  readonly hostNetwork: boolean;
  readonly nodeSelector: Labels;
  /** `null`: no required node affinity. The empty list matches no node. */
  readonly nodeAffinity: readonly NodeSelectorTerm[] | null;
  readonly tolerations: readonly Toleration[];
  readonly hostPorts: readonly HostPort[];
  readonly spread: readonly SpreadConstraint[];
  readonly affinity: readonly PodAffinityTerm[];
  readonly antiAffinity: readonly PodAffinityTerm[];
  readonly volumes: readonly PodVolume[];
  /** Names of `spec.resourceClaims` (dynamic resource allocation, not mirrored). */
  readonly resourceClaims: readonly string[];
  /** The features that the node must declare, by their names; absent: none. */
  readonly neededFeatures?: readonly string[];
}

/** A container's end, as the pod's status tells it. */
export interface ContainerEnd {
  readonly container: string;
  readonly finishedAt: Instant | null;
  readonly reason: string;
  readonly exitCode: number | null;
}

/** A pod as the API server holds it, only with what judge, price and audit need. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Labels;
  /** Only the annotations of the allow-list (`collect/allowed.ts`). */
  readonly annotations: Labels;
  readonly createdAt: Instant | null;
  /** `status.startTime` */
  readonly startedAt: Instant | null;
  /** `metadata.deletionTimestamp` */
  readonly deletedAt: Instant | null;
  /** `spec.nodeName`, "" while unbound. */
  readonly nodeName: string;
  /** `status.nominatedNodeName`, "" when there is none. */
  readonly nominatedNodeName: string;
  readonly phase: string;
  readonly owner: OwnerReference | null;
  readonly spec: PodSpec;
  /** The request with what an in-place resize has set in the status; `spec.requests` itself for all other pods. */
  readonly runningRequests: ResourceList;
  /** What the pod takes of its node's room, where a resize of its pod-level resources makes that another thing; absent: `runningRequests`. */
  readonly occupied?: ResourceList;
  /** Ends of containers: current terminations and last ones. */
  readonly ends: readonly ContainerEnd[];
  /** Restarts of all containers together. */
  readonly restarts: number;
}

/** `namespace/name` */
export function podKey(pod: { readonly namespace: string; readonly name: string }): string {
  return `${pod.namespace}/${pod.name}`;
}
