import { machineOf } from "../fixtures/make/kube/machine.ts";
import { groupName, node, type Taint } from "../fixtures/make/kube/node.ts";
import type { KubeObject } from "../fixtures/make/kube/object.ts";
import { daemonSet } from "../fixtures/make/kube/workload.ts";
import { createBuilder } from "../src/collect/builder.ts";
import type { Snapshot } from "../src/model/snapshot.ts";
import { createWorkloads, daemonPod, type Place } from "./judge-workloads.ts";

/** The time at which the cluster is judged. */
export const AT = "2026-11-20T03:00:00Z";
const CREATED = "2026-11-17T03:00:00Z";

interface Pool {
  readonly name: string;
  readonly type: string;
  /** Of a hundred nodes. */
  readonly share: number;
  /** How full all its nodes are, in hundredths; absent: as `FULL` says. */
  readonly full?: number;
  readonly spot?: true;
  readonly taints?: readonly Taint[];
}

/** So full, in hundredths, that a node takes none of its neighbours' pods. */
const CROWDED = 97;

const POOLS: readonly Pool[] = [
  { name: "general", type: "e2-standard-16", share: 40 },
  { name: "general-large", type: "n2-standard-32", share: 20 },
  { name: "memory", type: "n2-highmem-64", share: 15 },
  {
    name: "batch",
    type: "n2-standard-32",
    share: 15,
    full: CROWDED,
    taints: [{ key: "dedicated", value: "batch", effect: "NoSchedule" }],
  },
  { name: "spot", type: "e2-standard-16", share: 10, spot: true },
];

const DAEMONS = ["fluentbit-gke", "gke-metadata-server", "gke-metrics-agent", "netd", "node-local-dns", "pdcsi-node"];

/**
 * `mixed`: a quarter of the nodes could go. `crowded`: every node is full but for a tenth of the pool `memory`, so that a search
 * for a place has to pass over most of the others.
 */
export type Crowd = "mixed" | "crowded";

/** A cluster of `nodes` nodes with 30 pods each, decoded as the program decodes it: the same in every run. */
export function benchSnapshot(nodes: number, crowd: Crowd): Snapshot {
  const builder = createBuilder();
  for (const each of objects(nodes, crowd)) builder.add(each, "bench");
  return builder.finish();
}

/** Every node has the 6 DaemonSets' pods and 24 others. */
function* objects(nodes: number, crowd: Crowd): Generator<unknown> {
  const daemons = DAEMONS.map((name) =>
    daemonSet({
      namespace: "kube-system",
      name,
      createdAt: CREATED,
      labels: { "k8s-app": name },
      cpu: "50m",
      memory: "60Mi",
    }),
  );
  yield* daemons;
  for (const pool of POOLS) {
    const workloads = createWorkloads(pool.name);
    const size = Math.round((nodes * pool.share) / 100);
    for (let index = 0; index < size; index++) {
      const made = nodeOf(pool, index);
      yield made;
      const place = placeOf(pool, index, made.metadata.name, fullness[crowd](pool, index, index / size));
      for (const daemon of daemons) yield daemonPod(daemon, made.metadata.name);
      yield* workloads.podsOn(place);
    }
  }
}

const ZONES = ["asia-northeast1-a", "asia-northeast1-b", "asia-northeast1-c"] as const;

function zoneOf(index: number): string {
  return ZONES[index % ZONES.length] ?? ZONES[0];
}

/** Numbered, since the names that fixtures' nodes have are too short to be unique among so many. */
function nodeOf({ name: pool, type, spot, taints = [] }: Pool, index: number): KubeObject {
  const zone = zoneOf(index);
  const name = `${groupName(pool, zone)}-${index.toString(36).padStart(4, "0")}`;
  const provisioning = spot ? "spot" : "standard";
  const labels = { "kubernetes.io/hostname": name };
  const made = node({ pool, type, zone, id: `${index}`, createdAt: CREATED, provisioning, taints, labels });
  return { ...made, metadata: { ...made.metadata, name } };
}

/** How full nodes are, in hundredths: 24 neighbours of a pool alike. A quarter is below the autoscaler's threshold. */
const FULL = [62, 34, 75, 81, 66, 22, 88, 73, 45, 92, 68, 84, 71, 41, 77, 64, 31, 85, 58, 79] as const;

/** How full a node is, by its number in its pool and by how far behind it stands there. */
const fullness: Readonly<Record<Crowd, (pool: Pool, index: number, behind: number) => number>> = {
  mixed: ({ full }, index) => full ?? FULL[Math.floor(index / 24) % FULL.length] ?? CROWDED,
  crowded: ({ name }, _, behind) => (name === "memory" && behind >= 0.9 ? 60 : CROWDED),
};

function placeOf({ name, type, spot, taints = [] }: Pool, index: number, node: string, full: number): Place {
  const { cpu, memory } = machineOf(type);
  const tolerated = spot ? [{ key: "cloud.google.com/gke-spot", value: "true", effect: "NoSchedule" }] : taints;
  return {
    node,
    index,
    pool: name,
    zone: zoneOf(index),
    cpu: Math.floor((cpu * full) / 100 / 24) - 12,
    memory: Math.floor((memory * full) / 110 / 24 / 1024) - 15,
    allocatable: { cpu, memory },
    tolerations: tolerated.map((taint) => ({ ...taint, operator: "Equal" })),
  };
}
