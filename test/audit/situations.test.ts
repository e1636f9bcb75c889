import { describe, expect, test } from "vitest";
import type { Audit } from "../../src/audit/finding.ts";
import {
  auditOf,
  controller,
  daemon,
  daemonSet,
  findingOf,
  hoursAgo,
  LOCKED,
  locked,
  minutesAgo,
  node,
  pod,
  resources,
  storyOf,
  type World,
  whyNot,
} from "./world.ts";

const FLUENT = daemonSet("fluentbit", { cpu: "250m", memory: "300Mi" });
const GKE_METRICS = daemonSet("gke-metrics-agent", { cpu: "200m", memory: "200Mi" });

/** One n2-highmem-64 with DaemonSets that take 450m. */
function large(more: Partial<World> & Pick<World, "pods">, wish: Parameters<typeof node>[1] = {}): World {
  return {
    ...more,
    nodes: [node("gke-big", wish), ...(more.nodes ?? [])],
    pods: [
      daemon("fluentbit", { on: "gke-big", requests: { cpu: "250m", memory: "300Mi" } }),
      daemon("gke-metrics-agent", { on: "gke-big", requests: { cpu: "200m", memory: "200Mi" } }),
      ...more.pods,
    ],
    controllers: [FLUENT, GKE_METRICS, ...(more.controllers ?? [])],
  };
}

function only(result: Audit) {
  return findingOf(result, "gke-big");
}

describe("situation 1: one small Job pod on a node of 64 cores", () => {
  const result = auditOf(large({ pods: [locked("small-x", { on: "gke-big" })] }));

  test("is pinned, and its home is the type that holds it beside the DaemonSets", () => {
    const { home } = only(result);
    expect(home).toMatchObject({
      kind: "new",
      machineType: "e2-standard-2",
      provisioning: "standard",
      nodes: [],
      relaxed: [],
    });
    expect(home?.quote.usdPerHour).toBeCloseTo(0.086, 4);
  });

  test("wastes the difference, by each book", () => {
    const finding = only(result);
    expect(finding.wasteUsdPerHour).toBeCloseTo(5.288, 3);
    expect(finding.wasteUsdPerHourByBook.list).toBe(finding.wasteUsdPerHour);
    expect(finding.wasteUsdPerHourByBook.autoscaler).toBeCloseTo(5.288 * 0.75, 3);
    expect(finding.wasteUsdPerHourByBook.gke).toBeCloseTo(5.288 * 0.8, 3);
    expect(result.totals).toMatchObject({ nodes: 1, pods: 3, pinnedNodes: 1, unpricedNodes: 0 });
    expect(result.totals.wasteUsdPerHour).toBe(finding.wasteUsdPerHour);
  });

  test("is dated by a bound only, which accrues nothing", () => {
    const { since, accruedUsd } = only(result);
    expect(since).toEqual({
      time: hoursAgo(3),
      evidence: "blocker-start",
      proven: false,
      what: "Pod batch/small-x started",
    });
    expect(accruedUsd).toBe(0);
  });

  test("without its DaemonSets the smallest type would do", () => {
    const bare = auditOf({ nodes: [node("gke-big")], pods: [locked("small-x", { on: "gke-big" })] });
    expect(only(bare).home).toMatchObject({ machineType: "e2-medium" });
  });
});

describe("situation 2: two independent locks", () => {
  const result = auditOf(
    large({
      pods: [
        locked("small-x", { on: "gke-big" }),
        pod("web", { on: "gke-big", namespace: "shop", labels: { app: "web" } }),
      ],
      budgets: [
        {
          namespace: "shop",
          name: "web-pdb",
          selector: [{ key: "app", operator: "In", values: ["web"] }],
          disruptionsAllowed: 0,
        },
      ],
    }),
  );

  test("both are named", () => {
    expect(only(result).blockers.map(({ name, reason }) => [name, reason])).toEqual([
      ["small-x", "NotSafeToEvictAnnotation"],
      ["web", "NotEnoughPdb"],
    ]);
  });

  test("the home holds both, and the spent budget is named", () => {
    expect(only(result).home).toMatchObject({ machineType: "e2-standard-2" });
    expect(only(result).advice.find(({ kind }) => kind === "free-the-budget")?.target).toEqual({
      kind: "PodDisruptionBudget",
      namespace: "shop",
      name: "web-pdb",
    });
  });
});

describe("situation 3: the big job beside the blocker", () => {
  const big = (more: object) =>
    locked("big-x", { on: "gke-big", requests: { cpu: "41", memory: "200Gi" }, startedAt: hoursAgo(20), ...more });
  const small = locked("small-x", { on: "gke-big" });

  test("still running: no waste now, but at risk", () => {
    const result = auditOf(large({ pods: [big({}), small] }));
    expect(result.findings).toEqual([]);
    expect(result.totals.wasteUsdPerHour).toBe(0);
    expect(whyNot(result)).toEqual({ "gke-big": "not-underutilized" });
    expect(result.observations).toMatchObject([
      {
        kind: "at-risk",
        node: { name: "gke-big" },
        blockers: [{ name: "small-x" }],
        detail: { endingPods: 1, ending: "batch/big-x" },
      },
    ]);
    expect(result.observations[0]?.detail["utilization"]).toBeCloseTo(0.658, 3);
  });

  test("succeeded but not deleted: it counts for nothing, and its end dates the waste", () => {
    const result = auditOf(large({ pods: [big({ phase: "Succeeded", finishedAt: hoursAgo(2) }), small] }));
    const finding = only(result);
    expect(finding.since).toEqual({
      time: hoursAgo(2),
      evidence: "pod-finished",
      proven: true,
      what: "Pod batch/big-x finished",
    });
    expect(finding.accruedUsd).toBeCloseTo(2 * 5.288, 2);
    expect(result.totals.accruedUsd).toBe(finding.accruedUsd);
  });

  test("exactly half of the node is underutilized", () => {
    const half = locked("half", { on: "gke-big", requests: { cpu: "32", memory: "1Gi" } });
    const allocatable = resources({ cpu: "64", memory: "500Gi", pods: "110" });
    const result = auditOf({ nodes: [node("gke-big", { allocatable })], pods: [half] });
    expect(storyOf(result, "gke-big")).toMatchObject({ verdict: "BlockedByPod", utilization: { max: 0.5 } });
    expect(only(result).home).toMatchObject({ machineType: "n4d-highcpu-48" });
  });
});

test("situation 4: DaemonSet, mirror and static pods pin nothing", () => {
  const mirror = pod("kube-proxy-gke-big", {
    on: "gke-big",
    namespace: "kube-system",
    owner: null,
    annotations: { "kubernetes.io/config.mirror": "x" },
  });
  const result = auditOf(large({ pods: [mirror] }));
  expect(whyNot(result)).toEqual({ "gke-big": "removable" });
  expect(result.totals.pinnedNodes).toBe(0);
});

describe("situation 5: kube-system pods", () => {
  const metrics = (minutes: number) =>
    pod("metrics", {
      on: "gke-big",
      namespace: "kube-system",
      createdAt: minutesAgo(minutes),
      startedAt: minutesAgo(minutes),
    });

  test("young, controlled, without a budget: blocks, and a budget is what it lacks", () => {
    const result = auditOf(large({ pods: [metrics(20)] }));
    expect(only(result).blockers).toMatchObject([{ reason: "UnmovableKubeSystemPod" }]);
    expect(only(result).advice.map(({ kind }) => kind)).toEqual(["add-budget", "taint-large-pool"]);
  });

  test("two hours old: it moves, if there is room for it", () => {
    const result = auditOf(large({ pods: [metrics(120)], nodes: [node("gke-other", { type: "e2-standard-4" })] }));
    expect(whyNot(result)["gke-big"]).toBe("removable");
  });

  test("bare: blocks however old it is", () => {
    const bare = pod("bare", { on: "gke-big", namespace: "kube-system", owner: null, startedAt: hoursAgo(300) });
    expect(only(auditOf(large({ pods: [bare] }))).blockers).toMatchObject([{ reason: "NotReplicated" }]);
  });
});

describe("situation 6: pools that do not shrink", () => {
  const url =
    "https://www.googleapis.com/compute/v1/projects/p/zones/asia-northeast1-b/instanceGroups/gke-c-big-1a2b3c4d-grp";
  const world = (min: number): World => ({
    nodes: [node("gke-c-big-1a2b3c4d-aaaa", { pool: "big" })],
    pods: [locked("small-x", { on: "gke-c-big-1a2b3c4d-aaaa" })],
    nodeGroups: [{ name: url, min, max: 5, target: 1 }],
  });

  test("at its minimum there is nothing to save, and another remedy is told", () => {
    const result = auditOf(world(1));
    expect(result.findings).toEqual([]);
    expect(whyNot(result)).toEqual({ "gke-c-big-1a2b3c4d-aaaa": "pool-minimum" });
    expect(result.observations).toMatchObject([{ kind: "other-remedy", detail: { cause: "pool-minimum" } }]);
    expect(auditOf(world(0)).findings).toHaveLength(1);
  });

  test("a pool that is not autoscaled has another remedy", () => {
    const result = auditOf({ ...world(0), nodeGroups: null, settings: { notAutoscaledPools: ["big"] } });
    expect(whyNot(result)).toEqual({ "gke-c-big-1a2b3c4d-aaaa": "other-remedy" });
    expect(result.observations).toMatchObject([{ kind: "other-remedy", detail: { cause: "NotAutoscaled" } }]);
  });
});

describe("situation 7: the node's own state", () => {
  const small = locked("small-x", { on: "gke-big" });

  test("cordoned but pinned: it is still billed", () => {
    expect(only(auditOf(large({ pods: [small] }, { unschedulable: true })))).toMatchObject({ cordoned: true });
  });

  test("scale-down-disabled: the annotation is the cause", () => {
    const annotations = { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" };
    const result = auditOf(large({ pods: [small] }, { annotations }));
    expect(whyNot(result)).toEqual({ "gke-big": "other-remedy" });
    expect(result.observations).toMatchObject([
      { kind: "other-remedy", detail: { cause: "ScaleDownDisabledAnnotation" } },
    ]);
  });

  test.each([
    ["six minutes old: wait", 6, true, "too-young"],
    ["ten minutes old: told", 10, true, null],
    ["not ready, nineteen minutes: wait", 19, false, "too-young"],
    ["not ready, twenty minutes: told", 20, false, null],
  ])("%s", (_, minutes, ready, expected) => {
    const young = locked("small-x", { on: "gke-big", startedAt: minutesAgo(minutes) });
    expect(whyNot(auditOf(large({ pods: [young] }, { ready })))).toEqual({ "gke-big": expected });
  });

  test("not ready: its pods are not to be trusted, which a note says", () => {
    const { notes } = auditOf(large({ pods: [small] }, { ready: false }));
    expect(notes.find(({ kind }) => kind === "not-ready")?.text).toContain("gke-big");
  });
});

test("situation 8: a GPU node with a CPU-only blocker is underutilized, and dear", () => {
  const world = large(
    { pods: [locked("prep", { on: "gke-big", requests: { cpu: "8", memory: "8Gi" } })] },
    { type: "a2-highgpu-1g", labels: { "cloud.google.com/gke-accelerator": "nvidia-tesla-a100" } },
  );
  const finding = only(auditOf(world));
  expect(finding.utilization).toMatchObject({ resource: "nvidia.com/gpu", gpu: 0, max: 0 });
  expect(finding.utilization?.cpu).toBeCloseTo(0.71, 2);
  expect(finding.home).toMatchObject({ kind: "new", machineType: "e2-highcpu-16" });
  expect(finding.wasteUsdPerHour).toBeCloseTo(4.04959 - 0.50825, 4);
});

describe("situation 9: prices that are looked up, not guessed", () => {
  const small = locked("small-x", { on: "gke-big" });

  test("a spot node's home is a spot node", () => {
    const finding = only(auditOf(large({ pods: [small] }, { labels: { "cloud.google.com/gke-spot": "true" } })));
    expect(finding.price.usdPerHour).toBeCloseTo(1.411, 3);
    expect(finding.home).toMatchObject({ machineType: "e2-standard-2", provisioning: "spot" });
    expect(finding.wasteUsdPerHour).toBeCloseTo(1.410816 - 0.051584, 6);
  });

  test("an unknown type says unknown, and is counted", () => {
    const allocatable = resources({ cpu: "63770m", memory: "500Gi", pods: "110" });
    const result = auditOf(large({ pods: [small] }, { type: "x9-mega-64", allocatable }));
    expect(only(result)).toMatchObject({
      wasteUsdPerHour: null,
      accruedUsd: 0,
      home: { machineType: "e2-standard-2" },
    });
    expect(only(result).wasteUsdPerHourByBook).toEqual({ autoscaler: null, gke: null, list: null });
    expect(result.totals).toMatchObject({ unpricedNodes: 1, pinnedNodes: 1, usdPerHour: 0, wasteUsdPerHour: 0 });
    expect(result.notes.find(({ kind }) => kind === "unknown-price")?.text).toContain("x9-mega-64 in asia-northeast1");
  });
});

test("situation 10: a small node with a small blocker is right use", () => {
  const result = auditOf({
    nodes: [node("gke-small", { type: "e2-standard-2" })],
    pods: [locked("small-x", { on: "gke-small", annotations: LOCKED })],
    controllers: [controller("CronJob", "small")],
  });
  expect(result.findings).toEqual([]);
  expect(result.observations).toEqual([]);
  expect(whyNot(result)).toEqual({ "gke-small": "not-large" });
});
