import { writeFile } from "node:fs/promises";
import type { KubeObject } from "../../fixtures/make/kube/object.ts";
import { NOT_SAFE, pod } from "../../fixtures/make/kube/pod.ts";
import { cronJob, deployment, job, podOf } from "../../fixtures/make/kube/workload.ts";
import { Scene } from "../../fixtures/make/situations/scene.ts";
import { HOUR } from "../../src/model/time.ts";

/** A cluster that changes by the hour, as the API server would list it. Times are hours since its beginning. */

export interface Machine {
  readonly pool: string;
  readonly type: string;
  readonly provisioning?: "standard" | "spot";
  readonly from: number;
  readonly to: number;
  readonly work: readonly Work[];
}

export interface Work {
  /** The CronJob's name; of a pod without a controller its own. */
  readonly name: string;
  readonly team: string;
  readonly from: number;
  readonly to: number;
  readonly cpu: string;
  readonly memory: string;
  /** How many pods; one unless told. */
  readonly pods?: number;
  /** Deleted at its end, and not seen as finished for two hours more. */
  readonly deleted?: boolean;
  /** From this hour on it may be evicted. */
  readonly freeFrom?: number;
  /** On the CronJob. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly bare?: boolean;
  /** May run on spot nodes. */
  readonly spot?: boolean;
}

export const CLUSTER = { project: "ml-prod", location: "asia-northeast1", name: "training" } as const;

const BEGIN = Date.parse("2026-11-01T00:00:00Z");
const KEPT = 2;
const SPOT = { key: "cloud.google.com/gke-spot", operator: "Equal", value: "true", effect: "NoSchedule" };

export function timeAt(hour: number): string {
  return new Date(BEGIN + hour * HOUR).toISOString().replace(".000Z", "Z");
}

/** Writes what stands there at this hour; gives the nodes' names by the machines' keys. */
export async function writeHour(
  file: string,
  machines: ReadonlyMap<string, Machine>,
  hour: number,
): Promise<ReadonlyMap<string, string>> {
  const scene = new Scene();
  const names = new Map<string, string>();
  system(scene);
  for (const [key, { pool, type, provisioning = "standard", from, to, work }] of machines) {
    if (hour < from || hour >= to) continue;
    const node = scene.node({ pool, type, provisioning, id: key, createdAt: timeAt(from) });
    names.set(key, node);
    for (const each of work) scene.add(...workObjects(each, node, hour));
  }
  const head = {
    kind: "BarnacleSnapshot",
    version: 1,
    takenAt: timeAt(hour),
    cluster: CLUSTER,
    kubernetesVersion: "1.36",
  };
  const objects = new Map(scene.objects.map((each) => [each.metadata.uid, each]));
  await writeFile(file, [head, ...objects.values()].map((each) => `${JSON.stringify(each)}\n`).join(""));
  return names;
}

/** A node that is full of pods which may move: it stays, and has room for nobody. */
function system(scene: Scene): void {
  const createdAt = timeAt(-500);
  const node = scene.node({ pool: "system", type: "e2-standard-4", id: "system", createdAt });
  const named = { namespace: "kube-system", name: "event-collector", createdAt, labels: { app: "event-collector" } };
  const { deployment: owner, replicaSet } = deployment(named, 1);
  scene.add(owner, replicaSet, podOf(replicaSet, "1", { node, cpu: "3400m", memory: "9Gi", createdAt }));
}

function workObjects(work: Work, node: string, hour: number): readonly KubeObject[] {
  const { from, to, deleted = false, pods = 1 } = work;
  const over = hour >= to;
  if (hour < from || (over && (deleted || hour >= to + KEPT))) return [];
  return Array.from({ length: pods }, (_, index) => objectsOf(work, node, hour, index)).flat();
}

function objectsOf(work: Work, node: string, hour: number, index: number): readonly KubeObject[] {
  const { name, team, from, to, cpu, memory, freeFrom = Number.POSITIVE_INFINITY, bare = false, spot = false } = work;
  const labels = { team, app: name };
  const createdAt = timeAt(from);
  const end = hour >= to ? { finishedAt: timeAt(to) } : {};
  const annotations = hour < freeFrom && !bare ? NOT_SAFE : {};
  const asked = { node, cpu, memory, createdAt, annotations, labels, ...(spot ? { tolerations: [SPOT] } : {}), ...end };
  if (bare) return [pod({ namespace: "batch", name, ...asked })];
  const marks = work.annotations === undefined ? {} : { annotations: work.annotations };
  const parent = cronJob({ namespace: "batch", name, labels, createdAt: timeAt(-900), ...marks }, "0 * * * *");
  const id = Math.floor(Date.parse(createdAt) / 60_000);
  const owner = job({
    namespace: "batch",
    name: `${name}-${id}-${index}`,
    labels,
    createdAt,
    owner: parent,
    startedAt: createdAt,
    ...end,
  });
  return [parent, owner, podOf(owner, "1", asked)];
}
