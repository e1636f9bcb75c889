import { expect, test } from "vitest";
import { createJudge } from "../../src/judge/judge.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod, PodSpec } from "../../src/model/pod.ts";
import { settings } from "./around.ts";
import { asking, CONTROLLERS, FULL, first, TWO } from "./judged.ts";
import { container, NOW, node, pod, snapshot } from "./objects.ts";

test("the pod without a place is named with what refused it", () => {
  const cordoned = node("n3", { unschedulable: true });
  const tainted = node("n4", { taints: [{ key: "k", value: "", effect: "NoSchedule", addedAt: null }] });
  const said = first([...TWO, cordoned, tainted], [asking("small", "0"), asking("a", "1"), FULL]);
  expect(said.stuck?.pod.name).toBe("a");
  expect(new Map(said.stuck?.refusals)).toEqual(
    new Map([
      ["NodeUnschedulable", 1],
      ["TaintToleration", 1],
      ["NodeResourcesFit", 1],
    ]),
  );
});

test("pods of higher priority are placed first", () => {
  const room = node("n2", { allocatable: { cpu: "1", memory: "16Gi", pods: "110" } });
  const low = asking("low", "1");
  const high = asking("high", "1", { spec: { priority: 5 } });
  expect(first([node("n1"), room], [low, high]).stuck?.pod.name).toBe("low");
  expect(first([node("n1"), room], [high, low]).stuck?.pod.name).toBe("low");
});

test("priority comes before standing: a nominated pod of higher priority is placed before a bound one", () => {
  const room = node("n2", { allocatable: { cpu: "1", memory: "16Gi", pods: "110" } });
  const nominated = asking("nominated", "1", { nodeName: "", nominatedNodeName: "n1", spec: { priority: 5 } });
  expect(first([node("n1"), room], [asking("bound", "1"), nominated]).stuck?.pod.name).toBe("bound");
});

test("pods of one priority are placed as they stand, bound before nominated", () => {
  const room = node("n2", { allocatable: { cpu: "1", memory: "16Gi", pods: "110" } });
  const nominated = asking("nominated", "1", { nodeName: "", nominatedNodeName: "n1" });
  expect(first([node("n1"), room], [asking("a", "1"), asking("b", "1")]).stuck?.pod.name).toBe("b");
  expect(first([node("n1"), room], [nominated, asking("bound", "1")]).stuck?.pod.name).toBe("nominated");
});

test("the search goes round the nodes by name, behind the last place found", () => {
  const nodes = ["n5", "n1", "n4", "n3", "n2"].map((name) => node(name));
  const pods = ["a", "b", "c", "d", "e"].map((name) => asking(name, "0", { nodeName: "n3" }));
  const court = createJudge(snapshot({ nodes, pods, controllers: CONTROLLERS }), settings(), NOW);
  const placement = court.placement(node("n3"));
  expect(placement.fits && [...placement.destinations.values()]).toEqual(["n2", "n4", "n5", "n1", "n2"]);
});

function spreadOver(nodeTaintsPolicy: "Honor" | "Ignore"): Partial<PodSpec> {
  const selector = [{ key: "app", operator: "In" as const, values: ["x"] }];
  const whole = { topologyKey: "zone", maxSkew: 1, minDomains: null, selector, matchLabelKeys: [] };
  return { spread: [{ ...whole, nodeAffinityPolicy: "Honor", nodeTaintsPolicy }] };
}

test("a removed node still counts as a domain of topology spread, its pods do not", () => {
  const zoned = (name: string, zone: string): Node => node(name, { labels: { zone } });
  const x = (name: string, nodeName: string): Pod =>
    asking(name, "0", { nodeName, labels: { app: "x" }, spec: spreadOver("Ignore") });
  const apart = first([zoned("n1", "a"), zoned("n2", "b")], [x("p", "n1"), x("q", "n2")]);
  expect([apart.verdict, apart.stuck && [...apart.stuck.refusals]]).toEqual([
    "NoPlaceToMovePods",
    [["PodTopologySpread", 1]],
  ]);
  expect(first([zoned("n1", "a"), zoned("n2", "b")], [x("p", "n1")]).verdict).toBe("Removable");
});

test("a removed node has the autoscaler's NoSchedule taint, so that spread that honors taints passes it over", () => {
  const zoned = (name: string, zone: string): Node => node(name, { labels: { zone } });
  const x = (name: string, nodeName: string): Pod =>
    asking(name, "0", { nodeName, labels: { app: "x" }, spec: spreadOver("Honor") });
  expect(first([zoned("n1", "a"), zoned("n2", "b")], [x("p", "n1"), x("q", "n2")]).verdict).toBe("Removable");
});

test("a pod that asks for a Cloud TPU is placed without it", () => {
  const tpu = pod({ spec: { containers: [container({ "cloud-tpus.google.com/v3": "8" })] } });
  expect(first(TWO, [tpu]).verdict).toBe("Removable");
  const stuck = pod({ spec: { ...tpu.spec, ...spreadOver("Ignore") } });
  expect(new Map(first(TWO, [stuck]).stuck?.refusals)).toEqual(new Map([["PodTopologySpread", 1]]));
  const gpu = pod({ spec: { containers: [container({ "nvidia.com/gpu": "1" })] } });
  expect(first(TWO, [gpu]).verdict).toBe("NoPlaceToMovePods");
});
