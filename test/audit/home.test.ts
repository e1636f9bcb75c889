import { describe, expect, test } from "vitest";
import type { NodeRequirement, NodeSelectorTerm, PodSpec } from "../../src/model/pod.ts";
import {
  auditOf,
  daemon,
  daemonSet,
  findingOf,
  locked,
  NOTHING_ELSE,
  node,
  pod,
  storyOf,
  type World,
  whyNot,
} from "./world.ts";

const NODE = "gke-big";
const POOL = "cloud.google.com/gke-nodepool";
const TYPE = "node.kubernetes.io/instance-type";
const FAMILY = "cloud.google.com/machine-family";

function term(expressions: readonly NodeRequirement[], fields: readonly NodeRequirement[] = []): NodeSelectorTerm {
  return { expressions, fields };
}

function is(key: string, ...values: readonly string[]): NodeRequirement {
  return { key, operator: "In", values };
}

/** The home of one small blocker whose spec is changed so. */
function homeWith(spec: Partial<PodSpec>, more: Partial<World> = {}) {
  const labels = { "research.dev/tier": "gold" };
  const world: World = {
    ...more,
    nodes: [node(NODE, { labels }), ...(more.nodes ?? [])],
    pods: [locked("small-x", { on: NODE, spec }), ...(more.pods ?? [])],
  };
  return findingOf(auditOf(world), NODE).home;
}

describe("selectors that name a place are let go, and told", () => {
  test.each<[string, Partial<PodSpec>, readonly string[]]>([
    ["the pool", { nodeSelector: new Map([[POOL, "n2-highmem-64"]]) }, [`nodeSelector ${POOL}=n2-highmem-64`]],
    ["the machine type", { nodeSelector: new Map([[TYPE, "n2-highmem-64"]]) }, [`nodeSelector ${TYPE}=n2-highmem-64`]],
    ["the family", { nodeSelector: new Map([[FAMILY, "n2"]]) }, [`nodeSelector ${FAMILY}=n2`]],
    [
      "the host",
      { nodeSelector: new Map([["kubernetes.io/hostname", NODE]]) },
      [`nodeSelector kubernetes.io/hostname=${NODE}`],
    ],
    [
      "the node itself",
      { nodeAffinity: [term([], [is("metadata.name", NODE)])] },
      [`nodeAffinity metadata.name=${NODE}`],
    ],
    [
      "one of several pools",
      { nodeAffinity: [term([is(POOL, "n2-highmem-64", "n2-mem-96")])] },
      [`nodeAffinity ${POOL} in (n2-highmem-64, n2-mem-96)`],
    ],
    [
      "only what names a place of a term, the rest holds",
      { nodeAffinity: [term([is("research.dev/tier", "gold"), is(FAMILY, "n2")])] },
      [`nodeAffinity ${FAMILY}=n2`],
    ],
    ["a family that the home has too is kept", { nodeAffinity: [term([is(FAMILY, "n2", "e2")])] }, []],
    ["what names no place is kept", { nodeSelector: new Map([["research.dev/tier", "gold"]]) }, []],
    [
      "two at once",
      { nodeSelector: new Map([[FAMILY, "n2"]]), nodeAffinity: [term([is(POOL, "n2-highmem-64")])] },
      [`nodeSelector ${FAMILY}=n2`, `nodeAffinity ${POOL}=n2-highmem-64`],
    ],
  ])("%s", (_, spec, relaxed) => {
    expect(homeWith(spec)).toMatchObject({ kind: "new", machineType: "e2-medium", relaxed });
  });

  test("where not to be is a constraint as any other", () => {
    const nodeAffinity = [term([{ key: FAMILY, operator: "NotIn", values: ["e2"] }])];
    expect(homeWith({ nodeAffinity })).toMatchObject({ machineType: "n2-standard-8", relaxed: [] });
  });

  test("spare room in another pool is found so too", () => {
    const more = { nodes: [node("small", { type: "e2-standard-2" })], pods: [locked("right-use", { on: "small" })] };
    expect(homeWith({ nodeSelector: new Map([[POOL, "n2-highmem-64"]]) }, more)).toMatchObject({
      kind: "spare",
      nodes: ["small"],
      relaxed: [`nodeSelector ${POOL}=n2-highmem-64`],
    });
  });

  test("spare room that needs no such change is preferred", () => {
    const more = {
      nodes: [
        node("small", { type: "e2-standard-2" }),
        node("z-other", { type: "e2-standard-2", pool: "n2-highmem-64" }),
      ],
      pods: [locked("right-use", { on: "small" }), locked("right-use-too", { on: "z-other" })],
    };
    expect(homeWith({ nodeSelector: new Map([[POOL, "n2-highmem-64"]]) }, more)).toMatchObject({
      nodes: ["z-other"],
      relaxed: [],
    });
  });
});

describe("a new node carries its DaemonSets first", () => {
  const small = locked("small-x", { on: NODE });
  const agent = daemon("agent", { on: NODE, requests: { cpu: "450m", memory: "500Mi" } });
  const nodes = [node(NODE)];

  test.each<[string, World, string]>([
    [
      "from their templates",
      { nodes, pods: [small], controllers: [daemonSet("agent", { cpu: "450m" })] },
      "e2-standard-2",
    ],
    [
      "not those that do not want such a node",
      {
        nodes,
        pods: [small],
        controllers: [
          daemonSet("gpu", { cpu: "450m" }, { nodeSelector: new Map([["cloud.google.com/gke-accelerator", "x"]]) }),
        ],
      },
      "e2-medium",
    ],
    [
      "those too that tolerate nothing of their own, on a node that is cordoned or not ready",
      {
        nodes: [
          node(NODE, {
            unschedulable: true,
            taints: [{ key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule", addedAt: null }],
          }),
        ],
        pods: [small],
        controllers: [daemonSet("agent", { cpu: "450m" })],
      },
      "e2-standard-2",
    ],
    [
      "from the pods on the pinned node when DaemonSets were not listed",
      {
        nodes,
        pods: [small, agent],
        kinds: { DaemonSet: { state: "refused", why: "forbidden" } },
        settings: { skipNodesWithCustomControllerPods: false },
      },
      "e2-standard-2",
    ],
    ["not from a pod that its DaemonSet has no template of", { nodes, pods: [small, agent] }, "e2-medium"],
  ])("%s", (_, world, machineType) => {
    expect(findingOf(auditOf(world), NODE).home).toMatchObject({ kind: "new", machineType });
  });

  test("a DaemonSet's pod needs no home itself, even where its DaemonSet was not listed or is gone", () => {
    const unlisted = findingOf(
      auditOf({ nodes, pods: [small, agent], kinds: { DaemonSet: { state: "absent" } } }),
      NODE,
    );
    expect(unlisted.home).toMatchObject({ kind: "new", machineType: "e2-standard-2" });
    expect(unlisted.blockers.map(({ name }) => name)).toEqual(["small-x"]);
    const gone = findingOf(auditOf({ nodes, pods: [agent], more: { controllers: empty() } }), NODE);
    expect(gone).toMatchObject({ home: { kind: "spare", nodes: [] }, blockers: [{ reason: "ControllerNotFound" }] });
  });

  test("a DaemonSet pod is bound to its node by name; its double is not", () => {
    const bound = daemon("agent", {
      on: NODE,
      requests: { cpu: "450m" },
      spec: { nodeAffinity: [term([], [is("metadata.name", NODE)])] },
    });
    const world: World = {
      nodes,
      pods: [small, bound],
      kinds: { DaemonSet: { state: "absent" } },
      settings: { skipNodesWithCustomControllerPods: false },
    };
    expect(findingOf(auditOf(world), NODE).home).toMatchObject({ machineType: "e2-standard-2" });
  });
});

describe("blockers without another place", () => {
  const gpu = {
    nodes: [node(NODE, { type: "a2-highgpu-1g", labels: { "cloud.google.com/gke-accelerator": "nvidia-tesla-a100" } })],
  };

  test("a blocker that asks for a GPU has no home without one", () => {
    const pods = [locked("infer", { on: NODE, requests: { cpu: "1", memory: "1Gi", "nvidia.com/gpu": "0" } })];
    expect(whyNot(auditOf({ ...gpu, pods }))).toEqual({ [NODE]: null });
    const asking = [locked("infer", { on: NODE, requests: { cpu: "1", memory: "1Gi", "nvidia.com/gpu": "1" } })];
    const settings = { scaleDownGpuUtilizationThreshold: 1 };
    const result = auditOf({ ...gpu, pods: asking, settings });
    expect(storyOf(result, NODE)).toMatchObject({
      pinned: true,
      home: null,
      whyNot: "home-not-cheaper",
      wasteUsdPerHour: 0,
    });
  });

  test("two that may not stand together have no one new node", () => {
    const antiAffinity = [
      {
        selector: [{ key: "app", operator: "In" as const, values: ["lonely"] }],
        topologyKey: "topology.kubernetes.io/zone",
        namespaces: [],
        namespaceSelector: null,
        matchLabelKeys: [],
        mismatchLabelKeys: [],
      },
    ];
    const lonely = (name: string) => locked(name, { on: NODE, labels: { app: "lonely" }, spec: { antiAffinity } });
    const result = auditOf({ nodes: [node(NODE)], pods: [lonely("one"), lonely("two")] });
    expect(whyNot(result)).toEqual({ [NODE]: "home-not-cheaper" });
  });

  test("for Arm pods no home is priced: what is wasted is not known", () => {
    const result = auditOf({
      nodes: [node(NODE, { type: "t2a-standard-48" })],
      pods: [locked("small-x", { on: NODE })],
    });
    expect(findingOf(result, NODE)).toMatchObject({ home: null, wasteUsdPerHour: null });
    expect(result.notes.map(({ kind }) => kind)).toContain("unknown-home");
  });

  test("a home that costs more than half of the node is none worth a change", () => {
    const heavy = [locked("heavy", { on: NODE, requests: { cpu: "7", memory: "10Gi" } })];
    const result = auditOf({ nodes: [node(NODE, { type: "n2-standard-16" })], pods: heavy });
    expect(findingOf(result, NODE).home).toMatchObject({ machineType: "e2-standard-8" });
    const strict = auditOf({
      nodes: [node(NODE, { type: "n2-standard-16" })],
      pods: heavy,
      audit: { maxHomeShare: 0.3 },
    });
    expect(whyNot(strict)).toEqual({ [NODE]: "home-not-cheaper" });
    expect(storyOf(strict, NODE).home).toMatchObject({ machineType: "e2-standard-8" });
  });
});

test("the deciding book chooses the home and the waste", () => {
  const world: World = { nodes: [node(NODE)], pods: [locked("small-x", { on: NODE })], audit: { book: "autoscaler" } };
  const finding = findingOf(auditOf(world), NODE);
  expect(finding.price.book).toBe("autoscaler");
  expect(finding.home?.quote.book).toBe("autoscaler");
  expect(finding.wasteUsdPerHour).toBe(finding.wasteUsdPerHourByBook.autoscaler);
});

test("what was not listed is no evidence: no finding rests on it, and a note says so", () => {
  const orphan = pod("small-x", { on: NODE, owner: ["Job", "small-x"] });
  const unseen = auditOf({ nodes: [node(NODE)], pods: [orphan], kinds: NOTHING_ELSE });
  expect(unseen.nodes[0]).toMatchObject({ verdict: "BlockedByPod", blockers: [{ reason: "ControllerNotFound" }] });
  expect(unseen.findings).toEqual([]);
  expect(whyNot(unseen)).toEqual({ [NODE]: "rests-on-unlisted-kind" });
  expect(unseen.notes.find(({ kind }) => kind === "withheld")?.text).toMatch(/Job.*gke-big/u);
  const listed = auditOf({ nodes: [node(NODE)], pods: [orphan], more: { controllers: empty() } });
  expect(findingOf(listed, NODE).blockers).toMatchObject([{ reason: "ControllerNotFound" }]);
});

test("a finding rests on what was seen, and leaves the rest unnamed", () => {
  const world: World = {
    nodes: [node(NODE)],
    pods: [pod("orphan", { on: NODE, owner: ["Job", "orphan"] }), locked("bare", { on: NODE, owner: null })],
    kinds: NOTHING_ELSE,
  };
  expect(findingOf(auditOf(world), NODE).blockers.map(({ name }) => name)).toEqual(["bare"]);
});

function empty() {
  const none = new Map();
  return {
    Job: none,
    CronJob: none,
    ReplicaSet: none,
    Deployment: none,
    StatefulSet: none,
    DaemonSet: none,
    ReplicationController: none,
  };
}
