import { expect, test } from "vitest";
import { nodeUnschedulableRefuses } from "../../../src/judge/predicates/node-unschedulable.ts";
import type { Toleration } from "../../../src/model/pod.ts";

const all: Toleration = { key: "", operator: "Exists", value: "", effect: "" };
const cordon: Toleration = { ...all, key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

test.each<[string, boolean, readonly Toleration[], boolean]>([
  ["open", false, [], false],
  ["cordoned", true, [], true],
  ["cordoned, everything tolerated", true, [all], false],
  ["cordoned, the cordon tolerated", true, [cordon], false],
  ["cordoned, the cordon tolerated by its empty value", true, [{ ...cordon, operator: "Equal" }], false],
  ["cordoned, the cordon tolerated for another effect", true, [{ ...cordon, effect: "NoExecute" }], true],
])("a node that is %s", (_, unschedulable, tolerations, refuses) => {
  expect(nodeUnschedulableRefuses(unschedulable, tolerations)).toBe(refuses);
});
