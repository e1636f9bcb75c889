import { expect, test } from "vitest";
import { createScheduling } from "../../../src/judge/cluster-scheduling.ts";
import { podsByNode } from "../../../src/judge/visible.ts";
import type { Pod, PodAffinityTerm } from "../../../src/model/pod.ts";
import { ago, node, type PodChanges, pod, snapshot } from "../objects.ts";

const matching = (key: string, value: string) => [{ key, operator: "In" as const, values: [value] }];

const term = (changes: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  selector: matching("app", "web"),
  topologyKey: "zone",
  namespaces: [],
  namespaceSelector: null,
  matchLabelKeys: [],
  mismatchLabelKeys: [],
  ...changes,
});

const nodes = [
  node("a1", { labels: { zone: "a" } }),
  node("a2", { labels: { zone: "a" } }),
  node("b1", { labels: { zone: "b" } }),
  node("bare"),
];
const namespaces = new Map([
  ["ml", new Map([["team", "ml"]])],
  ["web", new Map<string, string>()],
]);
const ML = matching("team", "ml");
const NO_TEAM = [{ key: "team", operator: "DoesNotExist" as const, values: [] }];

let made = 0;
const standing = (nodeName: string, changes: PodChanges = {}): Pod => pod({ name: `s${made++}`, nodeName, ...changes });
const web = (nodeName: string, changes: PodChanges = {}): Pod =>
  standing(nodeName, { labels: { app: "web" }, ...changes });

/** The nodes that the filter refuses the asked pod on. */
function refused(pods: readonly Pod[], asked: PodChanges): readonly string[] {
  const scheduling = createScheduling(snapshot({ nodes, namespaces }), podsByNode(pods));
  const one = pod({ name: "asked", nodeName: "", ...asked });
  return nodes.map(({ name }) => name).filter((name) => scheduling.refusal(one, name) === "InterPodAffinity");
}

test.each<[string, readonly Pod[], PodChanges, readonly string[]]>([
  ["nobody to be near", [], { spec: { affinity: [term()] } }, ["a1", "a2", "b1", "bare"]],
  ["someone in the zone", [web("a1")], { spec: { affinity: [term()] } }, ["b1", "bare"]],
  ["someone on a node without the key", [web("bare")], { spec: { affinity: [term()] } }, ["a1", "a2", "b1", "bare"]],
  ["someone who is leaving", [web("a1", { deletedAt: ago(0) })], { spec: { affinity: [term()] } }, ["b1", "bare"]],
  ["the first of its group", [], { labels: { app: "web" }, spec: { affinity: [term()] } }, ["bare"]],
  [
    "the first of its group, another stands without the key",
    [web("bare")],
    { labels: { app: "web" }, spec: { affinity: [term()] } },
    ["bare"],
  ],
  ["not the first of its group", [web("a1")], { labels: { app: "web" }, spec: { affinity: [term()] } }, ["b1", "bare"]],
  [
    "one pod that matches both terms",
    [web("a1", { labels: { app: "web", tier: "x" } })],
    { spec: { affinity: [term(), term({ selector: matching("tier", "x") })] } },
    ["b1", "bare"],
  ],
  [
    "two pods that match a term each",
    [web("a1"), standing("a1", { labels: { tier: "x" } })],
    { spec: { affinity: [term(), term({ selector: matching("tier", "x") })] } },
    ["a1", "a2", "b1", "bare"],
  ],
  [
    "affinity without a selector",
    [web("a1")],
    { spec: { affinity: [term({ selector: null })] } },
    ["a1", "a2", "b1", "bare"],
  ],
  ["affinity to every pod", [standing("b1")], { spec: { affinity: [term({ selector: [] })] } }, ["a1", "a2", "bare"]],
])("affinity: %s", (_, pods, asked, expected) => {
  expect(refused(pods, asked)).toEqual(expected);
});

test.each<[string, readonly Pod[], PodChanges, readonly string[]]>([
  ["nobody to shun", [], { spec: { antiAffinity: [term()] } }, []],
  ["someone in the zone", [web("a1")], { spec: { antiAffinity: [term()] } }, ["a1", "a2"]],
  ["someone on a node without the key", [web("bare")], { spec: { antiAffinity: [term()] } }, []],
  [
    "one of two terms",
    [web("a1")],
    { spec: { antiAffinity: [term({ selector: matching("tier", "x") }), term()] } },
    ["a1", "a2"],
  ],
  ["someone who is leaving", [web("b1", { deletedAt: ago(0) })], { spec: { antiAffinity: [term()] } }, ["b1"]],
  [
    "matchLabelKeys, which the API server has dealt with",
    [web("a1", { labels: { app: "web", hash: "1" } })],
    { labels: { hash: "2" }, spec: { antiAffinity: [term({ matchLabelKeys: ["hash"] })] } },
    ["a1", "a2"],
  ],
  [
    "a standing pod that shuns it",
    [standing("a1", { spec: { antiAffinity: [term()] } })],
    { labels: { app: "web" } },
    ["a1", "a2"],
  ],
  [
    "a standing pod that shuns others",
    [standing("a1", { spec: { antiAffinity: [term()] } })],
    { labels: { app: "x" } },
    [],
  ],
  [
    "a standing pod that shuns it, without the key",
    [standing("bare", { spec: { antiAffinity: [term()] } })],
    { labels: { app: "web" } },
    [],
  ],
  [
    "a standing pod that shuns every pod",
    [standing("b1", { spec: { antiAffinity: [term({ selector: [] })] } })],
    {},
    ["b1"],
  ],
  [
    "a standing pod that shuns without a selector",
    [standing("b1", { spec: { antiAffinity: [term({ selector: null })] } })],
    {},
    [],
  ],
])("anti-affinity: %s", (_, pods, asked, expected) => {
  expect(refused(pods, asked)).toEqual(expected);
});

const NEAR_A = ["a1", "a2"];

test.each<[string, Partial<PodAffinityTerm>, string, readonly string[]]>([
  ["its own namespace by default", {}, "default", NEAR_A],
  ["not another one by default", {}, "ml", []],
  ["a namespace by name", { namespaces: ["ml"] }, "ml", NEAR_A],
  ["not its own, with others named", { namespaces: ["ml"] }, "default", []],
  ["a namespace by label", { namespaceSelector: ML }, "ml", NEAR_A],
  ["not its own, with a selector", { namespaceSelector: ML }, "default", []],
  ["a namespace by name or by label", { namespaces: ["web"], namespaceSelector: ML }, "web", NEAR_A],
  ["every namespace, listed or not", { namespaceSelector: [] }, "unlisted", NEAR_A],
  ["a listed namespace without a label", { namespaceSelector: NO_TEAM }, "web", NEAR_A],
  ["an unlisted one too, where no labels will do", { namespaceSelector: NO_TEAM }, "unlisted", NEAR_A],
  ["one with the label too, where no labels will do", { namespaceSelector: NO_TEAM }, "ml", NEAR_A],
])("an asked pod's term means %s", (_, changes, namespace, expected) => {
  expect(refused([web("a1", { namespace })], { spec: { antiAffinity: [term(changes)] } })).toEqual(expected);
});

test.each<[string, Partial<PodAffinityTerm>, string, readonly string[]]>([
  ["its own namespace by default", {}, "default", NEAR_A],
  ["not another one by default", {}, "ml", []],
  ["a namespace by name", { namespaces: ["ml"] }, "ml", NEAR_A],
  ["a namespace by label", { namespaceSelector: ML }, "ml", NEAR_A],
  ["not its own, with a selector", { namespaceSelector: ML }, "default", []],
  ["every namespace, listed or not", { namespaceSelector: [] }, "unlisted", NEAR_A],
  ["an unlisted namespace as one without labels", { namespaceSelector: NO_TEAM }, "unlisted", NEAR_A],
])("a standing pod's term means %s", (_, changes, namespace, expected) => {
  const shunning = standing("a1", { spec: { antiAffinity: [term(changes)] } });
  expect(refused([shunning], { namespace, labels: { app: "web" } })).toEqual(expected);
});
