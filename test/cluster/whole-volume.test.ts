import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { until } from "./control-plane.ts";
import { jobs, LARGE, openScene, type Scene, SMALL, ticks } from "./scene.ts";

/** `k8s/overlays/duckdb-volume` as it will be: the run is a file on the claim's disk, which only the Pod's group may write. */

let scene: Scene;

beforeAll(async () => {
  scene = await openScene({ overlay: "duckdb-volume", objects: [DISK] });
});

afterAll(() => scene?.stop());

/** A disk for the claim, as the driver of the cloud would make it. */
const DISK = {
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

test("a tick audits this API server, stores the run on the disk, and the Job completes", async () => {
  const run = await scene.kubelet.ended(0, 180);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/stored/u) });
  expect(run.node).toBe(SMALL.metadata.name);
  expect(run.stdout).toContain(LARGE.metadata.name);
  await until("the Job is complete", async () => (await jobs(scene.plane)).some((job) => job.status.succeeded === 1));
});

test("the run is named by the tick, as the CronJob's controller wrote it on the Job", async () => {
  const store = await openDuckDb(join(scene.kubelet.disk("barnacle"), "barnacle.duckdb"));
  const [run] = await store.runs({ limit: 10 });
  await store.close();
  expect(await ticks(scene.plane)).toContain(run?.scheduled_at);
  expect([run?.pinned_nodes, run?.nodes]).toEqual([1, 2]);
});
