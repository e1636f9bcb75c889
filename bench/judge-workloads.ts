import { type KubeObject, object } from "../fixtures/make/kube/object.ts";
import { NOT_SAFE } from "../fixtures/make/kube/pod.ts";
import { budget, deployment, job } from "../fixtures/make/kube/workload.ts";

const CREATED = "2026-11-17T03:00:00Z";

/** A node, and what a pod on it asks for: millicores and MiB. */
export interface Place {
  readonly node: string;
  /** Its number within its pool. */
  readonly index: number;
  readonly pool: string;
  readonly zone: string;
  readonly cpu: number;
  readonly memory: number;
  /** Millicores and KiB. */
  readonly allocatable: { readonly cpu: number; readonly memory: number };
  readonly tolerations: readonly Readonly<Record<string, string>>[];
}

/** What a kind of workload looks like; its pods stand on as many neighbouring nodes of a pool, one each. */
interface Kind {
  readonly name: string;
  /** How many of a node's pods are of this kind. */
  readonly slots: number;
  readonly replicas: number;
  readonly controller: "Deployment" | "StatefulSet" | "Job";
  /** Of a hundred workloads have a disruption budget; one in fifty budgets is used up. */
  readonly budgets: number;
  readonly spec: (app: string, place: Place) => Readonly<Record<string, unknown>>;
}

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";

const apart = (app: string, topologyKey: string) => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app } }, topologyKey }],
    },
  },
});

const inZone = (zone: string) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values: [zone] }] }],
      },
    },
  },
});

const overZones = (app: string) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: { app } } },
  ],
});

/** The 24 pods of a node that belong to no DaemonSet. */
const KINDS: readonly Kind[] = [
  { name: "service", slots: 12, replicas: 8, controller: "Deployment", budgets: 50, spec: () => ({}) },
  { name: "spread", slots: 4, replicas: 6, controller: "Deployment", budgets: 50, spec: (app) => overZones(app) },
  { name: "store", slots: 2, replicas: 3, controller: "StatefulSet", budgets: 100, spec: (app) => apart(app, HOST) },
  { name: "quorum", slots: 1, replicas: 3, controller: "StatefulSet", budgets: 100, spec: (app) => apart(app, ZONE) },
  {
    name: "bound",
    slots: 2,
    replicas: 8,
    controller: "Deployment",
    budgets: 0,
    spec: (_, { pool }) => ({ nodeSelector: { "cloud.google.com/gke-nodepool": pool } }),
  },
  { name: "zonal", slots: 1, replicas: 1, controller: "Deployment", budgets: 0, spec: (_, { zone }) => inZone(zone) },
  { name: "report", slots: 2, replicas: 1, controller: "Job", budgets: 0, spec: () => ({ restartPolicy: "Never" }) },
];

const NAMESPACES = ["checkout", "search", "ranking", "ads", "billing", "catalog", "batch", "platform"];

/** The workloads of one pool, made as its nodes are: the first pod of each brings its controller and budget along. */
export function createWorkloads(pool: string): { podsOn(place: Place): Generator<unknown> } {
  const owners = new Map<string, KubeObject>();
  return {
    *podsOn(place) {
      for (const kind of KINDS) {
        for (let slot = 0; slot < kind.slots; slot++) {
          const serial = Math.floor(place.index / kind.replicas) * kind.slots + slot;
          const app = `${kind.name}-${pool}-${serial}`;
          const namespace = NAMESPACES[serial % NAMESPACES.length] ?? "platform";
          const known = owners.get(app);
          const owner = known ?? controllerOf(kind, namespace, app);
          if (known === undefined) {
            owners.set(app, owner);
            yield owner;
            if ((serial * 37) % 100 < kind.budgets) yield budgetOf(namespace, app, serial);
          }
          yield podOf(owner, { kind, app, slot, place });
        }
      }
    },
  };
}

function controllerOf({ controller, replicas }: Kind, namespace: string, app: string): KubeObject {
  const named = { namespace, name: app, createdAt: CREATED, labels: { app } };
  if (controller === "Deployment") return deployment(named, replicas).replicaSet;
  if (controller === "Job") return job({ ...named, startedAt: CREATED });
  return object("apps/v1", "StatefulSet", named, { spec: { replicas } });
}

function budgetOf(namespace: string, app: string, serial: number): KubeObject {
  return budget({ namespace, name: app, createdAt: CREATED }, { app }, serial % 50 === 49 ? 0 : 1);
}

interface Wanted {
  readonly kind: Kind;
  readonly app: string;
  readonly slot: number;
  readonly place: Place;
}

/** Two of five nodes hold a Job's pod that may not be evicted. */
function isLocked({ kind, slot, place }: Wanted): boolean {
  return kind.controller === "Job" && slot === 0 && place.index % 5 < 2;
}

/** Every fortieth node has one pod that takes up half of it, so that few others have room for it. */
function asks({ kind, slot, place }: Wanted): { readonly cpu: string; readonly memory: string } {
  const large = kind.name === "zonal" && slot === 0 && place.index % 40 === 7;
  const { cpu, memory } = place.allocatable;
  return large
    ? { cpu: `${Math.floor(cpu / 2)}m`, memory: `${Math.floor(memory / 2)}Ki` }
    : { cpu: `${place.cpu}m`, memory: `${place.memory}Mi` };
}

function podOf({ kind: ownerKind, apiVersion, metadata }: KubeObject, wanted: Wanted): KubeObject {
  const { kind, app, slot, place } = wanted;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${app}-${place.index}-${slot}`,
      namespace: metadata.namespace ?? "",
      uid: `${app}/${place.index}/${slot}`,
      creationTimestamp: CREATED,
      labels: { app, tier: kind.name },
      ...(isLocked(wanted) ? { annotations: NOT_SAFE } : {}),
      ownerReferences: [
        {
          apiVersion,
          kind: ownerKind,
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      nodeName: place.node,
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      priority: 0,
      tolerations: place.tolerations,
      containers: [{ name: "main", resources: { requests: asks(wanted) } }],
      ...kind.spec(app, place),
    },
    status: { phase: "Running", startTime: CREATED },
  };
}

/** The pod of a DaemonSet on one node. */
export function daemonPod({ metadata }: KubeObject, node: string): KubeObject {
  const { name, uid } = metadata;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${node}`,
      namespace: "kube-system",
      uid: `${name}/${node}`,
      creationTimestamp: CREATED,
      labels: { "k8s-app": name },
      ownerReferences: [
        { apiVersion: "apps/v1", kind: "DaemonSet", name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      nodeName: node,
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      priority: 2_000_001_000,
      tolerations: [{ operator: "Exists" }],
      containers: [{ name, resources: { requests: { cpu: "50m", memory: "60Mi" } } }],
    },
    status: { phase: "Running", startTime: CREATED },
  };
}
