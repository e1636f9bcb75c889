import { audit } from "../../src/audit/audit.ts";
import type { Audit, AuditSettings, NodeStory, PinnedNode } from "../../src/audit/finding.ts";
import { NO_HISTORY } from "../../src/audit/history.ts";
import type { AuditInput } from "../../src/audit/input.ts";
import { createJudge } from "../../src/judge/judge.ts";
import { type AutoscalerSettings, GKE_DEFAULTS } from "../../src/judge/settings.ts";
import type { Budget } from "../../src/model/budget.ts";
import { usdPerHour } from "../../src/model/money.ts";
import type { Node } from "../../src/model/node.ts";
import { CONTROLLER_KINDS, type Controller, type ControllerKind, type OwnerReference } from "../../src/model/owner.ts";
import type { Container, Pod, PodSpec } from "../../src/model/pod.ts";
import { parseQuantity, type Quantity } from "../../src/model/quantity.ts";
import type { ResourceList } from "../../src/model/resources.ts";
import {
  type KindState,
  type NodeGroupStatus,
  READ_KINDS,
  type ReadKind,
  type Snapshot,
} from "../../src/model/snapshot.ts";
import { HOUR, type Instant, instant, MINUTE, millis, parseInstant } from "../../src/model/time.ts";
import { homeFinder } from "../../src/price/homes.ts";
import { allocatableOf, CATALOG, MACHINES, PRICERS } from "./machines.ts";

export function at(text: string): Instant {
  const time = parseInstant(text);
  if (time === null) throw new Error(`${text} is no time`);
  return time;
}

const NOW = at("2026-11-20T12:00:00Z");

export function hoursAgo(hours: number): Instant {
  return instant(NOW - hours * HOUR);
}

export function minutesAgo(minutes: number): Instant {
  return instant(NOW - minutes * MINUTE);
}

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.why}`);
  return parsed.value;
}

export function resources(texts: Readonly<Record<string, string>>): ResourceList {
  return new Map(Object.entries(texts).map(([name, text]) => [name, quantity(text)]));
}

export interface NodeWish {
  readonly type?: string;
  readonly pool?: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly taints?: Node["taints"];
  readonly createdAt?: Instant | null;
  readonly unschedulable?: boolean;
  readonly ready?: boolean;
  /** Replaces what the type has. */
  readonly allocatable?: ResourceList;
}

export function node(name: string, wish: NodeWish = {}): Node {
  const { type = "n2-highmem-64", pool = type, zone = "asia-northeast1-b" } = wish;
  const allocatable = wish.allocatable ?? allocatableOf(type);
  const labels = {
    "cloud.google.com/gke-nodepool": pool,
    "cloud.google.com/machine-family": type.slice(0, type.indexOf("-")),
    "node.kubernetes.io/instance-type": type,
    "topology.kubernetes.io/zone": zone,
    "topology.kubernetes.io/region": zone.replace(/-[a-z]$/u, ""),
    "kubernetes.io/hostname": name,
    "kubernetes.io/arch": MACHINES[type]?.architecture ?? "amd64",
    ...wish.labels,
  };
  return {
    name,
    uid: `uid-${name}`,
    labels: new Map(Object.entries(labels)),
    annotations: new Map(Object.entries(wish.annotations ?? {})),
    createdAt: wish.createdAt === undefined ? hoursAgo(48) : wish.createdAt,
    unschedulable: wish.unschedulable ?? false,
    taints: wish.taints ?? [],
    capacity: allocatable,
    allocatable,
    conditions: [{ type: "Ready", status: wish.ready === false ? "False" : "True", changedAt: null }],
    kubeletVersion: "v1.36.2-gke.1",
    providerId: `gce://p/${zone}/${name}`,
  };
}

export interface PodWish {
  readonly namespace?: string;
  readonly on: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly owner?: readonly [kind: string, name: string] | null;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startedAt?: Instant | null;
  readonly createdAt?: Instant | null;
  readonly deletedAt?: Instant;
  readonly phase?: string;
  readonly finishedAt?: Instant;
  readonly spec?: Partial<PodSpec>;
}

/** A pod that the autoscaler may move: of a ReplicaSet, without annotations. */
export function pod(name: string, wish: PodWish): Pod {
  const requests = resources(wish.requests ?? { cpu: "500m", memory: "2Gi" });
  const container: Container = { name: "main", kind: "main", requests };
  const spec: PodSpec = {
    requests,
    containers: [container],
    overhead: new Map(),
    podLevelRequests: null,
    restartPolicy: "Never",
    terminationGraceSeconds: 30,
    priority: 0,
    schedulerName: "default-scheduler",
    hostNetwork: false,
    nodeSelector: new Map(),
    nodeAffinity: null,
    tolerations: [],
    hostPorts: [],
    spread: [],
    affinity: [],
    antiAffinity: [],
    volumes: [],
    resourceClaims: [],
    ...wish.spec,
  };
  const startedAt = wish.startedAt === undefined ? hoursAgo(3) : wish.startedAt;
  const { finishedAt } = wish;
  return {
    namespace: wish.namespace ?? "batch",
    name,
    uid: `uid-${name}`,
    labels: new Map(Object.entries(wish.labels ?? { app: name })),
    annotations: new Map(Object.entries(wish.annotations ?? {})),
    createdAt: wish.createdAt === undefined ? startedAt : wish.createdAt,
    startedAt,
    deletedAt: wish.deletedAt ?? null,
    nodeName: wish.on,
    nominatedNodeName: "",
    phase: wish.phase ?? "Running",
    owner: wish.owner === null ? null : reference(wish.owner ?? ["ReplicaSet", `rs-of-${name}`]),
    spec,
    runningRequests: spec.requests,
    ends: finishedAt === undefined ? [] : [{ container: "main", finishedAt, reason: "Completed", exitCode: 0 }],
    restarts: 0,
  };
}

export const LOCKED = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } as const;

/** A Job's pod that may not be evicted: 500m and 2Gi, three hours old, unless told otherwise. */
export function locked(name: string, wish: PodWish): Pod {
  const owner = wish.owner === undefined ? (["Job", name] as const) : wish.owner;
  return pod(name, { ...wish, owner, annotations: { ...LOCKED, ...wish.annotations } });
}

/** A DaemonSet's pod. */
export function daemon(name: string, wish: PodWish): Pod {
  return pod(`${name}-${wish.on}`, { namespace: "kube-system", ...wish, owner: ["DaemonSet", name] });
}

/** A DaemonSet with its template; it runs where its selector allows. */
export function daemonSet(
  name: string,
  requests: Readonly<Record<string, string>>,
  spec: Partial<PodSpec> = {},
): Controller {
  const template = pod(name, { on: "", requests, spec });
  return controller("DaemonSet", name, {
    namespace: "kube-system",
    template: { labels: new Map(), spec: template.spec },
  });
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Job: "batch/v1",
  CronJob: "batch/v1",
  ReplicaSet: "apps/v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  DaemonSet: "apps/v1",
  ReplicationController: "v1",
};

export function reference([kind, name]: readonly [string, string]): OwnerReference {
  return { apiVersion: API_VERSIONS[kind] ?? "example.com/v1", kind, name, uid: "" };
}

export function controller(kind: ControllerKind, name: string, more: Partial<Controller> = {}): Controller {
  return {
    kind,
    namespace: "batch",
    name,
    uid: "",
    labels: new Map(),
    annotations: new Map(),
    owner: null,
    createdAt: null,
    replicas: null,
    startedAt: null,
    finishedAt: null,
    template: null,
    ...more,
  };
}

export interface World {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  /** Besides those that pods name, which are made. */
  readonly controllers?: readonly Controller[];
  readonly budgets?: readonly Budget[];
  readonly nodeGroups?: readonly NodeGroupStatus[] | null;
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly kinds?: Partial<Record<ReadKind, KindState>>;
  readonly more?: Partial<Snapshot>;
  readonly settings?: Partial<AutoscalerSettings>;
  readonly audit?: Partial<AuditSettings>;
}

export function snapshotOf(world: World): Snapshot {
  const given = [...(world.controllers ?? []), ...madeFor(world)];
  const ofKind = (kind: ControllerKind) =>
    new Map(
      given
        .filter((each) => each.kind === kind && isListed(world, kind))
        .map((each) => [`${each.namespace}/${each.name}`, each]),
    );
  const listed = (kind: ReadKind): KindState => world.kinds?.[kind] ?? { state: "listed", count: 1 };
  return {
    cluster: { project: "research", location: "asia-northeast1", name: "ml-prod" },
    takenAt: NOW,
    kubernetesVersion: "1.36",
    nodes: world.nodes,
    pods: world.pods,
    budgets: world.budgets ?? [],
    controllers: {
      Job: ofKind("Job"),
      CronJob: ofKind("CronJob"),
      ReplicaSet: ofKind("ReplicaSet"),
      Deployment: ofKind("Deployment"),
      StatefulSet: ofKind("StatefulSet"),
      DaemonSet: ofKind("DaemonSet"),
      ReplicationController: ofKind("ReplicationController"),
    },
    volumeClaims: new Map(),
    volumes: new Map(),
    storageClasses: new Map(),
    csiNodes: new Map(),
    namespaces: new Map(
      Object.entries(world.namespaces ?? {}).map(([name, labels]) => [name, new Map(Object.entries(labels))]),
    ),
    nodeGroups: world.nodeGroups ?? null,
    kinds: {
      Node: listed("Node"),
      Pod: listed("Pod"),
      PodDisruptionBudget: listed("PodDisruptionBudget"),
      Job: listed("Job"),
      CronJob: listed("CronJob"),
      ReplicaSet: listed("ReplicaSet"),
      Deployment: listed("Deployment"),
      StatefulSet: listed("StatefulSet"),
      DaemonSet: listed("DaemonSet"),
      ReplicationController: listed("ReplicationController"),
      PersistentVolumeClaim: listed("PersistentVolumeClaim"),
      PersistentVolume: listed("PersistentVolume"),
      StorageClass: listed("StorageClass"),
      CSINode: listed("CSINode"),
      PriorityClass: listed("PriorityClass"),
      Namespace: listed("Namespace"),
      ConfigMap: listed("ConfigMap"),
    },
    passedOver: new Map(),
    problems: [],
    newestTime: null,
    ...world.more,
  };
}

function isListed(world: World, kind: ReadKind): boolean {
  return (world.kinds?.[kind] ?? { state: "listed" }).state === "listed";
}

/** The controllers that the pods name and the world does not give; DaemonSets must be given, or none is taken to have a template. */
function madeFor(world: World): readonly Controller[] {
  const given = new Set((world.controllers ?? []).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  const made = new Map<string, Controller>();
  for (const { namespace, owner } of world.pods) {
    const kind = CONTROLLER_KINDS.find((known) => known === owner?.kind);
    if (kind === undefined || owner === null) continue;
    const key = `${kind} ${namespace}/${owner.name}`;
    if (!given.has(key)) made.set(key, controller(kind, owner.name, { namespace, replicas: 3 }));
  }
  return [...made.values()];
}

export const AUDIT_SETTINGS: AuditSettings = {
  book: "list",
  minWasteUsdPerHour: usdPerHour(0.1),
  maxHomeShare: 0.5,
  teamLabel: "team",
  teamAnnotation: "barnacle.dev/team",
  period: millis(HOUR),
  maxGap: millis(2 * HOUR),
};

export function inputOf(world: World): AuditInput {
  const snapshot = snapshotOf(world);
  const settings = { ...GKE_DEFAULTS, ...world.settings };
  const judge = createJudge(snapshot, settings, NOW);
  const auditSettings = { ...AUDIT_SETTINGS, ...world.audit };
  return {
    run: {
      id: "run",
      cluster: snapshot.cluster,
      takenAt: NOW,
      scheduledAt: NOW,
      version: "0.0.0",
      book: auditSettings.book,
    },
    snapshot,
    settings,
    auditSettings,
    verdicts: judge.verdicts(),
    scheduling: judge.scheduling,
    pricers: PRICERS,
    homes: homeFinder(PRICERS[auditSettings.book], CATALOG),
    now: NOW,
    history: NO_HISTORY,
  };
}

export function auditOf(world: World): Audit {
  return audit(inputOf(world));
}

/** The finding of a node; a test that is wrong when there is none. */
export function findingOf(result: Audit, name: string): PinnedNode {
  const finding = result.findings.find((each) => each.node.name === name);
  if (finding === undefined) throw new Error(`${name} is no finding: ${JSON.stringify(whyNot(result))}`);
  return finding;
}

export function storyOf(result: Audit, name: string): NodeStory {
  const story = result.nodes.find((each) => each.node.name === name);
  if (story === undefined) throw new Error(`there is no node ${name}`);
  return story;
}

/** Why each node is no finding, by name; `null` for findings. */
export function whyNot(result: Audit): Readonly<Record<string, NodeStory["whyNot"]>> {
  return Object.fromEntries(result.nodes.map(({ node: { name }, whyNot: why }) => [name, why]));
}

/** Every kind of object that is read, none listed: a file of nodes and pods alone. */
export const NOTHING_ELSE: Partial<Record<ReadKind, KindState>> = Object.fromEntries(
  READ_KINDS.filter((kind) => kind !== "Node" && kind !== "Pod").map((kind) => [kind, { state: "absent" }]),
);
