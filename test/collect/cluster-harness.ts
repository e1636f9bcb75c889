import type { SnapshotBuilder } from "../../src/collect/builder.ts";
import { collectCluster, type Limits, openCluster, type Progress } from "../../src/collect/cluster.ts";
import { isObject } from "../../src/collect/cluster-decode.ts";
import type { Problem, ReadKind, Snapshot } from "../../src/model/snapshot.ts";
import { millis } from "../../src/model/time.ts";
import { type FakeOptions, type FakeServer, fakeServer, file, kubeconfig, withFolder } from "./cluster-server.ts";

/** Quick limits: what waits for seconds in earnest waits for milliseconds here. */
const QUICK: Partial<Limits> = { backoff: millis(1), tries: 4, triesOfOutage: 4, pageSize: 2 };

/** What a builder was told, instead of a snapshot. */
export interface Told {
  /** `Node a`, `Pod x/y`, in the order of coming. */
  readonly added: string[];
  readonly raw: unknown[];
  readonly listed: ReadKind[];
  readonly refused: Map<ReadKind, string>;
  readonly about: Partial<Snapshot>;
  readonly problems: readonly Problem[];
  readonly progress: readonly Progress[];
}

/** Collects from a fake server by a kubeconfig file, as the program does, into a builder that only remembers. */
export async function collectFrom(
  server: FakeServer,
  limits: Partial<Limits> = QUICK,
  auth: Parameters<typeof kubeconfig>[1] = {},
): Promise<Told> {
  return await withFolder(async (folder) => {
    const path = await file(folder, "config", kubeconfig(server.url, auth));
    const connection = await openCluster({ kubeconfig: path, environment: {}, limits: { ...QUICK, ...limits } });
    const told = recorder();
    const progress: Progress[] = [];
    const snapshot = await collectCluster(connection, told.builder, { progress: (step) => progress.push(step) });
    return { ...told, problems: snapshot.problems, progress };
  });
}

/** Starts a server, collects, and stops it; also gives the requests that it saw. */
export async function collect(
  options: FakeOptions,
  limits: Partial<Limits> = QUICK,
): Promise<Told & { readonly server: FakeServer }> {
  const server = await fakeServer(options);
  try {
    return { ...(await collectFrom(server, limits)), server };
  } finally {
    await server.close();
  }
}

/** What the collection failed with; fails itself when there was no failure. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it did not fail");
}

export function recorder(): Omit<Told, "problems" | "progress"> & { readonly builder: SnapshotBuilder } {
  const added: string[] = [];
  const raw: unknown[] = [];
  const listed: ReadKind[] = [];
  const refused = new Map<ReadKind, string>();
  const about: Partial<Snapshot> = {};
  const builder: SnapshotBuilder = {
    add: (object) => {
      raw.push(object);
      added.push(title(object));
    },
    listed: (kind) => listed.push(kind),
    refused: (kind, why) => refused.set(kind, why),
    about: (facts) => Object.assign(about, facts),
    finish: () => EMPTY,
  };
  return { added, raw, listed, refused, about, builder };
}

function title(object: unknown): string {
  if (!isObject(object) || !isObject(object["metadata"])) return JSON.stringify(object);
  const { namespace, name } = object["metadata"];
  return `${object["kind"]} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

const ABSENT = { state: "absent" } as const;

const EMPTY: Snapshot = {
  cluster: null,
  takenAt: null,
  kubernetesVersion: null,
  nodes: [],
  pods: [],
  budgets: [],
  controllers: {
    Job: new Map(),
    CronJob: new Map(),
    ReplicaSet: new Map(),
    Deployment: new Map(),
    StatefulSet: new Map(),
    DaemonSet: new Map(),
    ReplicationController: new Map(),
  },
  volumeClaims: new Map(),
  volumes: new Map(),
  storageClasses: new Map(),
  csiNodes: new Map(),
  namespaces: new Map(),
  nodeGroups: null,
  kinds: {
    Node: ABSENT,
    Pod: ABSENT,
    PodDisruptionBudget: ABSENT,
    Job: ABSENT,
    CronJob: ABSENT,
    ReplicaSet: ABSENT,
    Deployment: ABSENT,
    StatefulSet: ABSENT,
    DaemonSet: ABSENT,
    ReplicationController: ABSENT,
    PersistentVolumeClaim: ABSENT,
    PersistentVolume: ABSENT,
    StorageClass: ABSENT,
    CSINode: ABSENT,
    PriorityClass: ABSENT,
    Namespace: ABSENT,
    ConfigMap: ABSENT,
  },
  passedOver: new Map(),
  problems: [],
  newestTime: null,
};

/** Runs `use` with a fake server and a folder; both are gone afterwards. */
export async function withServer(
  options: Parameters<typeof fakeServer>[0],
  use: (server: FakeServer, folder: string) => Promise<void>,
) {
  const server = await fakeServer(options);
  try {
    await withFolder((folder) => use(server, folder));
  } finally {
    await server.close();
  }
}
