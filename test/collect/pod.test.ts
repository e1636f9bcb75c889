import { describe, expect, test } from "vitest";
import { formatInstant } from "../../src/model/time.ts";
import { FULL_POD } from "./full-objects.ts";
import { amounts, type Json, node, object, ownedBy, pod, read, readPod } from "./objects.ts";

test("all that is read of a pod", () => {
  const full = readPod(FULL_POD);
  const selector = [
    { key: "app", operator: "In", values: ["web"] },
    { key: "tier", operator: "In", values: ["a", "b"] },
    { key: "old", operator: "DoesNotExist", values: [] },
  ];
  const term = {
    selector,
    topologyKey: "topology.kubernetes.io/zone",
    namespaces: ["other"],
    namespaceSelector: [{ key: "team", operator: "In", values: ["x"] }],
    matchLabelKeys: ["pod-template-hash"],
    mismatchLabelKeys: ["tenant"],
  };
  expect(full).toMatchObject({
    namespace: "team-a",
    name: "web-1-abcde",
    uid: "0001",
    labels: new Map([
      ["app", "web"],
      ["team", "a"],
    ]),
    annotations: new Map([["cluster-autoscaler.kubernetes.io/safe-to-evict", "false"]]),
    nodeName: "n1",
    nominatedNodeName: "n2",
    phase: "Running",
    owner: { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-1", uid: "0002" },
    restarts: 4,
  });
  expect(full.spec).toMatchObject({
    restartPolicy: "OnFailure",
    terminationGraceSeconds: 45,
    priority: 7,
    schedulerName: "default-scheduler",
    hostNetwork: true,
    nodeSelector: new Map([["pool", "big"]]),
    nodeAffinity: [
      {
        expressions: [{ key: "disk", operator: "In", values: ["ssd"] }],
        fields: [{ key: "metadata.name", operator: "In", values: ["n1"] }],
      },
    ],
    tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }],
    hostPorts: [
      { protocol: "UDP", address: "10.0.0.1", port: 8080 },
      { protocol: "TCP", address: "", port: 15001 },
    ],
    spread: [
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 2,
        minDomains: 3,
        selector,
        matchLabelKeys: ["pod-template-hash"],
        nodeAffinityPolicy: "Ignore",
        nodeTaintsPolicy: "Honor",
      },
    ],
    affinity: [term],
    antiAffinity: [term],
    volumes: [
      { kind: "emptyDir", name: "scratch", medium: "Memory" },
      { kind: "hostPath", name: "host" },
      { kind: "claim", name: "data", claimName: "data-web-0", ephemeral: false },
      { kind: "claim", name: "extra", claimName: "web-1-abcde-extra", ephemeral: true },
      { kind: "gcePersistentDisk", name: "disk", disk: "disk-1", readOnly: true },
      { kind: "csi", name: "inline", driver: "x.csi.example.com" },
      { kind: "other", name: "share", source: "nfs" },
    ],
    resourceClaims: ["claim"],
  });
  expect(full.spec.containers.map(({ name, kind, requests }) => [name, kind, amounts(requests)])).toEqual([
    ["web", "main", { cpu: "250m", memory: "1Gi" }],
    ["first", "init", { cpu: "100m" }],
    ["proxy", "sidecar", { cpu: "50m" }],
  ]);
  expect(amounts(full.spec.requests)).toEqual({ cpu: "310m", memory: "3Gi" });
  expect(
    full.ends.map(({ container, reason, exitCode, finishedAt }) => [container, reason, exitCode, finishedAt]),
  ).toEqual([
    ["web", "Completed", 0, Date.UTC(2026, 10, 20, 8, 2)],
    ["first", "Completed", 0, Date.UTC(2026, 10, 20, 8, 2)],
  ]);
  expect([full.createdAt, full.startedAt, full.deletedAt].map((at) => at !== null && formatInstant(at))).toEqual([
    "2026-11-20T08:00:00Z",
    "2026-11-20T08:00:05Z",
    "2026-11-20T09:00:00Z",
  ]);
});

test("a pod that says nothing", () => {
  const bare = readPod({ apiVersion: "v1", kind: "Pod", metadata: { name: "bare" } });
  expect(bare).toMatchObject({
    namespace: "",
    uid: "",
    nodeName: "",
    phase: "",
    owner: null,
    createdAt: null,
    restarts: 0,
  });
  expect(bare.spec).toMatchObject({
    containers: [],
    podLevelRequests: null,
    terminationGraceSeconds: null,
    priority: null,
    nodeAffinity: null,
    hostNetwork: false,
    volumes: [],
  });
  expect(bare.runningRequests).toBe(bare.spec.requests);
});

describe("affinity", () => {
  const withAffinity = (affinity: Json) => readPod(pod("a", { spec: { affinity } })).spec;
  const required = "requiredDuringSchedulingIgnoredDuringExecution";

  test("that only prefers asks for nothing", () => {
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] };
    const spec = withAffinity({ nodeAffinity: preferred, podAffinity: preferred, podAntiAffinity: preferred });
    expect([spec.nodeAffinity, spec.affinity, spec.antiAffinity]).toEqual([null, [], []]);
  });

  test.each([
    ["without terms", { [required]: { nodeSelectorTerms: [] } }, []],
    ["with null for terms", { [required]: { nodeSelectorTerms: null } }, []],
    ["with an empty term", { [required]: { nodeSelectorTerms: [{}] } }, [{ expressions: [], fields: [] }]],
    [
      "with an operator that is none",
      { [required]: { nodeSelectorTerms: [{ matchExpressions: [{ key: "a", operator: "Near" }] }] } },
      [{ expressions: [{ key: "a", operator: "Near", values: [] }], fields: [] }],
    ],
  ])("to nodes %s", (_, nodeAffinity, expected) => {
    expect(withAffinity({ nodeAffinity }).nodeAffinity).toEqual(expected);
  });

  test("to pods: a missing selector is not an empty one", () => {
    const spec = withAffinity({
      podAffinity: {
        [required]: [{ topologyKey: "a" }, { topologyKey: "b", labelSelector: {}, namespaceSelector: {} }],
      },
    });
    expect(spec.affinity.map(({ selector, namespaceSelector }) => [selector, namespaceSelector])).toEqual([
      [null, null],
      [[], []],
    ]);
  });
});

test("of a spread constraint, affinity counts unless told otherwise, and taints only when told", () => {
  const constraint = { topologyKey: "z", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 };
  expect(readPod(pod("a", { spec: { topologySpreadConstraints: [constraint] } })).spec.spread).toEqual([
    {
      topologyKey: "z",
      maxSkew: 1,
      minDomains: null,
      selector: null,
      matchLabelKeys: [],
      nodeAffinityPolicy: "Honor",
      nodeTaintsPolicy: "Ignore",
    },
  ]);
});

test.each([
  [
    "UDP with an address",
    { hostPort: 53, protocol: "UDP", hostIP: "127.0.0.1" },
    [{ protocol: "UDP", address: "127.0.0.1", port: 53 }],
  ],
  ["TCP by default", { hostPort: 80 }, [{ protocol: "TCP", address: "", port: 80 }]],
  ["0 is none", { hostPort: 0, containerPort: 80 }, []],
  ["a container's own", { containerPort: 80 }, []],
])("host port: %s", (_, port, expected) => {
  expect(readPod(pod("a", { spec: { containers: [{ name: "c", ports: [port] }] } })).spec.hostPorts).toEqual(expected);
});

test("an init container that ends holds no host port", () => {
  const spec = { initContainers: [{ name: "i", ports: [{ hostPort: 80 }] }] };
  expect(readPod(pod("a", { spec })).spec.hostPorts).toEqual([]);
});

describe("volumes", () => {
  const volumes = (...list: readonly Json[]) => readPod(pod("a", { spec: { volumes: list } })).spec.volumes;

  test.each(["projected", "configMap", "secret", "downwardAPI", "image"])("%s means nothing", (source) => {
    expect(volumes({ name: "x", [source]: {} })).toEqual([]);
  });

  test("an empty emptyDir is one, on disk", () => {
    expect(volumes({ name: "x", emptyDir: {} })).toEqual([{ kind: "emptyDir", name: "x", medium: "" }]);
  });

  test("a source that is null, or none at all, is none", () => {
    expect(volumes({ name: "x", emptyDir: null }, { name: "y" })).toEqual([]);
  });

  test("the source may stand before the name", () => {
    expect(volumes({ hostPath: { path: "/" }, name: "x" })).toEqual([{ kind: "hostPath", name: "x" }]);
  });
});

describe("the owner", () => {
  test("is the controller among the references", () => {
    const references = [
      { apiVersion: "v1", kind: "Node", name: "n", uid: "1" },
      { apiVersion: "v1", kind: "Node", name: "n", uid: "2", controller: false },
      { apiVersion: "batch/v1", kind: "Job", name: "j", uid: "3", controller: true },
    ];
    expect(readPod(pod("a", { metadata: { ownerReferences: references } })).owner?.kind).toBe("Job");
  });

  test("of another name under the same uid is another", () => {
    const { pods } = read([
      node("n1"),
      pod("a", { metadata: { ownerReferences: [{ kind: "Job", name: "j", uid: "", controller: true }] } }),
      pod("b", { metadata: { ownerReferences: [{ kind: "Job", name: "k", uid: "", controller: true }] } }),
    ]);
    expect(pods.map(({ owner }) => owner?.name)).toEqual(["j", "k"]);
  });
});

describe("a resize", () => {
  const resized = (status: Json, conditions: readonly Json[] = []) =>
    readPod(pod("a", { status: { containerStatuses: [{ name: "c", ...status }], conditions } }));

  test.each([
    ["no resources in the status", {}],
    ["the spec's own", { resources: { requests: { cpu: "100m" } }, allocatedResources: { cpu: "100m" } }],
    ["the same amount in other words", { resources: { requests: { cpu: "0.1" } }, allocatedResources: { cpu: "0.1" } }],
    ["a container that is not in the spec", { name: "other", resources: { requests: { cpu: "9" } } }],
    ["less than is wished", { resources: { requests: { cpu: "50m" } } }],
    ["null for everything", { resources: null, allocatedResources: null }],
  ])("with %s changes nothing", (_, status) => {
    const pod = resized(status);
    expect(pod.runningRequests).toBe(pod.spec.requests);
  });

  test.each([
    ["more actual", { resources: { requests: { cpu: "300m" } }, allocatedResources: { cpu: "100m" } }, [], "300m"],
    ["more granted", { resources: { requests: { cpu: "100m" } }, allocatedResources: { cpu: "200m" } }, [], "200m"],
    [
      "an infeasible wish",
      { resources: { requests: { cpu: "50m" } } },
      [{ type: "PodResizePending", reason: "Infeasible" }],
      "50m",
    ],
  ])("with %s counts as that", (_, status, conditions, cpu) => {
    expect(amounts(resized(status, conditions).runningRequests)).toEqual({ cpu });
  });

  test("that only the first pending condition decides", () => {
    const conditions = [
      { type: "PodResizePending", reason: "Deferred" },
      { type: "PodResizePending", reason: "Infeasible" },
    ];
    expect(amounts(resized({ resources: { requests: { cpu: "50m" } } }, conditions).runningRequests)).toEqual({
      cpu: "100m",
    });
  });
});

describe("what is equal is held once", () => {
  const variant = (name: string, spec: Json = {}, metadata: Json = {}) =>
    pod(name, { spec, metadata: { labels: { app: "web" }, ...ownedBy("ReplicaSet", "web"), ...metadata } });
  const token = (name: string) => ({ name: `kube-api-access-${name}`, projected: { sources: [] } });

  test("pods of one template share spec, labels and owner, whatever their tokens are called", () => {
    const { pods } = read([
      node("n1"),
      variant("a", { volumes: [token("abcde")] }),
      variant("b", { volumes: [token("fghij")], nodeName: "n2" }),
    ]);
    const [a, b] = pods;
    expect(a?.spec).toBe(b?.spec);
    expect(a?.labels).toBe(b?.labels);
    expect(a?.owner).toBe(b?.owner);
  });

  test("in any order of the pods", () => {
    const other = { priority: 9 };
    const { pods } = read([node("n1"), variant("a"), variant("b", other), variant("c"), variant("d", other)]);
    expect(pods[0]?.spec).toBe(pods[2]?.spec);
    expect(pods[1]?.spec).toBe(pods[3]?.spec);
    expect(pods[0]?.spec).not.toBe(pods[1]?.spec);
  });

  test("pods that differ in node affinity or volumes share the rest", () => {
    const onNode = (name: string) => ({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [name] }] }],
          },
        },
      },
    });
    const claim = (name: string) => ({ volumes: [{ name: "data", persistentVolumeClaim: { claimName: name } }] });
    const { pods } = read([
      node("n1"),
      variant("a", onNode("n1")),
      variant("b", onNode("n2")),
      variant("c", claim("x")),
      variant("d", claim("y")),
      variant("e", onNode("n1")),
    ]);
    const [a, b, c, d, e] = pods.map(({ spec }) => spec);
    expect(new Set([a, b, c, d]).size).toBe(4);
    expect(a).toBe(e);
    expect(new Set([a, b, c, d].map((spec) => spec?.containers)).size).toBe(1);
    expect(b?.nodeAffinity?.[0]?.fields[0]?.values).toEqual(["n2"]);
    expect(d?.volumes).toEqual([{ kind: "claim", name: "data", claimName: "y", ephemeral: false }]);
  });

  test("a DaemonSet's template shares with its pods", () => {
    const template = { spec: { containers: [{ name: "c", resources: { requests: { cpu: "100m" } } }] } };
    const { pods, controllers } = read([
      node("n1"),
      pod("a"),
      object("apps/v1", "DaemonSet", { name: "d" }, { spec: { template } }),
    ]);
    expect(controllers.DaemonSet.get("default/d")?.template?.spec).toBe(pods[0]?.spec);
  });
});
