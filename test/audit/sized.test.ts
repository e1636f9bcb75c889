import { describe, expect, test } from "vitest";
import { audit } from "../../src/audit/audit.ts";
import type { Audit } from "../../src/audit/finding.ts";
import { questionsOf } from "../../src/audit/questions.ts";
import { type Learned, NOTHING_LEARNED } from "../../src/model/learned.ts";
import { DAY, millis } from "../../src/model/time.ts";
import type { ContainerRun } from "../../src/model/usage.ts";
import { controller, findingOf, hoursAgo, inputOf, locked, node, reference, resources, type World } from "./world.ts";

const GIB = 1024 ** 3;

/** Runs of a workload's container, one a day. */
function runs(count: number, gib: number, cores: number, more: Partial<ContainerRun> = {}): readonly ContainerRun[] {
  return Array.from({ length: count }, (_, n) => ({
    container: "main",
    run: `${n}`,
    from: hoursAgo(24 * (n + 2)),
    to: hoursAgo(24 * (n + 1)),
    peakBytes: gib * GIB,
    limitBytes: null,
    outOfMemory: false,
    cpuSeconds: cores * 3_600,
    seconds: 3_600,
    restarts: 0,
    open: false,
    ...more,
  }));
}

const JOBS = [controller("CronJob", "train"), controller("Job", "train-1", { owner: reference(["CronJob", "train"]) })];

function auditWith(world: World, past: readonly ContainerRun[]): Audit {
  const learned: Learned = { ...NOTHING_LEARNED, workloads: new Map([["CronJob batch/train", past]]) };
  return audit({ ...inputOf(world), learned });
}

function worldOf(requests: Readonly<Record<string, string>>, more: Parameters<typeof locked>[1] | object = {}): World {
  return {
    nodes: [
      node("big"),
      node("small", { type: "e2-medium", pool: "small" }),
      node("wide", { type: "n2-standard-8", pool: "wide" }),
    ],
    pods: [locked("train-1-x", { on: "big", owner: ["Job", "train-1"], requests, ...more })],
    controllers: JOBS,
  };
}

const patchOf = (result: Audit) => findingOf(result, "big").advice.find(({ patch }) => patch !== null)?.patch ?? "";

describe("a pinned node whose blocker asks for more than it needs", () => {
  const result = auditWith(worldOf({ cpu: "6", memory: "24Gi" }), runs(12, 1, 0.2));

  test("has what its runs need, the home of that, and what it saves", () => {
    const { needs, sized, home } = findingOf(result, "big");
    expect(needs).toMatchObject([{ kind: "CronJob", namespace: "batch", name: "train", per: "run" }]);
    expect(needs?.[0]?.containers[0]).toMatchObject({ container: "main", memory: { kind: "proposed", runs: 12 } });
    expect((sized?.home.quote.usdPerHour ?? 9) < (home?.quote.usdPerHour ?? 0)).toBe(true);
    expect(sized?.savesUsdPerHour).toBeCloseTo((home?.quote.usdPerHour ?? 0) - (sized?.home.quote.usdPerHour ?? 0), 9);
  });

  test("gets one patch with the requests and the pool that holds them", () => {
    expect(patchOf(result)).toBe(`spec:
  jobTemplate:
    spec:
      template:
        spec:
          nodeSelector:
            cloud.google.com/gke-nodepool: small
          containers:
            - name: main
              resources:
                requests:
                  cpu: 200m
                  memory: 1088Mi
`);
    expect(findingOf(result, "big").advice.filter(({ kind }) => /request/u.test(kind))).toEqual([]);
  });

  test("keeps its waste: that is reckoned with what the pods ask for now", () => {
    const bare = audit(inputOf(worldOf({ cpu: "6", memory: "24Gi" })));
    expect(findingOf(result, "big").wasteUsdPerHour).toBe(findingOf(bare, "big").wasteUsdPerHour);
  });
});

describe("what is proposed", () => {
  test("too few runs: nothing, and how many there are", () => {
    const finding = findingOf(auditWith(worldOf({ cpu: "6", memory: "24Gi" }), runs(2, 1, 0.2)), "big");
    expect(finding.needs?.[0]?.containers[0]?.memory).toMatchObject({ kind: "too-few-runs", runs: 2, needed: 5 });
    expect(finding.sized).toBeUndefined();
    expect(patchOf(auditWith(worldOf({ cpu: "6", memory: "24Gi" }), runs(2, 1, 0.2)))).not.toContain("resources");
  });

  test("more than is asked for now, after runs ran out of memory, with the limit raised along", () => {
    const past = runs(12, 2, 0.2, { limitBytes: 2 * GIB, outOfMemory: true });
    expect(patchOf(auditWith(worldOf({ cpu: "200m", memory: "2Gi" }), past))).toContain(
      "requests:\n                  cpu: 200m\n                  memory: 4Gi\n                limits:\n                  memory: 4Gi",
    );
  });

  test("nothing for a pod that asks as a whole", () => {
    const spec = { podLevelRequests: resources({ cpu: "6", memory: "24Gi" }) };
    const result = auditWith(worldOf({ cpu: "6", memory: "24Gi" }, { spec }), runs(12, 1, 0.2));
    expect(findingOf(result, "big").sized).toBeUndefined();
    expect(patchOf(result)).not.toContain("resources");
  });

  test("where no pool holds the pods, the requests alone", () => {
    const world = { ...worldOf({ cpu: "6", memory: "24Gi" }), nodes: [node("big")] };
    const { advice } = findingOf(auditWith(world, runs(12, 1, 0.2)), "big");
    const size = advice.find(({ kind }) => kind === "lower-request");
    expect(size?.patch).toContain("memory: 1088Mi");
    expect(size?.text).toContain("12 runs, the largest took 1.0Gi");
  });
});

describe("a node that only requests keep busy", () => {
  const busy = worldOf({ cpu: "40", memory: "400Gi" });

  test("is an observation with its patch, and in no total", () => {
    const result = auditWith(busy, runs(12, 1, 0.2));
    expect(result.findings).toEqual([]);
    expect(result.totals.wasteUsdPerHour).toBe(0);
    expect(result.observations).toMatchObject([
      {
        kind: "oversized-blocker",
        node: { name: "big" },
        detail: { oversized: "CronJob batch/train", oversizedPods: 1 },
      },
    ]);
    expect(result.observations[0]?.advice?.[0]?.patch).toContain("memory: 1088Mi");
  });

  test.for<[string, readonly ContainerRun[]]>([
    ["uses what it asks for", runs(12, 300, 30)],
    ["is half as large, still above the threshold", runs(12, 280, 1)],
    ["has too few runs", runs(3, 1, 0.2)],
    ["has no past", []],
  ])("is none where the blocker %s", ([, past]) => {
    expect(auditWith(busy, past).observations.map(({ kind }) => kind)).not.toContain("oversized-blocker");
  });
});

describe("what is asked", () => {
  const questions = (world: World, most = 300) => {
    const input = inputOf(world);
    return questionsOf(input, audit(input), millis(30 * DAY), most);
  };

  test("the nodes of findings from their blocker's start, at the threshold, and the workloads that hold them", () => {
    const { nodes, workloads } = questions(worldOf({ cpu: "6", memory: "24Gi" }));
    expect(nodes).toMatchObject([{ node: "big", from: hoursAgo(3), withoutDaemonSets: false }]);
    expect(nodes[0]?.limits.cpu).toBeCloseTo(63.77 / 2, 1);
    expect(workloads).toEqual([
      { kind: "CronJob", namespace: "batch", name: "train", running: ["train-1-x"], outOfMemory: [] },
    ]);
  });

  test("the workloads of busy nodes too, but not their nodes", () => {
    const { nodes, workloads } = questions(worldOf({ cpu: "40", memory: "400Gi" }));
    expect(nodes).toEqual([]);
    expect(workloads).toHaveLength(1);
  });

  test("no more workloads than may be", () => {
    expect(questions(worldOf({ cpu: "6", memory: "24Gi" }), 0).workloads).toEqual([]);
  });

  test("GPUs alone decide where there are any; cpu shows that the node was there", () => {
    const world = {
      nodes: [node("big", { type: "a2-highgpu-1g" }), node("small", { type: "e2-standard-4", pool: "small" })],
      pods: [locked("train-1-x", { on: "big", owner: ["Job", "train-1"], requests: { cpu: "2", memory: "4Gi" } })],
      controllers: JOBS,
    };
    expect(Object.keys(questions(world).nodes[0]?.limits ?? {}).toSorted()).toEqual(["cpu", "gpu"]);
  });
});
