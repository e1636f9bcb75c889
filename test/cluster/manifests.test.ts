import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { RESOURCES } from "../../src/collect/cluster-resources.ts";
import { readConfig } from "../../src/config.ts";
import { CronJob } from "./cron-job.ts";
import { FOLDERS, type Manifest, only, parse, render } from "./render.ts";
import { installValidator, validate } from "./validate.ts";

/** What `kubectl apply -k` would send, folder by folder: valid for every supported Kubernetes, and as narrow as it can be. */

/** The oldest and the newest minor that docs/deploy.md calls supported. */
const VERSIONS = ["1.31", "1.36"];

const Rule = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()).optional(),
  verbs: z.array(z.string()),
});
const Role = z.object({ metadata: z.object({ namespace: z.string().optional() }), rules: z.array(Rule) });
const ConfigMap = z.object({ metadata: z.object({ name: z.string() }), data: z.record(z.string(), z.string()) });

const rendered = new Map<string, { readonly yaml: string; readonly objects: readonly Manifest[] }>();

function of(folder: string): { readonly yaml: string; readonly objects: readonly Manifest[] } {
  const found = rendered.get(folder);
  if (found === undefined) throw new Error(`${folder} was not rendered`);
  return found;
}

beforeAll(async () => {
  await installValidator();
  for (const folder of FOLDERS) {
    const yaml = await render(folder);
    rendered.set(folder, { yaml, objects: parse(yaml) });
  }
});

test("the validator can say no", async () => {
  const { yaml } = of("k8s/base");
  expect(await validate("1.36", yaml.replace("verbs:", "verb:"))).toMatch(/verb/u);
  expect(await validate("1.36", yaml.replace("runAsNonRoot: true", 'runAsNonRoot: "yes"'))).toMatch(/runAsNonRoot/u);
});

test("the base is these objects and no other", () => {
  expect(of("k8s/base").objects.map(titleOf).sort()).toEqual([
    "ClusterRole barnacle",
    "ClusterRoleBinding barnacle",
    "ConfigMap barnacle/barnacle",
    "CronJob barnacle/barnacle",
    "Namespace barnacle",
    "NetworkPolicy barnacle/barnacle",
    "Role kube-system/barnacle-autoscaler-status",
    "RoleBinding kube-system/barnacle-autoscaler-status",
    "ServiceAccount barnacle/barnacle",
  ]);
});

function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}

test("the rights are exactly the lists that the collector makes, and one named ConfigMap", () => {
  const { objects } = of("k8s/base");
  const cluster = only(objects, "ClusterRole", Role).rules;
  expect(new Set(cluster.flatMap((rule) => rule.verbs))).toEqual(new Set(["list"]));
  const granted = cluster.flatMap((rule) =>
    rule.apiGroups.flatMap((group) => rule.resources.map((plural) => `${group}/${plural}`)),
  );
  const listed = RESOURCES.filter((resource) => resource.name === null).map(
    ({ group, plural }) => `${group}/${plural}`,
  );
  expect(granted.sort()).toEqual(listed.sort());
  expect(only(objects, "Role", Role)).toEqual({
    metadata: { namespace: "kube-system" },
    rules: RESOURCES.filter((resource) => resource.name !== null).map(({ group, plural, name }) => ({
      apiGroups: [group],
      resources: [plural],
      resourceNames: [name],
      verbs: ["get"],
    })),
  });
});

describe.each(FOLDERS)("%s", (folder) => {
  test.each(VERSIONS)("is valid for Kubernetes %s", async (version) => {
    expect(await validate(version, of(folder).yaml)).toBe("");
  });

  test("its Pod holds nothing that it does not need", () => {
    const { spec: pod } = only(of(folder).objects, "CronJob", CronJob).spec.jobTemplate.spec.template;
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(pod.containers).toHaveLength(1);
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC).toBeUndefined();
    expect(pod.enableServiceLinks).toBe(false);
    expect(pod.containers[0].resources.limits.memory).toBe(pod.containers[0].resources.requests.memory);
    const account = only(
      of(folder).objects,
      "ServiceAccount",
      z.looseObject({ automountServiceAccountToken: z.boolean() }),
    );
    expect([account.automountServiceAccountToken, pod.automountServiceAccountToken]).toEqual([false, true]);
  });

  test("its runs never overlap, never hang over into the next, and leave nothing behind", () => {
    const { spec } = only(of(folder).objects, "CronJob", CronJob);
    const job = spec.jobTemplate.spec;
    const config = configOf(folder);
    const minutes = /^(\d+) \* \* \* \*$/u.exec(spec.schedule);
    expect({ policy: spec.concurrencyPolicy, zone: spec.timeZone }).toEqual({ policy: "Forbid", zone: "Etc/UTC" });
    expect(minutes).not.toBeNull();
    expect(config.audit.period).toBe(3_600_000);
    expect(spec.startingDeadlineSeconds + job.activeDeadlineSeconds).toBeLessThan(3_600);
    expect(job.ttlSecondsAfterFinished).toBeGreaterThan(3_600);
    expect(job.podFailurePolicy.rules.map((rule) => rule.action)).toEqual(["Ignore", "FailJob"]);
  });

  test("its config is read without a mistake, and stores where the overlay says", () => {
    const stores: Readonly<Record<string, string>> = {
      "k8s/base": "none",
      "k8s/overlays/workload-identity": "bigquery:PROJECT.DATASET",
      "k8s/overlays/second-cluster": "bigquery:PROJECT.DATASET",
      "k8s/overlays/duckdb-volume": "duckdb:/var/lib/barnacle/barnacle.duckdb",
    };
    expect(configOf(folder).store).toBe(stores[folder]);
  });

  test("no token and no key stands in it", () => {
    expect(of(folder).objects.filter(({ kind }) => kind === "Secret")).toEqual([]);
    expect(of(folder).yaml).not.toMatch(/xox[a-z]-|PRIVATE KEY|AIza/u);
  });
});

function configOf(folder: string): ReturnType<typeof readConfig> {
  const { data } = only(of(folder).objects, "ConfigMap", ConfigMap);
  return readConfig({ name: "config.yaml", text: data["config.yaml"] ?? "" }, {}, {});
}

test("the second cluster says who it is, and runs at another minute", () => {
  const schedules = FOLDERS.map((folder) => only(of(folder).objects, "CronJob", CronJob).spec.schedule);
  expect(schedules).toEqual(["17 * * * *", "17 * * * *", "37 * * * *", "17 * * * *"]);
  expect(configOf("k8s/overlays/second-cluster").cluster).toEqual({
    project: "OTHER-PROJECT",
    location: "LOCATION",
    name: "NAME",
  });
});

test("what is commented out in the configs are settings that exist", () => {
  const uncommented = (folder: string) => {
    const text = readFileSync(`${folder}/config.yaml`, "utf8").replace(/^(\s*)# ([a-zA-Z]+: \S.*)$/gmu, "$1$2");
    return readConfig({ name: "config.yaml", text }, {}, {});
  };
  expect(uncommented("k8s/base").autoscaler.notAutoscaledPools).toEqual(["static"]);
  const set = FOLDERS.map((folder) => {
    const { slack, monitoring } = uncommented(folder);
    return [slack !== null, monitoring !== null];
  });
  expect(set).toEqual([
    [true, true],
    [true, true],
    [true, true],
    [true, false],
  ]);
});
