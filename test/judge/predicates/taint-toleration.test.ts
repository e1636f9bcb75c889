import { expect, test } from "vitest";
import { taintTolerationRefuses, tolerates } from "../../../src/judge/predicates/taint-toleration.ts";
import type { Taint } from "../../../src/model/node.ts";
import type { Toleration } from "../../../src/model/pod.ts";

const taint = (changes: Partial<Taint> = {}): Taint => ({
  key: "k",
  value: "v",
  effect: "NoSchedule",
  addedAt: null,
  ...changes,
});
const toleration = (changes: Partial<Toleration>): Toleration => ({
  key: "k",
  operator: "Equal",
  value: "v",
  effect: "NoSchedule",
  ...changes,
});

test.each<[string, Partial<Toleration>, Partial<Taint>, boolean]>([
  ["equal in all", {}, {}, true],
  ["without an operator, equal in all", { operator: "" }, {}, true],
  ["of another value", { value: "w" }, {}, false],
  ["of no value, which is no wildcard", { value: "" }, {}, false],
  ["of another key", { key: "l" }, {}, false],
  ["of another effect", { effect: "NoExecute" }, {}, false],
  ["of every effect", { effect: "" }, { effect: "NoExecute" }, true],
  ["Exists, of another value", { operator: "Exists", value: "w" }, {}, true],
  ["Exists, of another key", { operator: "Exists", key: "l" }, {}, false],
  ["Exists, of every key", { operator: "Exists", key: "" }, {}, true],
  ["Equal, of every key and the same value", { key: "" }, {}, true],
  ["Equal, of every key and another value", { key: "", value: "w" }, {}, false],
  ["Gt, which the number would satisfy", { operator: "Gt", value: "95" }, { value: "97" }, false],
  ["Lt, which the number would satisfy", { operator: "Lt", value: "99" }, { value: "97" }, false],
  ["with nonsense for an operator", { operator: "exists" }, {}, false],
])("a toleration %s", (_, changes, of, expected) => {
  expect(tolerates(toleration(changes), taint(of))).toBe(expected);
});

test.each<[string, readonly Taint[], readonly Toleration[], boolean]>([
  ["no taint", [], [], false],
  ["NoSchedule", [taint()], [], true],
  ["NoExecute", [taint({ effect: "NoExecute" })], [], true],
  ["PreferNoSchedule", [taint({ effect: "PreferNoSchedule" })], [], false],
  ["an unknown effect", [taint({ effect: "NoIdea" })], [], false],
  ["a tolerated taint", [taint()], [toleration({ key: "l" }), toleration({})], false],
  ["two taints, the second not tolerated", [taint(), taint({ key: "l" })], [toleration({})], true],
])("a node with %s", (_, taints, tolerations, refuses) => {
  expect(taintTolerationRefuses(taints, tolerations)).toBe(refuses);
});
