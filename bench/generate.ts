import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { machineOf } from "../fixtures/make/kube/machine.ts";
import { node } from "../fixtures/make/kube/node.ts";
import { type KubeObject, object } from "../fixtures/make/kube/object.ts";
import { NOT_SAFE } from "../fixtures/make/kube/pod.ts";
import { budget, cronJob, daemonSet, job } from "../fixtures/make/kube/workload.ts";
import { type BenchPod, podObject } from "./pod.ts";

const AT = "2026-11-19T12:00:00Z";
const TYPES = ["e2-standard-8", "e2-standard-16", "n2-standard-32", "n2-highmem-64"] as const;
const DAEMONS = ["fluentbit-gke", "gke-metadata-server", "gke-metrics-agent", "netd", "node-local-dns", "pdcsi-node"];
const NAMESPACES = ["checkout", "search", "ranking", "ads", "billing", "catalog", "batch", "platform"];
/** Pods of one Deployment. */
const REPLICAS = 8;

/** How full a node is, in hundredths of its cpu, and how many of its Job pods may not be evicted. Twenty nodes, then again. */
const MIX = [
  ...[62, 70, 75, 81, 66, 88, 73, 79, 92, 68, 84, 71, 77, 64].map((full) => ({ full, locked: 0 })),
  { full: 34, locked: 0 },
  { full: 41, locked: 0 },
  { full: 22, locked: 1 },
  { full: 31, locked: 2 },
  { full: 85, locked: 2 },
  { full: 58, locked: 1 },
] as const;

/** All objects of a cluster of `nodes` nodes with `pods` pods each, the same in every run; one in twenty nodes or so is pinned. */
function* generate(nodes: number, pods: number): Generator<unknown> {
  yield {
    kind: "BarnacleSnapshot",
    version: 1,
    takenAt: "2026-11-20T03:00:00Z",
    cluster: { project: "bench", location: "asia-northeast1", name: "bench" },
    kubernetesVersion: "1.36",
  };
  const daemons = DAEMONS.map((name) =>
    daemonSet({
      namespace: "kube-system",
      name,
      createdAt: AT,
      labels: { "k8s-app": name },
      cpu: "50m",
      memory: "60Mi",
    }),
  );
  yield* daemons;
  for (let index = 0; index < nodes; index++) yield* oneNode(index, pods, daemons);
  const apps = Math.ceil((nodes * pods) / REPLICAS);
  for (let app = 0; app < apps; app++) yield* oneDeployment(app);
}

function* oneNode(index: number, pods: number, daemons: readonly KubeObject[]): Generator<unknown> {
  const type = TYPES[index % TYPES.length] ?? TYPES[0];
  const zone = `asia-northeast1-${"abc"[index % 3]}`;
  const made = node({ pool: type, type, zone, id: `${index}`, createdAt: "2026-11-17T03:00:00Z" });
  yield made;
  const { name } = made.metadata;
  const { full, locked } = MIX[index % MIX.length] ?? MIX[0];
  const shared = {
    node: name,
    ip: `10.${100 + (index >> 8)}.${index & 255}.9`,
    createdAt: AT,
    restartPolicy: "Always",
    annotations: {},
  };
  for (const [at, daemon] of daemons.entries()) {
    const app = daemon.metadata.name;
    const owner = { kind: "DaemonSet", name: app, uid: daemon.metadata.uid };
    yield podObject({ ...shared, ...named("kube-system", app, index * pods + at), owner, cpu: "50m", memory: "60Mi" });
  }
  const own = pods - daemons.length;
  const { cpu, memory } = machineOf(type);
  const share = {
    cpu: `${Math.floor((cpu * full) / 100 / own) - 15}m`,
    memory: `${Math.floor((memory * full) / 110 / own / 1024)}Mi`,
  };
  for (let at = 0; at < own; at++) {
    const serial = index * own + at;
    if (at < 3) yield* jobPod({ ...shared, ...share, annotations: at < locked ? NOT_SAFE : {} }, serial);
    else yield servicePod({ ...shared, ...share }, serial);
  }
}

type Shared = Omit<BenchPod, "namespace" | "name" | "uid" | "app" | "owner">;

function named(namespace: string, app: string, serial: number) {
  const uid = `7b1c0f6e-0000-4000-8000-${serial.toString(16).padStart(12, "0")}`;
  return { namespace, app, uid, name: `${app}-${serial.toString(36)}` };
}

function* jobPod(shared: Shared, serial: number): Generator<unknown> {
  const namespace = NAMESPACES[serial % NAMESPACES.length] ?? "batch";
  const app = `report-${serial}`;
  const labels = { app, team: namespace };
  const parent = cronJob({ namespace, name: app, labels, createdAt: AT }, "0 * * * *");
  const owner = job({ namespace, name: `${app}-29918640`, labels, createdAt: AT, owner: parent, startedAt: AT });
  yield parent;
  yield owner;
  const reference = { kind: "Job", name: owner.metadata.name, uid: owner.metadata.uid };
  const own = named(namespace, app, serial);
  yield podObject({
    ...shared,
    ...own,
    uid: own.uid.replace("0000", "0001"),
    owner: reference,
    restartPolicy: "Never",
  });
}

function servicePod(shared: Shared, serial: number): unknown {
  const app = appOf(Math.floor(serial / REPLICAS));
  const { replicaSet } = deploymentOf(app);
  const own = named(app.namespace, app.name, serial);
  const owner = { kind: "ReplicaSet", name: replicaSet.metadata.name, uid: replicaSet.metadata.uid };
  return podObject({ ...shared, ...own, uid: own.uid.replace("0000", "0002"), owner });
}

function appOf(serial: number) {
  return { namespace: NAMESPACES[serial % NAMESPACES.length] ?? "platform", name: `service-${serial}` };
}

function deploymentOf({ namespace, name }: ReturnType<typeof appOf>) {
  const shared = { namespace, createdAt: AT, labels: { app: name } };
  const owner = object("apps/v1", "Deployment", { ...shared, name }, { spec: { replicas: REPLICAS } });
  const replicaSet = object(
    "apps/v1",
    "ReplicaSet",
    { ...shared, name: `${name}-7c9d6b5f48`, owner },
    { spec: { replicas: REPLICAS } },
  );
  return { owner, replicaSet };
}

function* oneDeployment(serial: number): Generator<unknown> {
  const app = appOf(serial);
  const { owner, replicaSet } = deploymentOf(app);
  yield owner;
  yield replicaSet;
  if (serial % 10 === 0) yield budget({ ...app, createdAt: AT }, { app: app.name }, serial % 50 === 0 ? 0 : 1);
}

/** Writes the cluster to `file`, an object a line; gives the number of its objects. */
export async function writeCluster(file: string, nodes: number, pods: number): Promise<number> {
  const out = createWriteStream(file);
  let count = 0;
  for (const each of generate(nodes, pods)) {
    count++;
    if (!out.write(`${JSON.stringify(each)}\n`)) await once(out, "drain");
  }
  out.end();
  await finished(out);
  return count;
}
