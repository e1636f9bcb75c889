import { chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ControlPlane } from "./control-plane.ts";
import { attempt } from "./execute.ts";
import { type Container, Pod, type Volume } from "./pod.ts";

/**
 * A kubelet as far as Barnacle's Pod needs one: what the scheduler gave to its node it starts as a real container, with the
 * volumes, the environment, the limits and the rights that the Pod says, and tells the API server what became of it.
 */

export interface Finished {
  readonly pod: string;
  readonly node: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export class Kubelet {
  readonly #plane: ControlPlane;
  readonly #node: string;
  readonly #folder: string;
  readonly #stop = new AbortController();
  readonly #known = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #disks = new Map<string, string>();
  readonly finished: Finished[] = [];
  #failure: unknown = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(plane: ControlPlane, node: string, folder: string) {
    this.#plane = plane;
    this.#node = node;
    this.#folder = folder;
  }

  start(): void {
    this.#loop = this.#watch().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await Promise.all(this.#running);
  }

  /** The folder that stands for a claim's disk. */
  disk(claim: string): string {
    const folder = this.#disks.get(claim) ?? join(this.#folder, "disks", claim);
    this.#disks.set(claim, folder);
    return folder;
  }

  /** Waits for the n-th Pod to end, counted from 0. */
  async ended(n: number, seconds: number): Promise<Finished> {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      const found = this.finished[n];
      if (found !== undefined) return found;
      if (this.#failure !== null) throw this.#failure;
      if (Date.now() > end) throw new Error(`Pod ${n} did not end within ${seconds} s`);
      await sleep(100);
    }
  }

  async #watch(): Promise<void> {
    // Those that run since before are none of its own.
    const selector = encodeURIComponent(`spec.nodeName=${this.#node},status.phase=Pending`);
    while (!this.#stop.signal.aborted) {
      const answer = await this.#plane.admin(`/api/v1/pods?fieldSelector=${selector}`);
      const { items } = z.object({ items: z.array(Pod) }).parse(answer);
      for (const pod of items) {
        if (this.#known.has(pod.metadata.uid)) continue;
        this.#known.add(pod.metadata.uid);
        const work: Promise<void> = this.#run(pod)
          .catch((error: unknown) => {
            this.#failure = error;
          })
          .finally(() => this.#running.delete(work));
        this.#running.add(work);
      }
      await sleep(250);
    }
  }

  async #run(pod: Pod): Promise<void> {
    const [container] = pod.spec.containers;
    const folder = join(this.#folder, pod.metadata.uid);
    const mounts = await this.#mounts(pod, container, folder);
    const environment = await this.#environment(pod, container);
    await this.#tell(pod, "Running", { running: { startedAt: new Date().toISOString() } });
    const began = Date.now();
    const args = ["--runtime=runc", "run", "--rm", "--pull=never", "--network=host", ...rights(pod, container)];
    const { code, stdout, stderr } = await attempt("podman", [
      ...args,
      ...mounts,
      ...environment.flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      container.image,
      ...(container.args ?? []),
    ]);
    await rm(folder, { recursive: true, force: true });
    const terminated = {
      exitCode: code,
      reason: code === 0 ? "Completed" : "Error",
      finishedAt: new Date().toISOString(),
    };
    await this.#tell(pod, code === 0 ? "Succeeded" : "Failed", { terminated });
    const seconds = (Date.now() - began) / 1_000;
    this.finished.push({ pod: pod.metadata.name, node: this.#node, code, stdout, stderr, seconds });
  }

  async #mounts(pod: Pod, container: Container, folder: string): Promise<readonly string[]> {
    const mounts: string[] = [];
    for (const { name, mountPath, readOnly } of container.volumeMounts) {
      const volume = pod.spec.volumes.find((known) => known.name === name);
      if (volume === undefined) throw new Error(`${pod.metadata.name}: no volume ${name}`);
      const claim = volume.persistentVolumeClaim?.claimName;
      const source = claim === undefined ? join(folder, name) : this.disk(claim);
      await mkdir(source, { recursive: true });
      await own(source, 0o770);
      if (claim === undefined) await this.#fill(volume, pod, source);
      mounts.push(`--volume=${source}:${mountPath}:${readOnly === true ? "ro" : "rw"}`);
    }
    return mounts;
  }

  async #fill(volume: Volume, pod: Pod, folder: string): Promise<void> {
    for (const source of volume.projected?.sources ?? [{ configMap: volume.configMap }]) {
      if (source.serviceAccountToken !== undefined) {
        const { path, expirationSeconds } = source.serviceAccountToken;
        await keep(join(folder, path), await this.#token(pod, expirationSeconds));
      }
      if (source.configMap !== undefined) {
        const data = await this.#plane.data(pod.metadata.namespace, "configmaps", source.configMap.name);
        const items = source.configMap.items ?? Object.keys(data).map((key) => ({ key, path: key }));
        for (const { key, path } of items) await keep(join(folder, path), data[key] ?? "");
      }
      for (const { path, fieldRef } of source.downwardAPI?.items ?? []) {
        await keep(join(folder, path), field(pod, fieldRef.fieldPath));
      }
    }
  }

  async #token(pod: Pod, expirationSeconds: number): Promise<string> {
    const { namespace, name, uid } = pod.metadata;
    const boundObjectRef = { apiVersion: "v1", kind: "Pod", name, uid };
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${pod.spec.serviceAccountName}/token`;
    const answer = await this.#plane.admin(path, {
      method: "POST",
      body: { spec: { expirationSeconds, boundObjectRef } },
    });
    return z.object({ status: z.object({ token: z.string() }) }).parse(answer).status.token;
  }

  async #environment(pod: Pod, container: Container): Promise<readonly (readonly [string, string])[]> {
    const { hostname, port } = new URL(this.#plane.about.server);
    const pairs: (readonly [string, string])[] = [
      ["KUBERNETES_SERVICE_HOST", hostname],
      ["KUBERNETES_SERVICE_PORT", port],
    ];
    for (const { name, value, valueFrom } of container.env) {
      if (valueFrom?.secretKeyRef !== undefined) {
        const { name: secret, key, optional } = valueFrom.secretKeyRef;
        const data = await this.#plane.data(pod.metadata.namespace, "secrets", secret);
        const found = data[key];
        if (found !== undefined) pairs.push([name, Buffer.from(found, "base64").toString()]);
        else if (optional !== true) throw new Error(`${pod.metadata.name}: no secret ${secret}`);
      } else {
        pairs.push([
          name,
          valueFrom?.fieldRef === undefined ? (value ?? "") : field(pod, valueFrom.fieldRef.fieldPath),
        ]);
      }
    }
    return pairs;
  }

  async #tell(pod: Pod, phase: string, state: object): Promise<void> {
    const { namespace, name } = pod.metadata;
    const [container] = pod.spec.containers;
    const about = { name: container.name, image: container.image, imageID: "", ready: false, restartCount: 0, state };
    await this.#plane.admin(`/api/v1/namespaces/${namespace}/pods/${name}/status`, {
      method: "PATCH",
      contentType: "application/merge-patch+json",
      body: { status: { phase, startTime: new Date().toISOString(), containerStatuses: [about] } },
    });
  }
}

/** What the Pod's and the container's security contexts and limits mean to podman. */
function rights(pod: Pod, container: Container): readonly string[] {
  const { runAsUser, runAsGroup, fsGroup } = pod.spec.securityContext;
  const { readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities } = container.securityContext;
  const memory = /^(\d+)Mi$/u.exec(container.resources.limits.memory)?.[1];
  if (memory === undefined) throw new Error(`a memory limit of ${container.resources.limits.memory}`);
  return [
    `--user=${runAsUser}:${runAsGroup}`,
    `--group-add=${fsGroup}`,
    `--memory=${memory}m`,
    ...capabilities.drop.map((name) => `--cap-drop=${name}`),
    ...(readOnlyRootFilesystem ? ["--read-only", "--read-only-tmpfs=false"] : []),
    ...(allowPrivilegeEscalation ? [] : ["--security-opt=no-new-privileges"]),
    // Where the machine may not raise limits, podman must be told ones that it may set.
    "--ulimit=nofile=20000:20000",
    "--ulimit=nproc=1024:1024",
  ];
}

function field(pod: Pod, path: string): string {
  if (path === "metadata.name") return pod.metadata.name;
  if (path === "metadata.namespace") return pod.metadata.namespace;
  throw new Error(`the kubelet of the tests knows no field ${path}`);
}

/** Files of a volume belong to the Pod's fsGroup, as the kubelet makes them. */
async function keep(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await own(path, 0o640);
}

async function own(path: string, mode: number): Promise<void> {
  await chown(path, 0, 1000);
  await chmod(path, mode);
}
