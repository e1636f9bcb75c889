import type { Budget } from "../../src/model/budget.ts";
import { NO_LABELS } from "../../src/model/labels.ts";
import type { Node } from "../../src/model/node.ts";
import type { Controller, ControllerKind, OwnerReference } from "../../src/model/owner.ts";
import type { Container, Pod, PodSpec } from "../../src/model/pod.ts";
import { parseQuantity, ZERO } from "../../src/model/quantity.ts";
import { podRequests } from "../../src/model/requests.ts";
import { NO_RESOURCES, type ResourceList } from "../../src/model/resources.ts";
import {
  type Controllers,
  type KindState,
  READ_KINDS,
  type ReadKind,
  type Snapshot,
} from "../../src/model/snapshot.ts";
import { type Instant, instant } from "../../src/model/time.ts";

export const NOW: Instant = instant(Date.UTC(2026, 10, 20, 12));

/** `SECOND`s, `HOUR`s … before `NOW`; negative for after it. */
export function ago(millis: number): Instant {
  return instant(NOW - millis);
}

export function resources(amounts: Readonly<Record<string, string>>): ResourceList {
  return new Map(
    Object.entries(amounts).map(([name, text]) => {
      const parsed = parseQuantity(text);
      return [name, parsed.ok ? parsed.value : ZERO] as const;
    }),
  );
}

export function container(requests: Readonly<Record<string, string>>, kind: Container["kind"] = "main"): Container {
  return { name: "c", kind, requests: resources(requests) };
}

/** A spec that asks for what its containers ask for. */
export function spec(changes: Partial<PodSpec> = {}): PodSpec {
  const bare = {
    containers: [],
    overhead: NO_RESOURCES,
    podLevelRequests: null,
    restartPolicy: "Always",
    terminationGraceSeconds: 30,
    priority: null,
    schedulerName: "default-scheduler",
    hostNetwork: false,
    nodeSelector: NO_LABELS,
    nodeAffinity: null,
    tolerations: [],
    hostPorts: [],
    spread: [],
    affinity: [],
    antiAffinity: [],
    volumes: [],
    resourceClaims: [],
    ...changes,
  };
  return { requests: podRequests(bare), ...bare };
}

export interface PodChanges extends Partial<Omit<Pod, "spec" | "annotations" | "labels">> {
  readonly spec?: Partial<PodSpec>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A running pod on node `n1`, two hours old, of a ReplicaSet. */
export function pod(changes: PodChanges = {}): Pod {
  const { spec: specChanges, annotations, labels, ...rest } = changes;
  const full = spec(specChanges);
  return {
    namespace: "default",
    name: "p",
    uid: "",
    createdAt: ago(2 * 3_600_000),
    startedAt: null,
    deletedAt: null,
    nodeName: "n1",
    nominatedNodeName: "",
    phase: "Running",
    owner: owner("ReplicaSet"),
    runningRequests: full.requests,
    ends: [],
    restarts: 0,
    ...rest,
    spec: full,
    annotations: new Map(Object.entries(annotations ?? {})),
    labels: new Map(Object.entries(labels ?? {})),
  };
}

const API_VERSIONS: Readonly<Record<string, string>> = { Job: "batch/v1", ReplicationController: "v1", Node: "v1" };

export function owner(kind: string, apiVersion: string = API_VERSIONS[kind] ?? "apps/v1", name = "o"): OwnerReference {
  return { apiVersion, kind, name, uid: `${kind} ${name}` };
}

export function budget(changes: Partial<Budget> = {}): Budget {
  return { namespace: "default", name: "b", selector: [], disruptionsAllowed: 0, ...changes };
}

export interface NodeChanges extends Partial<Omit<Node, "annotations" | "labels" | "allocatable">> {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly allocatable?: Readonly<Record<string, string>>;
}

/** A ready node of 4 cores, 16 GiB and 110 pods. */
export function node(name = "n1", changes: NodeChanges = {}): Node {
  const { annotations, labels, allocatable, ...rest } = changes;
  const amounts = resources(allocatable ?? { cpu: "4", memory: "16Gi", pods: "110" });
  return {
    name,
    uid: name,
    createdAt: null,
    unschedulable: false,
    taints: [],
    capacity: amounts,
    conditions: [{ type: "Ready", status: "True", changedAt: null }],
    kubeletVersion: "",
    providerId: "",
    ...rest,
    allocatable: amounts,
    annotations: new Map(Object.entries(annotations ?? {})),
    labels: new Map(Object.entries(labels ?? {})),
  };
}

export function controller(kind: ControllerKind, changes: Partial<Controller> = {}): Controller {
  return {
    kind,
    namespace: "default",
    name: "o",
    uid: `${kind} o`,
    labels: NO_LABELS,
    annotations: NO_LABELS,
    owner: null,
    createdAt: null,
    replicas: null,
    startedAt: null,
    finishedAt: null,
    template: null,
    ...changes,
  };
}

export function controllers(list: readonly Controller[]): Controllers {
  const of = (kind: ControllerKind): ReadonlyMap<string, Controller> =>
    new Map(list.filter((one) => one.kind === kind).map((one) => [`${one.namespace}/${one.name}`, one]));
  return {
    Job: of("Job"),
    CronJob: of("CronJob"),
    ReplicaSet: of("ReplicaSet"),
    Deployment: of("Deployment"),
    StatefulSet: of("StatefulSet"),
    DaemonSet: of("DaemonSet"),
    ReplicationController: of("ReplicationController"),
  };
}

/** A snapshot of which every kind was listed, but for those in `kinds`. */
export function snapshot(
  changes: Partial<Omit<Snapshot, "kinds">> & { readonly kinds?: Partial<Record<ReadKind, KindState>> },
): Snapshot {
  const listed: KindState = { state: "listed", count: 0 };
  const kinds = Object.fromEntries(READ_KINDS.map((kind) => [kind, listed])) as Record<ReadKind, KindState>;
  return {
    cluster: null,
    takenAt: NOW,
    kubernetesVersion: "1.36",
    nodes: [],
    pods: [],
    budgets: [],
    controllers: controllers([]),
    volumeClaims: new Map(),
    volumes: new Map(),
    storageClasses: new Map(),
    csiNodes: new Map(),
    namespaces: new Map(),
    nodeGroups: null,
    passedOver: new Map(),
    problems: [],
    newestTime: null,
    ...changes,
    kinds: { ...kinds, ...changes.kinds },
  };
}
