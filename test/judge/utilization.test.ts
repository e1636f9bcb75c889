import { expect, test } from "vitest";
import type { AutoscalerSettings } from "../../src/judge/settings.ts";
import { utilizationOf } from "../../src/judge/utilization.ts";
import type { Utilization } from "../../src/judge/verdict.ts";
import type { Pod } from "../../src/model/pod.ts";
import { SECOND } from "../../src/model/time.ts";
import { settings } from "./around.ts";
import { ago, container, NOW, type NodeChanges, node, owner, type PodChanges, pod, resources } from "./objects.ts";

function using(cpu: string, memory: string, changes: PodChanges = {}): Pod {
  return pod({ spec: { containers: [container({ cpu, memory })] }, ...changes });
}

function utilization(
  pods: readonly Pod[],
  changes: NodeChanges = {},
  flags: Partial<AutoscalerSettings> = {},
): Utilization | null {
  return utilizationOf(node("n1", changes), pods, settings(flags), NOW);
}

test.each<[string, readonly Pod[], Utilization]>([
  ["nothing", [], { resource: "memory", cpu: 0, memory: 0, gpu: null, max: 0 }],
  ["half the cpu", [using("2", "1Gi")], { resource: "cpu", cpu: 0.5, memory: 0.0625, gpu: null, max: 0.5 }],
  [
    "a millicore more",
    [using("2001m", "1Gi")],
    { resource: "cpu", cpu: 0.50025, memory: 0.0625, gpu: null, max: 0.50025 },
  ],
  ["a tie", [using("2", "8Gi")], { resource: "memory", cpu: 0.5, memory: 0.5, gpu: null, max: 0.5 }],
  ["more memory", [using("1", "8Gi")], { resource: "memory", cpu: 0.25, memory: 0.5, gpu: null, max: 0.5 }],
  [
    "two pods",
    [using("1", "1Gi"), using("1", "3Gi")],
    { resource: "cpu", cpu: 0.5, memory: 0.25, gpu: null, max: 0.5 },
  ],
  [
    "fractions that add up",
    [using("0.4m", "0"), using("0.4m", "0")],
    { resource: "cpu", cpu: 0.00025, memory: 0, gpu: null, max: 0.00025 },
  ],
])("a node of 4 cores and 16 GiB with %s", (_, pods, expected) => {
  expect(utilization(pods)).toEqual(expected);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["no memory", { cpu: "4" }],
  ["no cpu", { memory: "16Gi" }],
  ["cpu 0", { cpu: "0", memory: "16Gi" }],
  ["memory 0", { cpu: "4", memory: "0" }],
])("allocatable says %s: the autoscaler gives up", (_, allocatable) => {
  expect(utilization([using("1", "1Gi")], { allocatable })).toBeNull();
});

test("a pod that is resized in place counts with what it has", () => {
  const resized = { ...using("500m", "1Gi"), runningRequests: resources({ cpu: "3", memory: "1Gi" }) };
  expect(utilization([resized])?.cpu).toBe(0.75);
});

test("a pod that should have ended long ago does not count", () => {
  const pods = [using("1", "1Gi"), using("2", "2Gi", { deletedAt: ago(61 * SECOND) })];
  expect(utilization(pods)?.cpu).toBe(0.25);
  expect(utilization([using("2", "2Gi", { deletedAt: ago(60 * SECOND) })])?.cpu).toBe(0.5);
});

const DAEMON = { owner: owner("DaemonSet") };
const MIRROR = { annotations: { "kubernetes.io/config.mirror": "x" } };
const NO_DAEMONS = { ignoreDaemonSetsUtilization: true };
const NO_MIRRORS = { ignoreMirrorPodsUtilization: true };
const LONG_GONE = { deletedAt: ago(61 * SECOND) };

test.each<[string, PodChanges, Partial<AutoscalerSettings>, number]>([
  ["a DaemonSet's pod counts", DAEMON, {}, 0.75],
  ["a mirror pod counts", MIRROR, {}, 0.75],
  ["a DaemonSet's pod is taken off allocatable", DAEMON, NO_DAEMONS, 0.5],
  ["a mirror pod is taken off allocatable", MIRROR, NO_MIRRORS, 0.5],
  ["a mirror pod counts when only DaemonSets do not", MIRROR, NO_DAEMONS, 0.75],
  ["a DaemonSet's pod counts when only mirror pods do not", DAEMON, NO_MIRRORS, 0.75],
  ["a DaemonSet's pod is taken off though it should have ended", { ...DAEMON, ...LONG_GONE }, NO_DAEMONS, 0.5],
])("%s", (_, changes, flags, expected) => {
  expect(utilization([using("1", "0"), using("2", "0", changes)], {}, flags)?.cpu).toBe(expected);
});

test("DaemonSets that take all that is allocatable leave no number, as in Go", () => {
  const all = using("4", "16Gi", DAEMON);
  expect(utilization([all, using("1", "0")], {}, NO_DAEMONS)).toEqual({
    resource: "memory",
    cpu: null,
    memory: null,
    gpu: null,
    max: Number.NaN,
  });
  const cpu = utilization([using("4", "1Gi", DAEMON), using("1", "0")], {}, NO_DAEMONS);
  expect(cpu).toEqual({ resource: "cpu", cpu: null, memory: 0, gpu: null, max: Number.POSITIVE_INFINITY });
});

const GPU_LABEL = { "cloud.google.com/gke-accelerator": "nvidia-l4" };
const GPUS = { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "8" };

function onGpu(cpu: string, gpus: string, resource = "nvidia.com/gpu"): Pod {
  return pod({ spec: { containers: [container({ cpu, [resource]: gpus })] } });
}

test.each<[string, NodeChanges, Pod, Utilization | null]>([
  [
    "GPUs, none asked for",
    { allocatable: GPUS },
    onGpu("3", "0"),
    { resource: "nvidia.com/gpu", cpu: 0.75, memory: 0, gpu: 0, max: 0 },
  ],
  [
    "GPUs, time-shared",
    { allocatable: GPUS },
    onGpu("0", "1"),
    { resource: "nvidia.com/gpu", cpu: 0, memory: 0, gpu: 0.125, max: 0.125 },
  ],
  [
    "the label, no GPU ready",
    { labels: GPU_LABEL },
    onGpu("3", "1"),
    { resource: "nvidia.com/gpu", cpu: 0.75, memory: 0, gpu: 0, max: 0 },
  ],
  [
    "GPUs, no cpu known",
    { allocatable: { "nvidia.com/gpu": "2" } },
    onGpu("3", "1"),
    { resource: "nvidia.com/gpu", cpu: null, memory: null, gpu: 0.5, max: 0.5 },
  ],
  [
    "GPUs of zero",
    { allocatable: { ...GPUS, "nvidia.com/gpu": "0" } },
    onGpu("3", "0"),
    { resource: "cpu", cpu: 0.75, memory: 0, gpu: null, max: 0.75 },
  ],
  [
    "AMD's GPUs",
    { allocatable: { cpu: "4", memory: "16Gi", "amd.com/gpu": "4" } },
    onGpu("3", "1", "amd.com/gpu"),
    { resource: "amd.com/gpu", cpu: 0.75, memory: 0, gpu: 0.25, max: 0.25 },
  ],
  [
    "GPUs of two makers, of which Gaudi is asked for first",
    { allocatable: { cpu: "4", memory: "16Gi", "gpu.intel.com/xe": "4", "habana.ai/gaudi": "2" } },
    onGpu("3", "1", "habana.ai/gaudi"),
    { resource: "habana.ai/gaudi", cpu: 0.75, memory: 0, gpu: 0.5, max: 0.5 },
  ],
  [
    "GPUs by resource claims",
    {
      allocatable: { cpu: "4", memory: "16Gi" },
      labels: { ...GPU_LABEL, "cloud.google.com/gke-gpu-dra-driver": "true" },
    },
    onGpu("3", "1"),
    { resource: "cpu", cpu: 0.75, memory: 0, gpu: null, max: 0.75 },
  ],
  [
    "the claims' label alone",
    { labels: { "cloud.google.com/gke-gpu-dra-driver": "true" } },
    onGpu("3", "1"),
    { resource: "cpu", cpu: 0.75, memory: 0, gpu: null, max: 0.75 },
  ],
])("a node with %s", (_, changes, standing, expected) => {
  expect(utilization([standing], changes)).toEqual(expected);
});
