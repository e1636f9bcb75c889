import { describe, expect, test } from "vitest";
import type { PodWish } from "./world.ts";
import { auditOf, locked, node, pod, type World, whyNot } from "./world.ts";

const NODE = "gke-big";
const SMALL = locked("small-x", { on: NODE });

function withCores(name: string, cpu: string, more: Partial<PodWish> = {}) {
  return locked(name, { on: NODE, requests: { cpu, memory: "1Gi" }, ...more });
}

function kinds(world: Partial<World> & Pick<World, "pods">) {
  return auditOf({ nodes: [node(NODE)], ...world }).observations.map(({ kind, blockers, detail }) => [
    kind,
    blockers.map(({ name }) => name),
    detail["endingPods"] ?? detail["cause"],
  ]);
}

describe("nodes above the threshold with small blockers on them", () => {
  test.each<[string, World["pods"], ReturnType<typeof kinds>]>([
    [
      "movable work keeps it busy: at risk",
      [pod("web", { on: NODE, requests: { cpu: "40" } }), SMALL],
      [["at-risk", ["small-x"], 0]],
    ],
    ["a Job's big pod ends: at risk", [withCores("big", "40"), SMALL], [["at-risk", ["small-x"], 1]]],
    ["two of them", [withCores("big", "36"), withCores("huge", "36"), SMALL], [["at-risk", ["small-x"], 2]]],
    [
      "one of them is enough to be gone",
      [withCores("big", "18"), withCores("huge", "30"), SMALL],
      [["at-risk", ["big", "small-x"], 1]],
    ],
    ["a big pod that does not end: right use", [withCores("big", "40", { owner: ["StatefulSet", "db"] }), SMALL], []],
    ["the big pod alone: right use", [withCores("big", "40")], []],
    ["movable work alone: right use", [pod("web", { on: NODE, requests: { cpu: "40" } })], []],
    [
      "many small blockers: crowded",
      Array.from({ length: 18 }, (_, at) => withCores(`small-${at}`, "2")),
      [["crowded-by-blockers", Array.from({ length: 18 }, (_, at) => `small-${at}`), 0]],
    ],
    [
      "so many that no cheaper node holds them: right use",
      Array.from({ length: 30 }, (_, at) => withCores(`small-${at}`, "2")),
      [],
    ],
  ])("%s", (_, pods, expected) => {
    expect(kinds({ pods })).toEqual(expected);
  });

  test("a small node at risk of nothing worth telling is not told", () => {
    const pods = [withCores("big", "3"), locked("tiny", { on: NODE, requests: { cpu: "100m" } })];
    expect(kinds({ nodes: [node(NODE, { type: "e2-standard-4" })], pods })).toMatchObject([["at-risk", ["tiny"], 1]]);
    expect(
      kinds({
        nodes: [node(NODE, { type: "e2-standard-2" })],
        pods: [withCores("big", "1"), locked("tiny", { on: NODE, requests: { cpu: "100m" } })],
      }),
    ).toEqual([]);
  });

  test("what it might come to is told, and is in no total", () => {
    const result = auditOf({ nodes: [node(NODE)], pods: [withCores("big", "40"), SMALL] });
    expect(result.observations[0]?.detail).toMatchObject({
      home: "e2-medium",
      movablePods: 0,
      smallBlockers: 1,
      threshold: 0.5,
    });
    expect(result.observations[0]?.detail["wasteUsdPerHour"]).toBeCloseTo(5.374 - 0.043, 3);
    expect(result.totals).toMatchObject({ wasteUsdPerHour: 0, pinnedNodes: 0, accruedUsd: 0 });
  });
});

describe("other remedies", () => {
  const fixed = { settings: { notAutoscaledPools: ["n2-highmem-64"] } };

  test("an empty node of a pool that is not autoscaled is told, with or without blockers", () => {
    expect(kinds({ pods: [SMALL], ...fixed })).toEqual([["other-remedy", ["small-x"], "NotAutoscaled"]]);
    expect(kinds({ pods: [], ...fixed })).toEqual([["other-remedy", [], "NotAutoscaled"]]);
  });

  test("one whose pods have no other place, or that is in use, is not", () => {
    expect(kinds({ pods: [pod("web", { on: NODE })], ...fixed })).toEqual([]);
    expect(kinds({ pods: [withCores("big", "40")], ...fixed })).toEqual([]);
    expect(kinds({ pods: [SMALL, pod("web", { on: NODE })], ...fixed })).toEqual([]);
  });

  test("a small one is not", () => {
    expect(
      kinds({
        nodes: [node(NODE, { type: "e2-standard-2" })],
        pods: [],
        settings: { notAutoscaledPools: ["e2-standard-2"] },
      }),
    ).toEqual([]);
  });
});

describe("billed otherwise", () => {
  test.each([
    ["Autopilot", { "cloud.google.com/autopilot-managed-node": "true" }, "autopilot"],
    ["a reservation", { "cloud.google.com/reservation-name": "big-ones" }, "reservation"],
  ])("%s: known, but no waste", (_, labels, cause) => {
    const result = auditOf({ nodes: [node(NODE, { labels })], pods: [SMALL] });
    expect(result.observations).toMatchObject([{ kind: "billed-otherwise", detail: { cause } }]);
    expect(whyNot(result)).toEqual({ [NODE]: "billed-otherwise" });
    expect(result.totals.wasteUsdPerHour).toBe(0);
  });

  test("room on a node that is billed by request is not free", () => {
    const nodes = [
      node(NODE),
      node("auto", { type: "e2-standard-8", labels: { "cloud.google.com/autopilot-managed-node": "true" } }),
    ];
    const result = auditOf({ nodes, pods: [SMALL, locked("x", { on: "auto" })] });
    expect(result.findings.map(({ home }) => home?.kind)).toEqual(["new"]);
  });
});
