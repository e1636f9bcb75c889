import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { node } from "../../fixtures/make/kube/node.ts";
import { object } from "../../fixtures/make/kube/object.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { ControlPlane, until } from "./control-plane.ts";
import { ROOT } from "./execute.ts";
import { buildImage, IMAGE, installBuilders } from "./image.ts";
import { Kubelet } from "./kubelet.ts";
import { render } from "./render.ts";

/**
 * The whole thing as it will be: the CronJob makes a Job, the scheduler places its Pod on the small node, a container of the
 * project's own image audits the very API server that started it with the token it was given, and stores the run.
 */

/** What the clock says is judged: the objects are some hours old. */
const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString().replace(/\.\d+Z$/u, "Z");

let plane: ControlPlane;
let kubelet: Kubelet;
let folder = "";

const SMALL = node({ pool: "default", type: "e2-medium", id: "1", createdAt: hoursAgo(30) });
const LARGE = node({ pool: "train-64", type: "n2-highmem-64", id: "1", createdAt: hoursAgo(30) });

/** A small pod that may not be evicted, alone on a large node. */
function pinned(): readonly object[] {
  const createdAt = hoursAgo(5);
  const owner = object(
    "apps/v1",
    "StatefulSet",
    { name: "small", namespace: "default", createdAt },
    { spec: { replicas: 1 } },
  );
  const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" };
  const containers = [{ name: "small", image: "small", resources: { requests: { cpu: "500m", memory: "1Gi" } } }];
  const pod = object(
    "v1",
    "Pod",
    { name: "small-0", namespace: "default", createdAt, annotations, owner },
    { spec: { nodeName: LARGE.metadata.name, containers }, status: { phase: "Running", startTime: createdAt } },
  );
  return [owner, pod];
}

/** The overlay with a volume, with this suite's image and a tick a minute. */
async function overlay(): Promise<string> {
  const at = join(folder, "overlay");
  await mkdir(at, { recursive: true });
  const [name = "", tag = ""] = IMAGE.split(/:(?=[^:]*$)/u);
  const edit = (path: string, value: string) => ({ op: "replace", path, value });
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: ["../../../k8s/overlays/duckdb-volume"],
    images: [{ name: "REGION-docker.pkg.dev/PROJECT/barnacle/barnacle", newName: name, newTag: tag }],
    patches: [{ target: { kind: "CronJob" }, patch: JSON.stringify([edit("/spec/schedule", "* * * * *")]) }],
  };
  await writeFile(join(at, "kustomization.yaml"), JSON.stringify(kustomization));
  return await render(at);
}

beforeAll(async () => {
  await installBuilders();
  await buildImage();
  await mkdir(join(ROOT, ".tmp"), { recursive: true });
  folder = await mkdtemp(join(ROOT, ".tmp/whole-"));
  const controllers = [
    "cronjob-controller",
    "job-controller",
    "root-ca-certificate-publisher-controller",
    "persistentvolume-binder-controller",
  ];
  plane = await ControlPlane.start({ controllers: controllers.join(","), scheduler: true });
  await plane.put([SMALL, LARGE, ...pinned()]);
  kubelet = new Kubelet(plane, SMALL.metadata.name, folder);
  await plane.apply(await overlay());
  await plane.apply(disk());
  kubelet.start();
});

afterAll(async () => {
  await kubelet?.stop();
  await plane?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A disk for the claim, as the driver of the cloud would make it. */
function disk(): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "disk" },
    spec: {
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOncePod"],
      claimRef: { namespace: "barnacle", name: "barnacle" },
      csi: { driver: "pd.csi.storage.gke.io", volumeHandle: "disk" },
    },
  };
}

const Jobs = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()) }),
      status: z.object({ succeeded: z.number().optional(), failed: z.number().optional() }),
    }),
  ),
});

async function jobs(): Promise<z.infer<typeof Jobs>["items"]> {
  return Jobs.parse(await plane.admin("/apis/batch/v1/namespaces/barnacle/jobs")).items;
}

test("the first tick audits this API server, stores the run, and the Job completes", async () => {
  const run = await kubelet.ended(0, 180);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/stored/u) });
  expect(run.node).toBe(SMALL.metadata.name);
  expect(run.stdout).toContain(LARGE.metadata.name);
  await until("the Job is complete", async () => (await jobs()).some((job) => job.status.succeeded === 1));
});

test("the run is named by the tick, as the CronJob's controller wrote it on the Job", async () => {
  const [run] = await storedRuns();
  const ticks = (await jobs()).map(
    (job) => job.metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"],
  );
  expect(ticks.map((tick) => Date.parse(tick ?? ""))).toContain(run?.scheduled_at);
});

test("the next tick changes only what changed: the same finding, the same episode, one more run", async () => {
  const second = await kubelet.ended(1, 150);
  expect({ code: second.code, stdout: second.stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(LARGE.metadata.name),
  });
  const runs = await storedRuns();
  expect(runs.map((run) => [run.pinned_nodes, run.nodes])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(new Set(runs.map((run) => run.run_id)).size).toBe(2);
});

test("the API server saw nothing but what the base allows: each Pod was audited, none was touched", async () => {
  const { items } = Pods.parse(await plane.admin("/api/v1/namespaces/default/pods"));
  expect(items.map(({ metadata }) => metadata.name)).toEqual(["small-0"]);
});

const Pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

async function storedRuns() {
  const store = await openDuckDb(join(kubelet.disk("barnacle"), "barnacle.duckdb"));
  try {
    return await store.runs({ limit: 10 });
  } finally {
    await store.close();
  }
}
