import { node } from "../../fixtures/make/kube/node.ts";
import { NOT_SAFE } from "../../fixtures/make/kube/pod.ts";
import type { Json } from "../../fixtures/protobuf/encode.ts";
import { managedFields } from "../managed-fields.ts";
import { podObject } from "../pod.ts";

const AT = "2026-11-19T12:00:00Z";

/** Texts that stand for what is written in later; each as long as what it stands for. */
export const SLOTS = {
  app: "@@@@@",
  node: "%%%%%",
  suffix: "#####",
  serial: "############",
  ip: "10.###.###.##",
} as const;

const UID = "4f1c0f6e-0000-4000-8000-";

/** A node's name, with its number in it. */
function nodeNameOf(pool: string, number: string): string {
  return `gke-bench-${pool}-5f0c1a2b-${number}`;
}

/** Which template a pod is of. */
export interface PodKind {
  readonly namespace: string;
  /** `service-@@@@@` */
  readonly app: string;
  readonly owner: { readonly kind: string; readonly name: string };
  readonly cpu: string;
  readonly memory: string;
  readonly pool: string;
  readonly locked?: boolean;
  /** The app that it must stand in one zone with, if any. */
  readonly near?: string | null;
}

/** A pod with all that the API server gives of it: managed fields, environment, probes, conditions. */
export function podOf(kind: PodKind): Json {
  const { namespace, app, owner, cpu, memory, pool, locked = false, near = null } = kind;
  const made = podObject({
    ...{ namespace, app, cpu, memory, createdAt: AT },
    owner: { ...owner, uid: `5${UID.slice(1)}0000000${SLOTS.app}` },
    name: `${owner.name}-${SLOTS.suffix}`,
    uid: `${UID}${SLOTS.serial}`,
    node: nodeNameOf(pool, SLOTS.node),
    ip: SLOTS.ip,
    restartPolicy: owner.kind === "Job" ? "Never" : "Always",
    annotations: locked ? NOT_SAFE : {},
  }) as { readonly spec: object };
  return { ...made, spec: { ...made.spec, ...(near === null ? {} : { affinity: affinity(app, near) }) } };
}

/** Near another app's pods, and on other hosts than its own app's. */
function affinity(app: string, near: string): Json {
  const term = (name: string, topologyKey: string) => ({ labelSelector: { matchLabels: { app: name } }, topologyKey });
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  return {
    podAffinity: { [required]: [term(near, "topology.kubernetes.io/zone")] },
    podAntiAffinity: { [required]: [term(app, "kubernetes.io/hostname")] },
  };
}

const IMAGES = Array.from({ length: 20 }, (_, index) => ({
  names: [`asia-northeast1-docker.pkg.dev/bench/images/service-${index}@sha256:${"0123456789abcdef".repeat(4)}`],
  sizeBytes: 100_000_000 + index,
}));

/** A node of a pool: large ones are those that small pods pin. */
export function nodeOf(pool: "general" | "highmem", zone: string): Json {
  const type = pool === "highmem" ? "n2-highmem-64" : "e2-standard-8";
  const made = node({ pool, type, zone, id: "template", createdAt: "2026-11-17T03:00:00Z" });
  const name = nodeNameOf(pool, SLOTS.node);
  const object = JSON.parse(JSON.stringify(made).replaceAll(made.metadata.name, name)) as Record<
    "metadata" | "status",
    object
  >;
  const uid = `3${UID.slice(1)}0000000${SLOTS.node}`;
  return {
    ...object,
    metadata: { ...object.metadata, uid, resourceVersion: "918273645", managedFields: managedFields(uid, AT) },
    status: {
      ...object.status,
      images: IMAGES,
      addresses: [{ type: "Hostname", address: name }],
      nodeInfo: { kubeletVersion: "v1.36.2-gke.1087000", osImage: "Container-Optimized OS", architecture: "amd64" },
    },
  };
}

interface Owned {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner?: { readonly kind: string; readonly name: string; readonly apiVersion: string };
  readonly spec: Json;
  readonly status?: Json;
}

/** A controller, with the pod template that the API server gives of it. */
export function controllerOf({ apiVersion, kind, namespace, name, owner, spec, status = {} }: Owned): Json {
  const app = name.slice(0, name.indexOf(SLOTS.app) + SLOTS.app.length);
  const labels = { app, team: namespace };
  const uid = `5${UID.slice(1)}0000000${SLOTS.app}`;
  const reference = owner === undefined ? [] : [{ ...owner, uid, controller: true, blockOwnerDeletion: true }];
  const metadata = { name, namespace, uid, creationTimestamp: AT, labels, ownerReferences: reference };
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, managedFields: managedFields(uid, AT) },
    spec,
    status: kind === "Job" ? { startTime: AT, active: 1, ...status } : status,
  };
}
