import { describe, expect, test } from "vitest";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import type { Scheduling } from "../../src/judge/scheduling.ts";
import { podsByNode } from "../../src/judge/visible.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod, PodAffinityTerm } from "../../src/model/pod.ts";
import { node, pod, resources, snapshot } from "./objects.ts";
import { GHOST_TAINT } from "./scheduling-worlds.ts";

const anywhere = (): boolean => true;
const cpu = (amount: string) => [{ name: "c", kind: "main" as const, requests: resources({ cpu: amount }) }];
const names = (pods: readonly Pod[]): readonly string[] => pods.map(({ name }) => name);

function cluster(nodes: readonly Node[], pods: readonly Pod[] = []): Scheduling {
  return createScheduling(snapshot({ nodes }), podsByNode(pods));
}

describe("where pods stand at first", () => {
  test("on their node, or the one they are nominated for; on an unknown node nowhere", () => {
    const pods = [
      pod({ name: "bound" }),
      pod({ name: "nominated", nodeName: "", nominatedNodeName: "n1" }),
      pod({ name: "moved", nominatedNodeName: "n2" }),
      pod({ name: "lost", nodeName: "gone" }),
      pod({ name: "waiting", nodeName: "" }),
    ];
    const scheduling = cluster([node("n1"), node("n2")], pods);
    expect(names(scheduling.podsOn("n1"))).toEqual(["bound", "nominated", "moved"]);
    expect(scheduling.podsOn("n2")).toEqual([]);
    expect(scheduling.podsOn("gone")).toEqual([]);
  });

  test("with what a resize has given them, while a pod that looks for a place asks what its spec says", () => {
    const grown = pod({ nodeName: "n1", spec: { containers: cpu("1") }, runningRequests: resources({ cpu: "3" }) });
    const scheduling = cluster([node("n1"), node("n2", { allocatable: { cpu: "1", pods: "9" } })], [grown]);
    expect(scheduling.refusal(pod({ name: "q", spec: { containers: cpu("2") } }), "n1")).toBe("NodeResourcesFit");
    scheduling.take(grown);
    expect(scheduling.refusal(grown, "n2")).toBeNull();
    expect(scheduling.refusal(pod({ name: "q", spec: { containers: cpu("4") } }), "n1")).toBeNull();
  });
});

describe("place", () => {
  const small = pod({ name: "small", nodeName: "", spec: { containers: cpu("1") } });
  const four = ["n1", "n2", "n3", "n4"].map((name) => node(name, { unschedulable: name === "n2" }));

  test.each<[string, string | undefined, readonly string[], string | null]>([
    ["the first node", undefined, ["n1", "n2", "n3", "n4"], "n1"],
    ["the first that is accepted", undefined, ["n3", "n4"], "n3"],
    ["never a cordoned node", undefined, ["n2"], null],
    ["the one behind another", "n1", ["n1", "n2", "n3", "n4"], "n3"],
    ["round to the start", "n4", ["n1", "n4"], "n1"],
    ["the same one again, if there is no other", "n3", ["n3"], "n3"],
  ])("takes %s", (_, after, accepted, expected) => {
    const scheduling = cluster(four);
    expect(scheduling.place(small, (name) => accepted.includes(name), after)).toBe(expected);
    expect(four.filter(({ name }) => scheduling.podsOn(name).includes(small)).map(({ name }) => name)).toEqual(
      expected === null ? [] : [expected],
    );
  });

  test("skips a cordoned node even for a pod that tolerates it", () => {
    const tolerant = pod({
      nodeName: "",
      spec: { tolerations: [{ key: "", operator: "Exists", value: "", effect: "" }] },
    });
    const scheduling = cluster([node("n1", { unschedulable: true })]);
    expect(scheduling.refusal(tolerant, "n1")).toBeNull();
    expect(scheduling.place(tolerant, anywhere)).toBeNull();
  });

  test("goes on to the next node when one is full", () => {
    const scheduling = cluster([node("n1", { allocatable: { cpu: "2", pods: "9" } }), node("n2")]);
    const placed = ["a", "b", "c"].map((name) =>
      scheduling.place(pod({ name, nodeName: "", spec: small.spec }), anywhere),
    );
    expect(placed).toEqual(["n1", "n1", "n2"]);
  });

  test("takes the last room there is, to the byte and the pod", () => {
    const scheduling = cluster([node("n1", { allocatable: { cpu: "1", memory: "1Gi", pods: "1" } })]);
    const whole = pod({
      nodeName: "",
      spec: { containers: [{ name: "c", kind: "main", requests: resources({ cpu: "1", memory: "1Gi" }) }] },
    });
    expect(scheduling.place(whole, anywhere)).toBe("n1");
    expect(scheduling.place(pod({ name: "q", nodeName: "" }), anywhere)).toBeNull();
    expect(scheduling.refusals(pod({ name: "q", nodeName: "" }))).toEqual(new Map([["NodeResourcesFit", 1]]));
    scheduling.take(whole);
    expect(scheduling.place(whole, anywhere)).toBe("n1");
  });

  test("takes a node with more on it than it has, for a pod that asks for nothing of that", () => {
    const tight = node("n1", { allocatable: { cpu: "1", memory: "1Gi", pods: "9" } });
    const full = pod({ spec: { containers: [{ name: "c", kind: "main", requests: resources({ memory: "2Gi" }) }] } });
    const crowded = cluster([tight], [full, pod({ name: "busy", spec: { containers: cpu("3") } })]);
    expect(crowded.place(pod({ name: "idle", nodeName: "" }), anywhere)).toBe("n1");
    expect(crowded.place(small, anywhere)).toBeNull();
  });

  test("takes an added node when the others are full", () => {
    const scheduling = cluster([node("n1", { allocatable: { cpu: "0", pods: "9" } })]);
    const mark = scheduling.mark();
    scheduling.addNode(node("home"));
    expect(scheduling.place(small, anywhere)).toBe("home");
    scheduling.revert(mark);
    expect(scheduling.place(small, anywhere)).toBeNull();
    expect(scheduling.podsOn("home")).toEqual([]);
  });
});

test("a pod whose affinity names its nodes is refused by NodeAffinity before a cordon or a taint is looked at", () => {
  const named = (...values: readonly string[]) => ({
    nodeAffinity: [
      { expressions: [], fields: values.map((value) => ({ key: "metadata.name", operator: "In", values: [value] })) },
    ],
  });
  const scheduling = cluster([node("n1", { unschedulable: true }), node("n2", { taints: [GHOST_TAINT] })]);
  expect(scheduling.refusal(pod({ spec: named("n2") }), "n1")).toBe("NodeAffinity");
  expect(scheduling.refusal(pod({ spec: named("n1") }), "n1")).toBe("NodeUnschedulable");
  expect(scheduling.refusal(pod({ spec: named("n1", "n2") }), "n2")).toBe("NodeAffinity");
  expect(scheduling.refusals(pod({ spec: named("n1", "n2") }))).toEqual(new Map([["NodeAffinity", 2]]));
});

test("what cannot be done is said", () => {
  const scheduling = cluster([node("n1")], [pod({ name: "p" })]);
  expect(() => scheduling.refusal(pod(), "n9")).toThrow("there is no node n9");
  expect(() => scheduling.addNode(node("n1"))).toThrow("node n1 is there already");
  const [standing] = scheduling.podsOn("n1");
  expect(() => scheduling.put(standing ?? pod(), "n1")).toThrow("pod default/p stands on a node already");
  scheduling.take(pod({ name: "stranger" }));
  expect(names(scheduling.podsOn("n1"))).toEqual(["p"]);
});

test("a copy of a pod with other wishes is another pod, and shuns and is counted like any", () => {
  const shun: PodAffinityTerm = {
    selector: [{ key: "app", operator: "In", values: ["web"] }],
    topologyKey: "host",
    namespaces: [],
    namespaceSelector: null,
    matchLabelKeys: [],
    mismatchLabelKeys: [],
  };
  const nodes = [node("n1", { labels: { host: "n1" } }), node("n2", { labels: { host: "n2" } })];
  const web = pod({
    name: "web",
    nodeName: "n1",
    labels: { app: "web" },
    spec: { nodeSelector: new Map([["host", "n1"]]) },
  });
  const scheduling = cluster(nodes, [web]);
  const asked = pod({ name: "asked", nodeName: "", labels: { app: "web" }, spec: { antiAffinity: [shun] } });
  expect(scheduling.refusals(asked)).toEqual(new Map([["InterPodAffinity", 1]]));
  scheduling.take(web);
  const copy = { ...web, spec: { ...web.spec, nodeSelector: new Map(), antiAffinity: [shun] } };
  scheduling.put(copy, "n2");
  expect(scheduling.refusal(asked, "n1")).toBeNull();
  expect(scheduling.refusal(asked, "n2")).toBe("InterPodAffinity");
  expect(scheduling.refusal(pod({ name: "plain", nodeName: "", labels: { app: "web" } }), "n2")).toBe(
    "InterPodAffinity",
  );
});
