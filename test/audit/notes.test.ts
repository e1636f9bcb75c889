import { describe, expect, test } from "vitest";
import { auditOf, locked, NOTHING_ELSE, node, pod, resources, storyOf, type World } from "./world.ts";

const NODE = "gke-big";

function notes(world: Partial<World>): ReadonlyMap<string, string> {
  const result = auditOf({ nodes: [node(NODE)], pods: [locked("small-x", { on: NODE })], nodeGroups: [], ...world });
  return new Map(result.notes.map(({ kind, text }) => [kind, text]));
}

describe("notes", () => {
  test("a sound input with the autoscaler's status needs none", () => {
    const nodeGroups = [{ name: "gke-c-n2-highmem-64-1a2b3c4d-grp", min: 0, max: 3, target: 1 }];
    expect([...notes({ nodes: [node("gke-c-n2-highmem-64-1a2b3c4d-wxyz")], pods: [], nodeGroups })]).toEqual([]);
  });

  test.each<[string, Partial<World>, string, RegExp]>([
    [
      "a kind that was refused",
      { kinds: { Job: { state: "refused", why: "403 Forbidden" } } },
      "kind-refused",
      /^Job objects could not be listed \(403 Forbidden\)/u,
    ],
    [
      "kinds that a file lacks, only those that matter",
      { kinds: NOTHING_ELSE },
      "kind-absent",
      /^The input holds no PodDisruptionBudget, no Job:/u,
    ],
    ["nobody says what is autoscaled", { nodeGroups: null }, "autoscaling-assumed", /all are taken to be/u],
    ["nobody says how small a pool may get", { nodeGroups: null }, "minimum-unknown", /minimum size/u],
    [
      "problems of the input",
      {
        more: { problems: [{ where: "a.json", object: "Pod batch/x", field: "spec.nodeName", what: "names no node" }] },
      },
      "input-problems",
      /^1 problem in the input; the first: a\.json: Pod batch\/x: spec\.nodeName: names no node$/u,
    ],
  ])("%s", (_, world, kind, text) => {
    expect(notes(world).get(kind)).toMatch(text);
  });

  test.each([
    [
      "a misspelt pool",
      ["traim"],
      'notAutoscaledPools names "traim", but no node of such a pool is there; did you mean "train"?',
    ],
    [
      "nothing like it",
      ["zzzzzzzz"],
      'notAutoscaledPools names "zzzzzzzz", but no node of such a pool is there; its pools are: train',
    ],
  ])("a pool of the configuration that is not there: %s", (_, notAutoscaledPools, text) => {
    const world = { nodes: [node(NODE, { pool: "train" })], settings: { notAutoscaledPools } };
    expect(notes(world).get("unknown-pool")).toBe(text);
  });

  test("machine types without a price are named, at most five", () => {
    const allocatable = resources({ cpu: "8", memory: "8Gi", pods: "110" });
    const nodes = [1, 2, 3, 4, 5, 6, 7].map((at) => node(`n${at}`, { type: `x9-mega-${at}`, allocatable }));
    expect(notes({ nodes, pods: [] }).get("unknown-price")).toBe(
      "7 nodes have no price in the list book and are in no sum: x9-mega-1 in asia-northeast1, x9-mega-2 in asia-northeast1, x9-mega-3 in asia-northeast1, x9-mega-4 in asia-northeast1, x9-mega-5 in asia-northeast1 and 2 more.",
    );
  });
});

describe("the story of every node", () => {
  test("why each is no finding", () => {
    const result = auditOf({
      nodes: [node("held"), node("empty"), node("used"), node("stuck")],
      pods: [
        locked("small-x", { on: "held" }),
        pod("big", { on: "used", requests: { cpu: "50" } }),
        locked("lock", { on: "stuck" }),
        pod("special", { on: "stuck", spec: { nodeSelector: new Map([["kubernetes.io/hostname", "stuck"]]) } }),
      ],
    });
    expect(
      result.nodes.map(({ node: { name }, whyNot, pinned, pods }) => [name, whyNot, pinned, pods.all, pods.toMove]),
    ).toEqual([
      ["held", null, true, 1, 0],
      ["empty", "removable", false, 0, 0],
      ["used", "not-underutilized", false, 1, 1],
      ["stuck", "no-place-without-blockers", false, 2, 1],
    ]);
    expect(result.totals).toMatchObject({ nodes: 4, pods: 4, pinnedNodes: 1 });
    expect(result.totals.usdPerHour).toBeCloseTo(4 * 5.37408, 9);
  });

  test("names its blockers, whatever its verdict is", () => {
    const result = auditOf({ nodes: [node("used")], pods: [locked("big", { on: "used", requests: { cpu: "50" } })] });
    expect(storyOf(result, "used")).toMatchObject({
      verdict: "NotUnderutilized",
      blockers: [{ name: "big", reason: "NotSafeToEvictAnnotation" }],
    });
  });
});

test("findings stand worst first: known waste, then unknown, then none", () => {
  const allocatable = resources({ cpu: "63", memory: "400Gi", pods: "110" });
  const result = auditOf({
    nodes: [
      node("a", { type: "n2-standard-64" }),
      node("b"),
      node("c", { type: "x9-mega-64", allocatable }),
      node("d"),
      node("e"),
    ],
    pods: [
      ...["a", "b", "c", "d", "e"].map((name) => locked(`small-${name}`, { on: name })),
      pod("web", {
        on: "e",
        requests: { cpu: "1" },
        spec: { nodeSelector: new Map([["cloud.google.com/gke-nodepool", "n2-highmem-64"]]) },
      }),
    ],
  });
  expect(result.findings.map(({ node: { name } }) => name).slice(0, 2)).toEqual(["b", "d"]);
  expect(result.findings.map(({ node: { name }, limitedBy }) => [name, limitedBy]).at(-1)).toEqual(["e", "room"]);
  expect(result.findings.at(-2)).toMatchObject({ node: { name: "c" }, wasteUsdPerHour: null });
});
