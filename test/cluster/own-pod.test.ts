import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { node } from "../../fixtures/make/kube/node.ts";
import { type KubeObject, object } from "../../fixtures/make/kube/object.ts";
import { cronJob, job } from "../../fixtures/make/kube/workload.ts";
import { run } from "../fixtures/run.ts";
import { CronJob } from "./cron-job.ts";
import { FOLDERS, only, parse, render } from "./render.ts";

/** Barnacle's own Pod, as each folder renders it, judged by Barnacle's own judge: it may never pin the node that it runs on. */

const STARTED = "2026-11-20T02:17:00Z";
const NOW = "2026-11-20T02:19:00Z";

const Verdict = z.object({
  node: z.string(),
  verdict: z.string(),
  blockers: z.array(z.unknown()),
  podsToMove: z.array(z.object({ name: z.string() })),
});

type Template = z.infer<typeof CronJob>["spec"]["jobTemplate"]["spec"]["template"];
let folder = "";
const templates = new Map<string, Template>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-"));
  for (const name of FOLDERS) {
    templates.set(name, only(parse(await render(name)), "CronJob", CronJob).spec.jobTemplate.spec.template);
  }
});

afterAll(() => rm(folder, { recursive: true }));

/** A 64-core node that only Barnacle's Pod still uses, and a small one with room. */
function cluster(template: Template): readonly KubeObject[] {
  const createdAt = "2026-11-19T00:00:00Z";
  const labels = { "iam.gke.io/gke-metadata-server-enabled": "true" };
  const [large, small] = [
    node({ pool: "train-64", type: "n2-highmem-64", id: "1", createdAt, labels }),
    node({ pool: "default", type: "e2-medium", id: "1", createdAt, labels }),
  ];
  const owner = cronJob({ name: "barnacle", namespace: "barnacle", createdAt }, "17 * * * *");
  const run = job({ name: "barnacle-29395817", namespace: "barnacle", createdAt: STARTED, startedAt: STARTED, owner });
  const pod = object(
    "v1",
    "Pod",
    {
      name: "barnacle-29395817-x7k2p",
      namespace: "barnacle",
      createdAt: STARTED,
      ...template.metadata,
      owner: run,
    },
    { spec: { ...template.spec, nodeName: large.metadata.name, priority: 0 }, status: { phase: "Running" } },
  );
  return [large, small, owner, run, pod, ...claims(template, createdAt)];
}

/** The claim of the overlay with a volume, bound to a disk that any node of the zone can take. */
function claims(template: Template, createdAt: string): readonly KubeObject[] {
  if (!JSON.stringify(template.spec).includes("persistentVolumeClaim")) return [];
  const annotations = { "pv.kubernetes.io/bind-completed": "yes" };
  const claim = { name: "barnacle", namespace: "barnacle", createdAt, annotations };
  const accessModes = ["ReadWriteOncePod"];
  return [
    object("v1", "PersistentVolumeClaim", claim, {
      spec: { volumeName: "pvc-1", accessModes },
      status: { phase: "Bound" },
    }),
    object(
      "v1",
      "PersistentVolume",
      { name: "pvc-1", createdAt },
      {
        spec: { accessModes, claimRef: claim, csi: { driver: "pd.csi.storage.gke.io", volumeHandle: "disk" } },
      },
    ),
  ];
}

async function verdictOfLarge(template: Template, profile: "oss" | "gke"): Promise<z.infer<typeof Verdict>> {
  const [snapshot, config] = [join(folder, "cluster.json"), join(folder, "config.yaml")];
  await writeFile(snapshot, JSON.stringify({ kind: "List", items: cluster(template) }));
  await writeFile(config, `autoscaler: { profile: ${profile} }\n`);
  const { code, stdout, stderr } = await run("verdicts", "--now", NOW, "--snapshot", snapshot, "--config", config);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const verdicts = stdout
    .trim()
    .split("\n")
    .map((line) => Verdict.parse(JSON.parse(line)));
  const [large] = verdicts;
  if (large === undefined) throw new Error("no verdict");
  return large;
}

test.each(FOLDERS.flatMap((name) => (["gke", "oss"] as const).map((profile) => [name, profile] as const)))(
  "the Pod of %s leaves a large node free, by the rules of %s",
  async (name, profile) => {
    const { verdict, blockers, podsToMove } = await verdictOfLarge(templateOf(name), profile);
    expect({ verdict, blockers, moved: podsToMove.map((pod) => pod.name) }).toEqual({
      verdict: "Removable",
      blockers: [],
      moved: ["barnacle-29395817-x7k2p"],
    });
  },
);

test("the judge would say so if it did pin the node", async () => {
  const template = templateOf("k8s/base");
  const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" };
  const { verdict } = await verdictOfLarge({ ...template, metadata: { ...template.metadata, annotations } }, "gke");
  expect(verdict).toBe("BlockedByPod");
});

function templateOf(name: string): Template {
  const found = templates.get(name);
  if (found === undefined) throw new Error(`${name} was not rendered`);
  return found;
}
