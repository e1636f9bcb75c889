import { expect, test } from "vitest";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import { podsByNode } from "../../src/judge/visible.ts";
import type { SpreadConstraint } from "../../src/model/pod.ts";
import { node, type PodChanges, pod, snapshot } from "./objects.ts";
import { GHOST_TAINT } from "./scheduling-worlds.ts";

const spread = (changes: Partial<SpreadConstraint> = {}): PodChanges => ({
  labels: { app: "web" },
  spec: {
    spread: [
      {
        topologyKey: "zone",
        maxSkew: 1,
        minDomains: null,
        selector: [{ key: "app", operator: "In", values: ["web"] }],
        matchLabelKeys: [],
        nodeAffinityPolicy: "Honor",
        nodeTaintsPolicy: "Ignore",
        ...changes,
      },
    ],
  },
});
const nodes = [node("a1", { labels: { zone: "a" } }), node("b1", { labels: { zone: "b" } })];

test("a ghost has lost its pods, takes none, and is asked no more for the count of refusals", () => {
  const scheduling = createScheduling(snapshot({ nodes }), podsByNode([pod({ name: "p", nodeName: "b1" })]));
  const mark = scheduling.mark();
  scheduling.ghost("b1", GHOST_TAINT);
  expect(scheduling.podsOn("b1")).toEqual([]);
  expect(scheduling.refusal(pod(), "b1")).toBe("TaintToleration");
  expect(scheduling.place(pod({ name: "q" }), (name) => name === "b1")).toBeNull();
  expect(scheduling.refusals(pod({ spec: { nodeSelector: new Map([["zone", "c"]]) } }))).toEqual(
    new Map([["NodeAffinity", 1]]),
  );
  scheduling.revert(mark);
  expect(scheduling.podsOn("b1").map(({ name }) => name)).toEqual(["p"]);
  expect(scheduling.refusal(pod({ name: "q" }), "b1")).toBeNull();
});

test.each([
  ["a ghost still counts for topology spread", "Ignore" as const, "PodTopologySpread"],
  ["a ghost is left out where taints are honored", "Honor" as const, null],
])("%s", (_, nodeTaintsPolicy, expected) => {
  const scheduling = createScheduling(
    snapshot({ nodes }),
    podsByNode([pod({ name: "p", nodeName: "a1", ...spread() })]),
  );
  const asked = pod({ name: "asked", ...spread({ nodeTaintsPolicy }) });
  expect(scheduling.refusal(asked, "a1")).toBe("PodTopologySpread");
  const mark = scheduling.mark();
  scheduling.ghost("b1", GHOST_TAINT);
  expect(scheduling.refusal(asked, "a1")).toBe(expected);
  scheduling.revert(mark);
  expect(scheduling.refusal(asked, "a1")).toBe("PodTopologySpread");
});

test("a ghost is another thing than a node that is gone, whose zone counts no more", () => {
  const scheduling = createScheduling(
    snapshot({ nodes }),
    podsByNode([pod({ name: "p", nodeName: "a1", ...spread() })]),
  );
  const asked = pod({ name: "asked", ...spread() });
  scheduling.removeNode("b1");
  expect(scheduling.refusal(asked, "a1")).toBeNull();
  scheduling.addNode(node("b1", { labels: { zone: "b" } }));
  expect(scheduling.refusal(asked, "a1")).toBe("PodTopologySpread");
});
