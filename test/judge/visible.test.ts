import { expect, test } from "vitest";
import { placeOf, podsByNode, stands, visiblePods } from "../../src/judge/visible.ts";
import { SECOND } from "../../src/model/time.ts";
import { settings } from "./around.ts";
import { ago, type PodChanges, pod } from "./objects.ts";

const priority = (value: number | null): PodChanges => ({ spec: { priority: value } });

test.each<[string, PodChanges, boolean]>([
  ["running", {}, true],
  ["pending", { phase: "Pending" }, true],
  ["unknown", { phase: "Unknown" }, true],
  ["succeeded", { phase: "Succeeded" }, false],
  ["failed", { phase: "Failed" }, false],
  ["without a priority", priority(null), true],
  ["of priority 0", priority(0), true],
  ["of priority -10", priority(-10), true],
  ["of priority -11", priority(-11), false],
  ["being deleted", { deletedAt: ago(SECOND) }, true],
  ["nowhere", { nodeName: "" }, false],
  ["nominated", { nodeName: "", nominatedNodeName: "n1" }, true],
  ["nominated and being deleted", { nodeName: "", nominatedNodeName: "n1", deletedAt: ago(SECOND) }, false],
  ["nominated and expendable", { nodeName: "", nominatedNodeName: "n1", ...priority(-11) }, false],
])("a pod that is %s", (_, changes, expected) => {
  expect(visiblePods([pod(changes)], settings()).length).toBe(expected ? 1 : 0);
});

test("the cutoff is a flag", () => {
  const pods = [pod(priority(-11)), pod(priority(-1)), pod(priority(0))];
  expect(visiblePods(pods, settings({ expendablePodsPriorityCutoff: 0 }))).toEqual([pods[2]]);
  expect(visiblePods(pods, settings({ expendablePodsPriorityCutoff: -11 }))).toEqual(pods);
});

test("a bound pod counts where it is, not where it was nominated", () => {
  const bound = pod({ nodeName: "n1", nominatedNodeName: "n2" });
  expect(placeOf(bound)).toBe("n1");
  expect(placeOf(pod({ nodeName: "", nominatedNodeName: "n2" }))).toBe("n2");
  expect(stands(pod({ nodeName: "", nominatedNodeName: "" }))).toBe(false);
});

test("pods are kept by node in their order", () => {
  const pods = [pod({ name: "a" }), pod({ name: "b", nodeName: "n2" }), pod({ name: "c" })];
  const on = podsByNode(pods);
  expect(on("n1").map(({ name }) => name)).toEqual(["a", "c"]);
  expect(on("n3")).toEqual([]);
});
