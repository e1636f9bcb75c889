import { describe, expect, test } from "vitest";
import type { Since } from "../../src/audit/finding.ts";
import { formatInstant } from "../../src/model/time.ts";
import {
  auditOf,
  controller,
  findingOf,
  hoursAgo,
  locked,
  node,
  type PodWish,
  pod,
  resources,
  type World,
} from "./world.ts";

const NODE = "gke-big";

/** A pod that has ended on the node; 40 of its 64 cores unless told otherwise. */
function ended(name: string, from: number, to: number | null, more: Partial<PodWish> = {}) {
  const end = to === null ? {} : { finishedAt: hoursAgo(to) };
  return pod(name, {
    on: NODE,
    requests: { cpu: "40", memory: "10Gi" },
    owner: ["Job", name],
    startedAt: hoursAgo(from),
    phase: "Succeeded",
    ...end,
    ...more,
  });
}

const SMALL = locked("small-x", { on: NODE, startedAt: hoursAgo(10) });

function sinceOf(world: Partial<World> & Pick<World, "pods">, createdAt = hoursAgo(48)): Since {
  return findingOf(auditOf({ nodes: [node(NODE, { createdAt })], ...world }), NODE).since;
}

function brief({ time, evidence, proven, what }: Since) {
  return [time === null ? null : formatInstant(time), evidence, proven, what];
}

describe("since when a node is pinned", () => {
  test.each<[string, World["pods"], ReturnType<typeof brief>]>([
    [
      "the larger pod's end, when the blocker was there before",
      [SMALL, ended("big", 20, 5)],
      ["2026-11-20T07:00:00Z", "pod-finished", true, "Pod batch/big finished"],
    ],
    [
      "the last of several larger pods",
      [SMALL, ended("first", 40, 30), ended("second", 29, 6), ended("third", 28, 12)],
      ["2026-11-20T06:00:00Z", "pod-finished", true, "Pod batch/second finished"],
    ],
    [
      "a later small pod changes nothing: the node was underutilized already",
      [SMALL, ended("big", 20, 5), ended("tiny", 4, 1, { requests: { cpu: "1", memory: "1Gi" } })],
      ["2026-11-20T07:00:00Z", "pod-finished", true, "Pod batch/big finished"],
    ],
    [
      "two pods that were large only together: the first end of the two",
      [
        SMALL,
        ended("left", 20, 7, { requests: { cpu: "20", memory: "1Gi" } }),
        ended("right", 20, 5, { requests: { cpu: "20", memory: "1Gi" } }),
      ],
      ["2026-11-20T05:00:00Z", "pod-finished", true, "Pod batch/left finished"],
    ],
    [
      "two ends at one time: the larger pod is named",
      [
        SMALL,
        ended("minor", 20, 5, { requests: { cpu: "30", memory: "1Gi" } }),
        ended("major", 20, 5, { requests: { cpu: "33", memory: "1Gi" } }),
      ],
      ["2026-11-20T07:00:00Z", "pod-finished", true, "Pod batch/major finished"],
    ],
    [
      "the blocker's start, when it came after the end",
      [locked("late", { on: NODE, startedAt: hoursAgo(4) }), ended("big", 20, 5)],
      ["2026-11-20T08:00:00Z", "pod-finished", true, "Pod batch/big finished before Pod batch/late started"],
    ],
    [
      "a blocker that started as the larger pod ended",
      [locked("then", { on: NODE, startedAt: hoursAgo(5) }), ended("big", 20, 5)],
      ["2026-11-20T07:00:00Z", "pod-finished", true, "Pod batch/big finished"],
    ],
    [
      "the earliest of several blockers counts",
      [locked("late", { on: NODE, startedAt: hoursAgo(1) }), SMALL, ended("big", 20, 5)],
      ["2026-11-20T07:00:00Z", "pod-finished", true, "Pod batch/big finished"],
    ],
    [
      "a pod that ended before this node was made is of another node",
      [SMALL, ended("big", 60, 50)],
      ["2026-11-20T02:00:00Z", "blocker-start", false, "Pod batch/small-x started"],
    ],
    [
      "without any larger pod: the blocker's start is a bound",
      [SMALL, ended("tiny", 4, 1, { requests: { cpu: "1", memory: "1Gi" } })],
      ["2026-11-20T02:00:00Z", "blocker-start", false, "Pod batch/small-x started"],
    ],
    [
      "a blocker without a start: the node's age is a bound",
      [locked("x", { on: NODE, startedAt: null, createdAt: null })],
      ["2026-11-18T12:00:00Z", "node-age", false, "Node gke-big was created"],
    ],
    [
      "a larger pod whose own end is not known says nothing without its Job",
      [SMALL, ended("big", 20, null)],
      ["2026-11-20T02:00:00Z", "blocker-start", false, "Pod batch/small-x started"],
    ],
    [
      "an end in the future is passed over",
      [SMALL, ended("big", 20, -1)],
      ["2026-11-20T02:00:00Z", "blocker-start", false, "Pod batch/small-x started"],
    ],
  ])("%s", (_, pods, expected) => {
    expect(brief(sinceOf({ pods }))).toEqual(expected);
  });

  test("the Job's completion stands in for the end of its pod", () => {
    const jobs = [controller("Job", "big", { finishedAt: hoursAgo(5) })];
    expect(brief(sinceOf({ pods: [SMALL, ended("big", 20, null)], controllers: jobs }))).toEqual([
      "2026-11-20T07:00:00Z",
      "job-finished",
      true,
      "Job batch/big finished",
    ]);
  });

  test("a pod of today's blockers that blocks only by a spent budget proves no beginning", () => {
    const web = pod("web", { on: NODE, startedAt: hoursAgo(10) });
    const budgets = [{ namespace: "batch", name: "all", selector: [], disruptionsAllowed: 0 }];
    const since = sinceOf({ pods: [web, ended("big", 20, 5)], budgets });
    expect(brief(since)).toEqual(["2026-11-20T07:00:00Z", "pod-finished", false, "Pod batch/big finished"]);
  });

  test("nothing at all is known: no time", () => {
    const world: World = {
      nodes: [node(NODE, { createdAt: null })],
      pods: [locked("x", { on: NODE, startedAt: null, createdAt: null })],
    };
    expect(brief(findingOf(auditOf(world), NODE).since)).toEqual([null, "unknown", false, ""]);
  });

  test("only what is proven accrues", () => {
    const finding = findingOf(auditOf({ nodes: [node(NODE)], pods: [SMALL, ended("big", 20, 5)] }), NODE);
    expect(finding.accruedUsd).toBeCloseTo((finding.wasteUsdPerHour ?? 0) * 5, 9);
  });

  test("a pod that had it exactly at the threshold is not larger", () => {
    const allocatable = resources({ cpu: "64", memory: "500Gi", pods: "110" });
    const half = ended("half", 20, 5, { requests: { cpu: "31500m" } });
    const world: World = { nodes: [node(NODE, { allocatable })], pods: [SMALL, half] };
    expect(findingOf(auditOf(world), NODE).since).toMatchObject({ evidence: "blocker-start" });
  });

  test("a GPU node is followed by its GPUs alone", () => {
    const gpu = node(NODE, { type: "a2-highgpu-1g" });
    const training = ended("train", 20, 5, { requests: { cpu: "1", memory: "1Gi", "nvidia.com/gpu": "1" } });
    const crowd = ended("crowd", 20, 2, { requests: { cpu: "11", memory: "1Gi" } });
    expect(brief(findingOf(auditOf({ nodes: [gpu], pods: [SMALL, training, crowd] }), NODE).since)).toEqual([
      "2026-11-20T07:00:00Z",
      "pod-finished",
      true,
      "Pod batch/train finished",
    ]);
  });
});
