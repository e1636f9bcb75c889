import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { node } from "../../fixtures/make/kube/node.ts";
import { object } from "../../fixtures/make/kube/object.ts";
import { ControlPlane } from "./control-plane.ts";
import { ROOT } from "./execute.ts";
import { buildImage, IMAGE, installBuilders } from "./image.ts";
import { Kubelet } from "./kubelet.ts";
import { render } from "./render.ts";

/**
 * The scene of the whole thing: a control plane with scheduler and the controllers of CronJobs, a large node that a small pod
 * keeps, a small node with a kubelet that starts containers of the project's own image, and an overlay applied, a tick a minute.
 */

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString().replace(/\.\d+Z$/u, "Z");

/** The overlays' nodes serve Workload Identity; a plain cluster's do no harm by saying so. */
const labels = { "iam.gke.io/gke-metadata-server-enabled": "true" };
export const SMALL = node({ pool: "default", type: "e2-medium", id: "1", createdAt: hoursAgo(30), labels });
export const LARGE = node({ pool: "train-64", type: "n2-highmem-64", id: "1", createdAt: hoursAgo(30), labels });

export interface Scene {
  readonly plane: ControlPlane;
  readonly kubelet: Kubelet;
  stop(): Promise<void>;
}

/** One operation of a JSON patch on the CronJob. */
export interface Edit {
  readonly op: "add" | "replace";
  readonly path: string;
  readonly value: unknown;
}

export interface SceneOptions {
  /** A folder under `k8s/overlays`. */
  readonly overlay: string;
  readonly edits?: readonly Edit[];
  /** Instead of the overlay's own config.yaml. */
  readonly config?: string;
  readonly objects?: readonly object[];
}

export async function openScene(options: SceneOptions): Promise<Scene> {
  await installBuilders();
  await buildImage();
  await mkdir(join(ROOT, ".tmp"), { recursive: true });
  const folder = await mkdtemp(join(ROOT, ".tmp/whole-"));
  const controllers = [
    "cronjob-controller",
    "job-controller",
    "root-ca-certificate-publisher-controller",
    "persistentvolume-binder-controller",
  ];
  const plane = await ControlPlane.start({ controllers: controllers.join(","), scheduler: true });
  await plane.put([SMALL, LARGE, ...pods()]);
  const kubelet = new Kubelet(plane, SMALL.metadata.name, folder);
  await plane.apply(await rendered(folder, options));
  for (const object of options.objects ?? []) await plane.apply(object);
  kubelet.start();
  const stop = async () => {
    await kubelet.stop();
    await plane.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { plane, kubelet, stop };
}

/** A small pod that may not be evicted, alone on a large node; and one that keeps the small node in use, and may go. */
function pods(): readonly object[] {
  return [...setOf("small", LARGE.metadata.name, "false"), ...setOf("resident", SMALL.metadata.name, "true")];
}

function setOf(name: string, nodeName: string, mayGo: string): readonly object[] {
  const set = { name, namespace: "default", createdAt: hoursAgo(5) };
  const owner = object("apps/v1", "StatefulSet", set, { spec: { replicas: 1 } });
  const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict": mayGo };
  const containers = [{ name, image: name, resources: { requests: { cpu: "500m", memory: "1Gi" } } }];
  const rest = { spec: { nodeName, containers }, status: { phase: "Running", startTime: set.createdAt } };
  return [owner, object("v1", "Pod", { ...set, name: `${name}-0`, annotations, owner }, rest)];
}

/** The overlay as a user would copy it: with an image, and a schedule of its own. */
async function rendered(folder: string, { overlay, edits = [], config }: SceneOptions): Promise<string> {
  const at = join(folder, "overlay");
  await mkdir(at, { recursive: true });
  const [newName = "", newTag = ""] = IMAGE.split(/:(?=[^:]*$)/u);
  const schedule: Edit = { op: "replace", path: "/spec/schedule", value: "* * * * *" };
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: [relative(at, join(ROOT, "k8s/overlays", overlay))],
    images: [{ name: "REGION-docker.pkg.dev/PROJECT/barnacle/barnacle", newName, newTag }],
    patches: [{ target: { kind: "CronJob" }, patch: JSON.stringify([schedule, ...edits]) }],
    ...(config === undefined ? {} : { configMapGenerator: [replaced] }),
  };
  if (config !== undefined) await writeFile(join(at, "config.yaml"), config);
  await writeFile(join(at, "kustomization.yaml"), JSON.stringify(kustomization));
  return await render(at);
}

const replaced = { name: "barnacle", namespace: "barnacle", behavior: "replace", files: ["config.yaml"] };

const Jobs = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()) }),
      status: z.object({ succeeded: z.number().optional(), failed: z.number().optional() }),
    }),
  ),
});

/** The Jobs that the CronJob has made. */
export async function jobs(plane: ControlPlane): Promise<z.infer<typeof Jobs>["items"]> {
  return Jobs.parse(await plane.admin("/apis/batch/v1/namespaces/barnacle/jobs")).items;
}

/** The ticks of these Jobs, as the CronJob's controller wrote them. */
export async function ticks(plane: ControlPlane): Promise<readonly number[]> {
  const made = await jobs(plane);
  return made.map((job) =>
    Date.parse(job.metadata.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] ?? ""),
  );
}
