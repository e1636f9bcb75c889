import { describe, expect, test } from "vitest";
import { formatQuantity } from "../../src/model/quantity.ts";
import { amounts, type Json, node, object, ownedBy, problemsOf, read } from "./objects.ts";

test("all that is read of a node", () => {
  const [first] = read([
    node("n1", {
      metadata: {
        labels: { pool: "big" },
        annotations: { "cluster-autoscaler.kubernetes.io/scale-down-disabled": "true" },
      },
      spec: {
        unschedulable: true,
        providerID: "gce://p/z/n1",
        taints: [
          { key: "a", effect: "NoExecute", timeAdded: "2026-11-20T12:00:00Z" },
          { key: "b", value: "c", effect: "Odd" },
        ],
      },
      status: {
        capacity: { cpu: 4, "nvidia.com/gpu": "1" },
        conditions: [{ type: "Ready", status: "Unknown", lastTransitionTime: "2026-11-20T12:00:00Z" }],
        nodeInfo: { kubeletVersion: "v1.33.5-gke.1" },
      },
    }),
  ]).nodes;
  expect(first).toMatchObject({
    name: "n1",
    uid: "node-n1",
    labels: new Map([["pool", "big"]]),
    annotations: new Map([["cluster-autoscaler.kubernetes.io/scale-down-disabled", "true"]]),
    unschedulable: true,
    providerId: "gce://p/z/n1",
    kubeletVersion: "v1.33.5-gke.1",
    taints: [
      { key: "a", value: "", effect: "NoExecute", addedAt: Date.UTC(2026, 10, 20, 12) },
      { key: "b", value: "c", effect: "Odd", addedAt: null },
    ],
    conditions: [{ type: "Ready", status: "Unknown", changedAt: Date.UTC(2026, 10, 20, 12) }],
  });
  expect(first && amounts(first.capacity)).toEqual({ cpu: "4", "nvidia.com/gpu": "1" });
  expect(first && amounts(first.allocatable)).toEqual({ cpu: "4", memory: "16Gi", pods: "110" });
});

describe("a disruption budget", () => {
  const budget = (apiVersion: string, selector: unknown, status: Json = { disruptionsAllowed: 2 }) =>
    read([object(apiVersion, "PodDisruptionBudget", { name: "b" }, { spec: { selector }, status })]).budgets[0];

  test.each([
    ["policy/v1", {}, []],
    ["policy/v1", null, null],
    ["policy/v1", undefined, null],
    ["policy/v1beta1", {}, null],
    ["policy/v1beta1", undefined, null],
    ["policy/v1beta1", { matchLabels: { a: "b" } }, [{ key: "a", operator: "In", values: ["b"] }]],
  ])("%s with selector %j", (apiVersion, selector, expected) => {
    expect(budget(apiVersion, selector)?.selector).toEqual(expected);
  });

  test("allows what its status says, and nothing without one", () => {
    expect(budget("policy/v1", {})?.disruptionsAllowed).toBe(2);
    expect(budget("policy/v1", {}, {})?.disruptionsAllowed).toBe(0);
  });
});

describe("a controller", () => {
  const at = Date.UTC(2026, 10, 20, 12);
  const time = "2026-11-20T12:00:00Z";

  test.each([
    ["completed", { startTime: time, completionTime: time }, [at, at]],
    [
      "failed",
      { startTime: time, conditions: [{ type: "Failed", status: "True", lastTransitionTime: time }] },
      [at, at],
    ],
    ["not failed", { conditions: [{ type: "Failed", status: "False", lastTransitionTime: time }] }, [null, null]],
    ["running", { startTime: time, conditions: null }, [at, null]],
    ["without a status", undefined, [null, null]],
  ])("a Job that %s", (_, status, expected) => {
    const job = read([
      object("batch/v1", "Job", { name: "j" }, { spec: { parallelism: 3 }, status }),
    ]).controllers.Job.get("default/j");
    expect([job?.startedAt, job?.finishedAt]).toEqual(expected);
    expect(job?.replicas).toBe(3);
  });

  test.each([
    ["apps/v1", "ReplicaSet", 2],
    ["apps/v1", "Deployment", 2],
    ["apps/v1", "StatefulSet", 2],
    ["v1", "ReplicationController", 2],
    ["batch/v1", "CronJob", null],
    ["apps/v1", "DaemonSet", null],
  ] as const)("%s %s", (apiVersion, kind, replicas) => {
    const spec = kind === "CronJob" || kind === "DaemonSet" ? {} : { replicas: 2 };
    const raw = object(apiVersion, kind, { name: "x", labels: { a: "b" }, ...ownedBy("Deployment", "d") }, { spec });
    const controller = read([raw]).controllers[kind].get("default/x");
    expect(controller).toMatchObject({ kind, namespace: "default", name: "x", replicas, template: null });
    expect(controller?.owner?.name).toBe("d");
    expect(controller?.labels.get("a")).toBe("b");
  });

  test("only a DaemonSet keeps its template", () => {
    const template = {
      metadata: { labels: { app: "agent" } },
      spec: { containers: [{ name: "c" }], nodeSelector: { a: "b" } },
    };
    const { controllers } = read([
      object("apps/v1", "DaemonSet", { name: "x" }, { spec: { template } }),
      object("apps/v1", "Deployment", { name: "x" }, { spec: { template } }),
    ]);
    expect(controllers.Deployment.get("default/x")?.template).toBeNull();
    const kept = controllers.DaemonSet.get("default/x")?.template;
    expect(kept?.labels.get("app")).toBe("agent");
    expect(kept?.spec.nodeSelector.get("a")).toBe("b");
  });

  test("with a null template has none", () => {
    const { controllers, problems } = read([
      object("apps/v1", "DaemonSet", { name: "x" }, { spec: { template: null } }),
    ]);
    expect(problems).toEqual([]);
    expect(controllers.DaemonSet.get("default/x")?.template).toBeNull();
  });
});

describe("a claim", () => {
  const claim = (spec: Json, metadata: Json = {}) =>
    read([
      object("v1", "PersistentVolumeClaim", { name: "c", uid: "u", ...metadata }, { spec, status: { phase: "Bound" } }),
    ]).volumeClaims.get("default/c");

  test("with all that is read", () => {
    const { requested, ...rest } =
      claim({
        volumeName: "pv",
        storageClassName: "fast",
        accessModes: ["ReadWriteOncePod"],
        volumeMode: "Block",
        volumeAttributesClassName: "gold",
        selector: { matchLabels: { a: "b" } },
        resources: { requests: { storage: "10Gi" } },
      }) ?? {};
    expect(requested && formatQuantity(requested)).toBe("10Gi");
    expect(rest).toEqual({
      namespace: "default",
      name: "c",
      uid: "u",
      annotations: new Map(),
      volumeName: "pv",
      phase: "Bound",
      storageClassName: "fast",
      accessModes: ["ReadWriteOncePod"],
      deleted: false,
      podUid: null,
      volumeMode: "Block",
      attributesClass: "gold",
      selector: [{ key: "a", operator: "In", values: ["b"] }],
    });
  });

  test.each([
    ["no class is named", {}, {}, null],
    ["the empty class is named", { storageClassName: "" }, {}, ""],
    [
      "the old annotation wins",
      { storageClassName: "new" },
      { annotations: { "volume.beta.kubernetes.io/storage-class": "old" } },
      "old",
    ],
  ])("%s", (_, spec, metadata, expected) => {
    expect(claim(spec, metadata)?.storageClassName).toBe(expected);
  });

  test("of a pod, being deleted", () => {
    const made = claim({}, { deletionTimestamp: "2026-11-20T12:00:00Z", ...ownedBy("Pod", "p", "v1") });
    expect(made).toMatchObject({ podUid: "uid-p", deleted: true });
    expect(claim({}, ownedBy("StatefulSet", "s"))?.podUid).toBeNull();
  });
});

describe("a volume", () => {
  const volume = (spec: Json, metadata: Json = {}) =>
    read([
      {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "pv", ...metadata },
        spec,
        status: { phase: "Bound" },
      },
    ]).volumes.get("pv");

  test("of a CSI driver", () => {
    expect(
      volume({
        csi: { driver: "d", volumeHandle: "h" },
        claimRef: { namespace: "a", name: "b", uid: "u" },
        storageClassName: "fast",
        accessModes: ["ReadWriteOnce"],
        nodeAffinity: {
          required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "z", operator: "In", values: ["a"] }] }] },
        },
      }),
    ).toMatchObject({
      driver: "d",
      handle: "h",
      claim: { namespace: "a", name: "b", uid: "u" },
      storageClassName: "fast",
      phase: "Bound",
      nodeAffinity: [{ expressions: [{ key: "z", operator: "In", values: ["a"] }], fields: [] }],
    });
  });

  test.each([
    ["no zone", {}, "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d"],
    ["an empty zone", { "topology.kubernetes.io/zone": "" }, "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d"],
    ["a zone", { "topology.kubernetes.io/zone": "us-east1-b" }, "projects/UNSPECIFIED/zones/us-east1-b/disks/d"],
    [
      "an old label",
      { "failure-domain.beta.kubernetes.io/zone": "us-east1-c", "topology.kubernetes.io/zone": "x" },
      "projects/UNSPECIFIED/zones/us-east1-c/disks/d",
    ],
    [
      "two zones",
      { "topology.kubernetes.io/zone": "us-east1-b__us-east1-c" },
      "projects/UNSPECIFIED/regions/us-east1/disks/d",
    ],
  ])("of a GCE disk declared the old way, with %s, is the driver's", (_, labels, handle) => {
    expect(volume({ gcePersistentDisk: { pdName: "d" } }, { labels })).toMatchObject({
      driver: "pd.csi.storage.gke.io",
      handle,
    });
  });

  test("of neither has no driver", () => {
    expect(volume({ nfs: {}, csi: null, claimRef: null, nodeAffinity: null })).toMatchObject({
      driver: null,
      handle: null,
      claim: null,
      nodeAffinity: null,
    });
  });
});

test.each([
  ["WaitForFirstConsumer", "WaitForFirstConsumer", {}, false],
  [undefined, "Immediate", { "storageclass.kubernetes.io/is-default-class": "true" }, true],
  [null, "Immediate", { "storageclass.beta.kubernetes.io/is-default-class": "true" }, true],
  ["Immediate", "Immediate", { "storageclass.kubernetes.io/is-default-class": "false" }, false],
])("a storage class with binding mode %s", (volumeBindingMode, expected, annotations, isDefault) => {
  const allowedTopologies = [{ matchLabelExpressions: [{ key: "z", values: ["a", "b"] }] }];
  const raw = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "s", annotations },
    provisioner: "p",
    volumeBindingMode,
    allowedTopologies,
  };
  expect(read([raw]).storageClasses.get("s")).toEqual({
    name: "s",
    provisioner: "p",
    volumeBindingMode: expected,
    isDefault,
    allowedTopologies: [{ expressions: [{ key: "z", operator: "In", values: ["a", "b"] }], fields: [] }],
  });
});

test("a CSINode's limits; a driver without one has none", () => {
  const drivers = [
    { name: "a", allocatable: { count: 15 } },
    { name: "b", allocatable: {} },
    { name: "c", allocatable: null },
  ];
  const raw = { apiVersion: "storage.k8s.io/v1", kind: "CSINode", metadata: { name: "n" }, spec: { drivers } };
  expect([...(read([raw]).csiNodes.get("n")?.limits ?? [])]).toEqual([
    ["a", 15],
    ["b", null],
    ["c", null],
  ]);
});

describe("the autoscaler's status", () => {
  const status = (text: unknown, name = "cluster-autoscaler-status", namespace = "kube-system") =>
    read([object("v1", "ConfigMap", { name, namespace }, { data: { status: text } })]);

  test("as YAML", () => {
    const { nodeGroups, problems } = status(`
time: 2026-11-20 12:00:00.1 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health: {status: Healthy}
nodeGroups:
- name: https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/gke-c-pool-1-grp
  health:
    status: Healthy
    cloudProviderTarget: 3
    minSize: 1
    maxSize: 10
    lastProbeTime: "2026-11-20T12:00:00.123Z"
- name: two
  health:
    maxSize: 4
`);
    expect(problems).toEqual([]);
    expect(nodeGroups).toEqual([
      {
        name: "https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/gke-c-pool-1-grp",
        min: 1,
        max: 10,
        target: 3,
      },
      { name: "two", min: 0, max: 4, target: 0 },
    ]);
  });

  test("as text, before 1.30", () => {
    const { nodeGroups } = status(`Cluster-autoscaler status at 2021-03-01 10:00:00.1 +0000 UTC:
Cluster-wide:
  Health:      Healthy (ready=3 unready=0 notStarted=0 longNotStarted=0 registered=3 longUnregistered=0)
               LastProbeTime:      2021-03-01 10:00:00 +0000 UTC m=+1
  ScaleUp:     NoActivity (ready=3 registered=3)

NodeGroups:
  Name:        https://content.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/a
  Health:      Healthy (ready=2 unready=0 notStarted=0 longNotStarted=0 registered=2 longUnregistered=0 cloudProviderTarget=2 (minSize=0, maxSize=5))
               LastProbeTime:      2021-03-01 10:00:00 +0000 UTC m=+1
  ScaleUp:     NoActivity (ready=2 cloudProviderTarget=2)

  Name:        b
  Health:      Unhealthy (ready=0 unready=1 cloudProviderTarget=1 (minSize=1, maxSize=1))
`);
    expect(nodeGroups).toEqual([
      {
        name: "https://content.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/a",
        min: 0,
        max: 5,
        target: 2,
      },
      { name: "b", min: 1, max: 1, target: 1 },
    ]);
  });

  test("while it starts has no groups yet", () => {
    expect(status("autoscalerStatus: Initializing\n").nodeGroups).toEqual([]);
  });

  test.each([
    ["no YAML", "a: [b"],
    ["a text", "Something else"],
    ["nothing", ""],
    ["no text", 5],
    ["a size that is none", "nodeGroups: [{name: a, health: {minSize: many}}]"],
    ["a bomb", `a: &a [x,x]\nb: &b [*a,*a]\nnodeGroups: [*b]`],
  ])("that is %s is a problem, and unknown", (_, text) => {
    const snapshot = status(text);
    expect(snapshot.nodeGroups).toBeNull();
    expect(problemsOf(snapshot)).toEqual([
      expect.stringContaining("ConfigMap kube-system/cluster-autoscaler-status: data.status"),
    ]);
  });

  test("elsewhere is another ConfigMap", () => {
    expect(status("nodeGroups: []", "cluster-autoscaler-status", "default").nodeGroups).toBeNull();
  });
});

test("a namespace keeps its labels", () => {
  const raw = { apiVersion: "v1", kind: "Namespace", metadata: { name: "a", labels: { team: "x" } } };
  expect(read([raw]).namespaces.get("a")?.get("team")).toBe("x");
});

describe("times", () => {
  const created = (creationTimestamp: unknown) =>
    read([node("n1", { metadata: { creationTimestamp } })]).nodes[0]?.createdAt;
  test.each([
    ["2026-11-20T12:34:56Z", Date.UTC(2026, 10, 20, 12, 34, 56)],
    ["2026-11-20T21:34:56+09:00", Date.UTC(2026, 10, 20, 12, 34, 56)],
    ["2026-11-20T12:34:56.789012Z", Date.UTC(2026, 10, 20, 12, 34, 56, 789)],
    ["1969-12-31T23:59:59Z", -1000],
    ["", null],
    [null, null],
  ])("%s", (text, expected) => {
    expect(created(text)).toBe(expected);
  });

  test.each([
    "2026-11-20T12:60:00Z",
    "2026-11-20T12:00:60Z",
    "2026-11-31T12:00:00Z",
    "2026-11-2xT12:00:00Z",
    "2026-11-20T1x:00:00Z",
  ])("%s is none", (text) => {
    // The day is known already, from a good time.
    const good = node("good", { metadata: { creationTimestamp: `${text.slice(0, 10)}T00:00:00Z` } });
    expect(
      read([good, node("bad", { metadata: { creationTimestamp: text } })]).nodes.some(({ name }) => name === "bad"),
    ).toBe(false);
  });
});
