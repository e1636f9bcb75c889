import { expect, test } from "vitest";
import { createScheduling } from "../../../src/judge/cluster-scheduling.ts";
import { podsByNode } from "../../../src/judge/visible.ts";
import type { Node } from "../../../src/model/node.ts";
import type { Pod, SpreadConstraint } from "../../../src/model/pod.ts";
import { ago, node, type PodChanges, pod, snapshot } from "../objects.ts";

const WEB = [{ key: "app", operator: "In" as const, values: ["web"] }];

const constraint = (changes: Partial<SpreadConstraint> = {}): SpreadConstraint => ({
  topologyKey: "zone",
  maxSkew: 1,
  minDomains: null,
  selector: WEB,
  matchLabelKeys: [],
  nodeAffinityPolicy: "Honor",
  nodeTaintsPolicy: "Ignore",
  ...changes,
});

const taint = { key: "t", value: "", effect: "NoSchedule", addedAt: null };
const a1 = node("a1", { labels: { zone: "a", rack: "1" } });
const b1 = node("b1", { labels: { zone: "b", rack: "2" } });
const c1 = node("c1", { labels: { zone: "c", rack: "3" } });
const bare = node("bare");

let made = 0;
const web = (nodeName: string, changes: PodChanges = {}): Pod =>
  pod({ name: `web${made++}`, nodeName, labels: { app: "web" }, ...changes });
const on = (name: string, count: number): readonly Pod[] => Array.from({ length: count }, () => web(name));

/** Does the filter refuse a web pod with these constraints on `a1`? */
function refuses(
  nodes: readonly Node[],
  pods: readonly Pod[],
  constraints: readonly SpreadConstraint[],
  changes: PodChanges = {},
): boolean {
  const scheduling = createScheduling(snapshot({ nodes }), podsByNode(pods));
  const asked = web("", { ...changes, spec: { spread: constraints, ...changes.spec } });
  return scheduling.refusal(asked, nodes[0]?.name ?? "") === "PodTopologySpread";
}

test.each<[string, readonly Node[], readonly Pod[], readonly SpreadConstraint[], boolean]>([
  ["no pod anywhere", [a1, b1], [], [constraint()], false],
  ["one pod in the zone, none in the other", [a1, b1], on("a1", 1), [constraint()], true],
  ["one pod in the zone, a skew of two", [a1, b1], on("a1", 1), [constraint({ maxSkew: 2 })], false],
  ["one pod in each zone", [a1, b1], [...on("a1", 1), ...on("b1", 1)], [constraint()], false],
  ["one zone only", [a1], on("a1", 5), [constraint()], false],
  ["one zone only, three wanted", [a1], on("a1", 1), [constraint({ minDomains: 3 })], true],
  ["as many zones as are wanted", [a1, b1], [...on("a1", 1), ...on("b1", 1)], [constraint({ minDomains: 2 })], false],
  [
    "a zone of nodes that lack another constraint's key",
    [a1, node("b2", { labels: { zone: "b" } })],
    on("a1", 1),
    [constraint(), constraint({ topologyKey: "rack", maxSkew: 9 })],
    false,
  ],
  ["a node without the key", [bare, a1], [], [constraint()], true],
  ["pods of another namespace", [a1, b1], [web("a1", { namespace: "other" })], [constraint()], false],
  ["pods with other labels", [a1, b1], [pod({ nodeName: "a1" })], [constraint()], false],
  ["pods that are being deleted", [a1, b1], [web("a1", { deletedAt: ago(0) })], [constraint()], false],
  [
    "an empty selector, which counts the pod itself alone",
    [a1, b1],
    on("a1", 3),
    [constraint({ selector: [] })],
    false,
  ],
  ["no selector", [a1, b1], on("a1", 3), [constraint({ selector: null })], false],
  [
    "two constraints, the second full",
    [a1, b1, c1],
    on("a1", 1),
    [constraint({ maxSkew: 5 }), constraint({ topologyKey: "rack" })],
    true,
  ],
  [
    "a tainted node's empty zone, taints ignored",
    [a1, node("b2", { labels: { zone: "b" }, taints: [taint] })],
    on("a1", 1),
    [constraint()],
    true,
  ],
  [
    "a tainted node's empty zone, taints honored",
    [a1, node("b2", { labels: { zone: "b" }, taints: [taint] })],
    on("a1", 1),
    [constraint({ nodeTaintsPolicy: "Honor" })],
    false,
  ],
  [
    "a cordoned node's empty zone",
    [a1, node("b2", { labels: { zone: "b" }, unschedulable: true })],
    on("a1", 1),
    [constraint({ nodeTaintsPolicy: "Honor" })],
    true,
  ],
])("%s", (_, nodes, pods, constraints, expected) => {
  expect(refuses(nodes, pods, constraints)).toBe(expected);
});

test.each([
  ["Honor" as const, false],
  ["Ignore" as const, true],
])("an empty zone that the pod's node selector leaves out, with %s", (nodeAffinityPolicy, expected) => {
  const changes = { spec: { nodeSelector: new Map([["zone", "a"]]) } };
  expect(refuses([a1, b1], on("a1", 1), [constraint({ nodeAffinityPolicy })], changes)).toBe(expected);
});

test("a pod that does not match its own constraint adds nothing to its domain", () => {
  expect(refuses([a1, b1], on("a1", 1), [constraint()], { labels: { app: "other" } })).toBe(false);
  expect(refuses([a1, b1], on("a1", 2), [constraint()], { labels: { app: "other" } })).toBe(true);
});

test("matchLabelKeys count the pods of the same revision only", () => {
  const old = web("a1", { labels: { app: "web", hash: "1" } });
  const keyed = [constraint({ matchLabelKeys: ["hash", "missing"] })];
  expect(refuses([a1, b1], [old], keyed, { labels: { app: "web", hash: "1" } })).toBe(true);
  expect(refuses([a1, b1], [old], keyed, { labels: { app: "web", hash: "2" } })).toBe(false);
  expect(refuses([a1, b1], [old], keyed, { labels: { app: "web" } })).toBe(true);
});
