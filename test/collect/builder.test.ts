import { describe, expect, test } from "vitest";
import { createBuilder } from "../../src/collect/builder.ts";
import { InputFailure } from "../../src/failure.ts";
import { READ_KINDS } from "../../src/model/snapshot.ts";
import { parseInstant } from "../../src/model/time.ts";
import { FULL_OBJECTS } from "./full-objects.ts";
import { node, object, ownedBy, pod, problemsOf, read } from "./objects.ts";

const HEADER = {
  kind: "BarnacleSnapshot",
  version: 1,
  takenAt: "2026-11-20T12:00:00Z",
  cluster: { project: "p", location: "l", name: "c" },
  kubernetesVersion: "v1.33.5-gke.1",
};

describe("kinds", () => {
  test("one object of every kind is read and counted", () => {
    const { kinds, problems, passedOver } = read(FULL_OBJECTS);
    expect(problems).toEqual([]);
    expect(passedOver.size).toBe(0);
    for (const kind of READ_KINDS) {
      expect([kind, kinds[kind]]).toEqual([kind, { state: "listed", count: kind === "PersistentVolume" ? 2 : 1 }]);
    }
  });

  test.each([
    ["batch.volcano.sh/v1alpha1", "Job", "Job.batch.volcano.sh"],
    ["apps.kruise.io/v1beta1", "StatefulSet", "StatefulSet.apps.kruise.io"],
    ["v1", "Service", "Service"],
    ["v1", "ConfigMap", "ConfigMap"],
    ["events.k8s.io/v1", "Event", "Event.events.k8s.io"],
    ["metrics.k8s.io/v1beta1", "NodeMetrics", "NodeMetrics.metrics.k8s.io"],
    ["v1", "constructor", "constructor"],
  ])("%s %s is passed over", (apiVersion, kind, counted) => {
    const { passedOver, controllers, kinds } = read([object(apiVersion, kind, { name: "x" })]);
    expect([...passedOver]).toEqual([[counted, 1]]);
    expect(controllers.Job.size + controllers.StatefulSet.size).toBe(0);
    expect(kinds.ConfigMap).toEqual({ state: "absent" });
  });

  test.each([
    ["extensions/v1beta1", "DaemonSet"],
    ["apps/v1beta2", "Deployment"],
    ["batch/v1beta1", "CronJob"],
  ] as const)("%s %s is one as well", (apiVersion, kind) => {
    expect(read([object(apiVersion, kind, { name: "x" })]).controllers[kind].has("default/x")).toBe(true);
  });

  test("an object without a version is taken for what its kind says", () => {
    expect(
      read([{ kind: "Namespace", metadata: { name: "x", labels: { a: "b" } } }])
        .namespaces.get("x")
        ?.get("a"),
    ).toBe("b");
  });

  test("absent, listed in vain and refused are three things", () => {
    const builder = createBuilder();
    builder.listed("Job");
    builder.refused("CronJob", "403 Forbidden");
    const { kinds } = builder.finish();
    expect(kinds.Job).toEqual({ state: "listed", count: 0 });
    expect(kinds.CronJob).toEqual({ state: "refused", why: "403 Forbidden" });
    expect(kinds.Pod).toEqual({ state: "absent" });
  });
});

describe("Lists", () => {
  const bare = { metadata: { name: "n1" }, status: { allocatable: { cpu: "1", memory: "1" } } };

  test("are unrolled, Lists of Lists too", () => {
    const list = { kind: "List", apiVersion: "v1", items: [node("a"), { kind: "List", items: [node("b")] }] };
    expect(read([list]).nodes.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("give their items the kind that these lack", () => {
    expect(read([{ kind: "NodeList", apiVersion: "v1", items: [bare] }]).nodes).toHaveLength(1);
    expect(
      read([{ kind: "JobList", apiVersion: "batch.volcano.sh/v1", items: [bare] }]).passedOver.get(
        "Job.batch.volcano.sh",
      ),
    ).toBe(1);
  });

  test("that are null or missing are empty, and say so of their kind", () => {
    expect(read([{ kind: "JobList", apiVersion: "batch/v1", items: null }]).kinds.Job).toEqual({
      state: "listed",
      count: 0,
    });
    expect(read([{ kind: "PodList", apiVersion: "v1" }]).kinds.Pod).toEqual({ state: "listed", count: 0 });
    expect(read([{ kind: "List", apiVersion: "v1", items: [] }]).kinds.Pod).toEqual({ state: "absent" });
  });

  test("with null for a list inside are read", () => {
    const empty = { containers: null, tolerations: null, volumes: null, initContainers: null, affinity: null };
    const { pods, problems } = read([
      node("n1"),
      pod("a", { spec: empty, metadata: { labels: null, ownerReferences: null } }),
    ]);
    expect(problems).toEqual([]);
    expect(pods[0]?.spec.containers).toEqual([]);
  });
});

describe("the first line", () => {
  test("tells cluster, time and version", () => {
    const { cluster, takenAt, kubernetesVersion } = read([HEADER]);
    expect(cluster).toEqual({ project: "p", location: "l", name: "c" });
    expect(takenAt).toBe(parseInstant("2026-11-20T12:00:00Z"));
    expect(kubernetesVersion).toBe("1.33");
  });

  test("tells which kinds were asked for", () => {
    const { kinds } = read([{ ...HEADER, kinds: { Job: "listed", CronJob: { refused: "403" }, Nonsense: "listed" } }]);
    expect([kinds.Job, kinds.CronJob, kinds.Pod]).toEqual([
      { state: "listed", count: 0 },
      { state: "refused", why: "403" },
      { state: "absent" },
    ]);
  });

  test("may leave everything out", () => {
    expect(read([{ kind: "BarnacleSnapshot", version: 1 }])).toMatchObject({ cluster: null, takenAt: null });
  });

  test.each([
    ["version 2", { ...HEADER, version: 2 }, "version 2"],
    ["no version", { ...HEADER, version: undefined }, "version nothing"],
    ["a time that is none", { ...HEADER, takenAt: "yesterday" }, 'takenAt in the first line is "yesterday"'],
    ["half a cluster", { ...HEADER, cluster: { project: "p" } }, "cluster in the first line"],
  ])("with %s is refused", (_, header, words) => {
    expect(() => read([header])).toThrow(InputFailure);
    expect(() => read([header])).toThrow(words);
  });

  test("of another cluster is refused", () => {
    const other = { ...HEADER, cluster: { project: "p", location: "l", name: "d" } };
    expect(() => read([HEADER, other])).toThrow("dump.json: a snapshot of p/l/d, but an earlier file is of p/l/c");
  });

  test("of another time is told, and the later time holds", () => {
    const snapshot = read([HEADER, { ...HEADER, takenAt: "2026-11-20T11:00:00Z", cluster: null }]);
    expect(snapshot.takenAt).toBe(parseInstant("2026-11-20T12:00:00Z"));
    expect(problemsOf(snapshot)).toEqual([
      expect.stringContaining("takenAt: taken at another time than an earlier file"),
    ]);
  });
});

describe("what cannot be read is named, and the rest goes on", () => {
  test.each([
    [
      "a quantity",
      pod("x", { spec: { containers: [{ name: "c", resources: { requests: { cpu: "abc" } } }] } }),
      "Pod default/x",
      "spec.containers[0].resources.requests.cpu",
      'quantity "abc" is not a Kubernetes quantity',
    ],
    [
      "a negative one",
      node("x", { status: { allocatable: { cpu: "-1" } } }),
      "Node x",
      "status.allocatable.cpu",
      'quantity "-1" is negative',
    ],
    [
      "a long one",
      node("x", { status: { capacity: { cpu: "1".repeat(400) } } }),
      "Node x",
      "status.capacity.cpu",
      "(402 characters) is larger than",
    ],
    [
      "a quantity that is a list",
      node("x", { status: { capacity: { cpu: [1] } } }),
      "Node x",
      "status.capacity.cpu",
      "a list is not a quantity",
    ],
    [
      "no name",
      pod("x", { metadata: { name: undefined } }),
      "Pod default/(without a name)",
      "metadata.name",
      "is missing",
    ],
    ["no metadata", { kind: "Node" }, "Node (without a name)", "metadata.name", "is missing"],
    [
      "metadata that is a text",
      { kind: "Node", metadata: "x" },
      "Node (without a name)",
      "metadata",
      '"x" is not an object',
    ],
    [
      "a time",
      pod("x", { metadata: { creationTimestamp: "now" } }),
      "Pod default/x",
      "metadata.creationTimestamp",
      '"now" is not a time',
    ],
    [
      "a day that is none",
      pod("x", { status: { startTime: "2026-02-30T00:00:00Z" } }),
      "Pod default/x",
      "status.startTime",
      "is not a time",
    ],
    [
      "containers",
      pod("x", { spec: { containers: "many" } }),
      "Pod default/x",
      "spec.containers",
      '"many" is not a list',
    ],
    ["a label", pod("x", { metadata: { labels: { a: 1 } } }), "Pod default/x", "metadata.labels.a", "1 is not a text"],
    [
      "a priority",
      pod("x", { spec: { priority: "high" } }),
      "Pod default/x",
      "spec.priority",
      '"high" is not a whole number',
    ],
    [
      "a flag",
      pod("x", { spec: { hostNetwork: "yes" } }),
      "Pod default/x",
      "spec.hostNetwork",
      '"yes" is neither true nor false',
    ],
    [
      "an operator",
      object(
        "policy/v1",
        "PodDisruptionBudget",
        { name: "x" },
        { spec: { selector: { matchExpressions: [{ key: "a", operator: "in", values: ["b"] }] } } },
      ),
      "PodDisruptionBudget default/x",
      "spec.selector.matchExpressions[0].operator",
      '"in" is not one of In',
    ],
    [
      "values",
      object(
        "policy/v1",
        "PodDisruptionBudget",
        { name: "x" },
        { spec: { selector: { matchExpressions: [{ key: "a", operator: "In" }] } } },
      ),
      "PodDisruptionBudget default/x",
      "spec.selector.matchExpressions[0].values",
      "In takes at least one value",
    ],
  ])("%s", (_, bad, name, field, what) => {
    const snapshot = read([node("n1"), pod("good"), bad]);
    expect(snapshot.pods.map((of) => of.name)).toEqual(["good"]);
    expect(snapshot.nodes.map((of) => of.name)).toEqual(["n1"]);
    expect(snapshot.problems).toHaveLength(1);
    expect(snapshot.problems[0]).toMatchObject({
      where: "dump.json",
      object: name,
      field,
      what: expect.stringContaining(what),
    });
    expect(snapshot.problems[0]?.what).toContain("is left out: correct it");
  });

  test("an item that is no object", () => {
    const snapshot = read([{ kind: "List", items: [null, "x", node("n1")] }]);
    expect(snapshot.nodes).toHaveLength(1);
    expect(snapshot.problems).toHaveLength(2);
  });

  test("a kind of which nothing could be read was there all the same", () => {
    expect(read([{ kind: "Node", metadata: {} }]).kinds.Node).toEqual({ state: "listed", count: 0 });
  });

  test("only the first hundred are told in full", () => {
    const snapshot = read(Array.from({ length: 130 }, () => ({ kind: "Pod" })));
    expect(snapshot.problems).toHaveLength(101);
    expect(snapshot.problems.at(-1)?.what).toContain("30 more problems not shown");
  });
});

describe("what contradicts itself is told", () => {
  test("two of one name: the first one stays", () => {
    const second = node("n1", { metadata: { uid: "second" } });
    const snapshot = read([node("n1"), second, pod("a"), pod("a", { metadata: { namespace: "other" } }), pod("a")]);
    expect(snapshot.nodes.map(({ uid }) => uid)).toEqual(["node-n1"]);
    expect(snapshot.pods).toHaveLength(2);
    expect(problemsOf(snapshot)).toEqual([
      expect.stringContaining("Node n1: metadata.name: is there twice: the first one stays; this Node is left out"),
      expect.stringContaining("Pod default/a: metadata.name: is there twice"),
    ]);
  });

  test("a node without allocatable is kept, as the autoscaler has a word for it", () => {
    const snapshot = read([
      node("n1", { status: { allocatable: { memory: "1Gi" } } }),
      { kind: "Node", metadata: { name: "n2" } },
    ]);
    expect(snapshot.nodes).toHaveLength(2);
    expect(problemsOf(snapshot)).toEqual([
      expect.stringContaining("Node n1: status.allocatable: lacks cpu, so its utilization"),
      expect.stringContaining("Node n2: status.allocatable: lacks cpu and memory"),
    ]);
  });

  test("pods on nodes that are not there are one problem", () => {
    const lost = Array.from({ length: 8 }, (_, index) => pod(`p${index}`, { spec: { nodeName: "gone" } }));
    const snapshot = read([node("n1"), pod("home"), ...lost]);
    expect(snapshot.pods).toHaveLength(9);
    expect(snapshot.problems).toHaveLength(1);
    expect(problemsOf(snapshot)[0]).toMatch(
      /^dump.json: Pod default\/p0: spec.nodeName: 8 pods stand on a node .*p4 on gone and 3 more/u,
    );
  });

  test("pods that ended, or have no node yet, need none", () => {
    const snapshot = read([
      node("n1"),
      pod("done", { spec: { nodeName: "gone" }, status: { phase: "Succeeded" } }),
      pod("failed", { spec: { nodeName: "gone" }, status: { phase: "Failed" } }),
      pod("pending", { spec: { nodeName: "" } }),
    ]);
    expect(snapshot.problems).toEqual([]);
  });

  test("the file that a lost pod came from is named", () => {
    const builder = createBuilder();
    builder.add(pod("a"), "one.json");
    builder.add(pod("b", { spec: { nodeName: "gone" } }), "two.json");
    builder.add(node("n1"), "one.json");
    expect(builder.finish().problems[0]?.where).toBe("two.json");
  });

  test("creation after the snapshot's own time", () => {
    const late = pod("late", { metadata: { creationTimestamp: "2026-11-20T13:00:00Z" } });
    const meanwhile = pod("meanwhile", { metadata: { creationTimestamp: "2026-11-20T12:04:00Z" } });
    const snapshot = read([HEADER, node("n1"), late, meanwhile]);
    expect(snapshot.pods).toHaveLength(2);
    expect(problemsOf(snapshot)).toEqual([
      expect.stringMatching(
        /metadata.creationTimestamp: 1 object was made after .*Pod default\/late at 2026-11-20T13:00:00Z/u,
      ),
    ]);
  });

  test("creation after the time that the user set", () => {
    const late = node("n1", { metadata: { creationTimestamp: "2026-11-20T13:00:00Z" } });
    const now = parseInstant("2026-11-20T12:00:00Z");
    expect(read([late], { now }).problems).toHaveLength(1);
    expect(read([late]).problems).toEqual([]);
  });

  test("owners in a circle, once each", () => {
    const snapshot = read([
      object("apps/v1", "ReplicaSet", { name: "a", ...ownedBy("Deployment", "b") }),
      object("apps/v1", "Deployment", { name: "b", ...ownedBy("ReplicaSet", "a") }),
      object("apps/v1", "ReplicaSet", { name: "c", ...ownedBy("ReplicaSet", "a") }),
      object("apps/v1", "ReplicaSet", { name: "self", ...ownedBy("ReplicaSet", "self") }),
      object("apps/v1", "ReplicaSet", { name: "fine", ...ownedBy("Deployment", "gone") }),
    ]);
    expect(problemsOf(snapshot)).toEqual([
      expect.stringContaining(
        "owns itself: ReplicaSet default/a is owned by Deployment default/b is owned by ReplicaSet default/a;",
      ),
      expect.stringContaining("owns itself: ReplicaSet default/self is owned by ReplicaSet default/self;"),
    ]);
  });
});

describe("the newest time", () => {
  const at = (text: string) => parseInstant(text);
  test.each([
    [
      "a creation",
      [node("n1", { metadata: { creationTimestamp: "2026-01-01T00:00:01Z" } })],
      at("2026-01-01T00:00:01Z"),
    ],
    ["a pod's start", [pod("a", { status: { startTime: "2026-01-01T00:00:02Z" } })], at("2026-01-01T00:00:02Z")],
    [
      "a container's end",
      [
        pod("a", {
          status: {
            containerStatuses: [{ name: "c", lastState: { terminated: { finishedAt: "2026-01-01T00:00:03Z" } } }],
          },
        }),
      ],
      at("2026-01-01T00:00:03Z"),
    ],
    [
      "a container's start",
      [
        pod("a", {
          status: { containerStatuses: [{ name: "c", state: { running: { startedAt: "2026-01-01T00:00:04Z" } } }] },
        }),
      ],
      at("2026-01-01T00:00:04Z"),
    ],
    [
      "a Job's end",
      [object("batch/v1", "Job", { name: "j" }, { status: { completionTime: "2026-01-01T00:00:05Z" } })],
      at("2026-01-01T00:00:05Z"),
    ],
    ["no deletion", [pod("a", { metadata: { deletionTimestamp: "2030-01-01T00:00:00Z" } })], null],
    [
      "no condition",
      [node("n1", { status: { conditions: [{ type: "Ready", lastTransitionTime: "2030-01-01T00:00:00Z" }] } })],
      null,
    ],
    ["no object of another kind", [object("v1", "Event", { creationTimestamp: "2030-01-01T00:00:00Z" })], null],
  ])("is %s", (_, objects, expected) => {
    expect(read(objects).newestTime).toBe(expected);
  });
});

test("odd names are kept as they are: who prints them makes them safe", () => {
  const name = '\u001b[31mred\u202e\n"x';
  expect(read([node(name)]).nodes[0]?.name).toBe(name);
});

test("keys that JavaScript knows too are ordinary labels", () => {
  const labels = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
  const [first] = read([node("n1", { metadata: { labels } })]).nodes;
  expect([...(first?.labels ?? [])]).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
    ["toString", "c"],
  ]);
});
