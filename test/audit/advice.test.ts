import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Advice, AdviceKind, PinnedNode } from "../../src/audit/finding.ts";
import type { Controller } from "../../src/model/owner.ts";
import type { NodeSelectorTerm, Pod, Toleration } from "../../src/model/pod.ts";
import {
  auditOf,
  controller,
  findingOf,
  hoursAgo,
  locked,
  node,
  type PodWish,
  pod,
  reference,
  resources,
  type World,
} from "./world.ts";

const NODE = "gke-big";
const POOL = "cloud.google.com/gke-nodepool";
const FAMILY = "cloud.google.com/machine-family";

/** A CronJob's Job. */
const NIGHTLY: readonly Controller[] = [
  controller("Job", "nightly-1", { owner: reference(["CronJob", "nightly"]) }),
  controller("CronJob", "nightly"),
];

function nightly(more: Partial<PodWish> = {}): Pod {
  return locked("nightly-1-abcde", { on: NODE, owner: ["Job", "nightly-1"], ...more });
}

/** The large node among a pool of middling, one of small and one of spot nodes, all in use. */
function cluster(more: Partial<World> & Pick<World, "pods">): World {
  const others = [
    ["mid", "e2-standard-8", {}],
    ["small", "e2-standard-2", {}],
    ["spot", "e2-highmem-2", { "cloud.google.com/gke-spot": "true" }],
  ] as const;
  return {
    ...more,
    nodes: [
      ...(more.nodes ?? [node(NODE, { pool: "big" })]),
      ...others.map(([name, type, labels]) => node(name, { type, pool: name, labels })),
    ],
    pods: [
      ...more.pods,
      ...others.map(([name, type]) =>
        locked(`use-of-${name}`, { on: name, requests: { cpu: type === "e2-standard-8" ? "7900m" : "1900m" } }),
      ),
    ],
  };
}

function advise(world: World): readonly Advice[] {
  return findingOf(auditOf(world), NODE).advice;
}

function the(kind: AdviceKind, advice: readonly Advice[]): Advice {
  const found = advice.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no advice ${kind}: ${advice.map((each) => each.kind).join(", ")}`);
  return found;
}

function patchOf(advice: Advice): unknown {
  return parse(advice.patch ?? "null");
}

/** The patch as a CronJob has it. */
function inCronJob(template: unknown): unknown {
  return { spec: { jobTemplate: { spec: { template } } } };
}

describe("keep off large nodes", () => {
  test("the CronJob, not the pod, is told the smallest pool that holds it", () => {
    const advice = the("keep-off-large-nodes", advise(cluster({ pods: [nightly()], controllers: NIGHTLY })));
    expect(advice.target).toEqual({ kind: "CronJob", namespace: "batch", name: "nightly" });
    expect(patchOf(advice)).toEqual(inCronJob({ spec: { nodeSelector: { [POOL]: "small" } } }));
    expect(advice.command).toBe(
      "kubectl patch cronjob nightly -n batch --patch-file batch.nightly.keep-off-large-nodes.yaml",
    );
    expect(advice.text).toContain("node pool small (e2-standard-2)");
  });

  test("the pool of the home that was priced comes before a cheaper one; another one's price is told", () => {
    const off = (world: World) => the("keep-off-large-nodes", advise(world));
    const asks = (cpu: string, memory = "1Gi") =>
      cluster({ pods: [nightly({ requests: { cpu, memory } })], controllers: NIGHTLY });
    expect(off(asks("500m")).text).toMatch(
      /Where that pool has no room a node of it costs \$0\.09\/h; the waste is reckoned with a new e2-medium \(\$0\.04\/h\)\.$/u,
    );
    expect(off(asks("1500m", "5Gi")).text).not.toContain("the waste is reckoned");
    const world = asks("500m");
    const room = locked("use-of-mid", { on: "mid", requests: { cpu: "5" } });
    const inMid = off({ ...world, pods: world.pods.map((each) => (each.name === "use-of-mid" ? room : each)) });
    expect(patchOf(inMid)).toEqual(inCronJob({ spec: { nodeSelector: { [POOL]: "mid" } } }));
    expect(inMid.text).not.toContain("the waste is reckoned");
  });

  test("a pool whose nodes are too small for it is passed over", () => {
    const pods = [nightly({ requests: { cpu: "3", memory: "8Gi" } })];
    expect(patchOf(the("keep-off-large-nodes", advise(cluster({ pods, controllers: NIGHTLY }))))).toEqual(
      inCronJob({ spec: { nodeSelector: { [POOL]: "mid" } } }),
    );
  });

  test("a pool that could take the node away is no place for what must not be lost, unless it stands on such a node already", () => {
    const pods = [nightly({ requests: { cpu: "1", memory: "10Gi" } })];
    expect(patchOf(the("keep-off-large-nodes", advise(cluster({ pods, controllers: NIGHTLY }))))).toEqual(
      inCronJob({ spec: { nodeSelector: { [POOL]: "mid" } } }),
    );
    const onSpot = cluster({
      pods,
      controllers: NIGHTLY,
      nodes: [node(NODE, { pool: "big", labels: { "cloud.google.com/gke-spot": "true" } })],
    });
    expect(patchOf(the("keep-off-large-nodes", advise(onSpot)))).toEqual(
      inCronJob({ spec: { nodeSelector: { [POOL]: "spot" } } }),
    );
  });

  test("what named another place is taken away", () => {
    const spec = {
      nodeSelector: new Map([
        [POOL, "big"],
        [FAMILY, "n2"],
        ["disk", "fast"],
      ]),
    };
    const labels = { disk: "fast" };
    const world = cluster({
      pods: [nightly({ spec })],
      controllers: NIGHTLY,
      nodes: [node(NODE, { pool: "big", labels })],
    });
    const fast = {
      ...world,
      nodes: world.nodes.map((each) => ({ ...each, labels: new Map([...each.labels, ["disk", "fast"]]) })),
    };
    expect(patchOf(the("keep-off-large-nodes", advise(fast)))).toEqual(
      inCronJob({ spec: { nodeSelector: { [FAMILY]: null, [POOL]: "small" } } }),
    );
  });

  test("a label that only large nodes have: the patch takes it away, and a person decides", () => {
    const labels = { workload: "train" };
    const world = cluster({
      pods: [nightly({ spec: { nodeSelector: new Map(Object.entries(labels)) } })],
      controllers: NIGHTLY,
      nodes: [node(NODE, { pool: "big", labels })],
    });
    const advice = the("keep-off-large-nodes", advise(world));
    expect(patchOf(advice)).toEqual(inCronJob({ spec: { nodeSelector: { workload: null, [POOL]: "small" } } }));
    expect(advice.command).toBeNull();
    expect(advice.text).toContain("workload=train, which no smaller node has");
    const alone = { ...world, nodes: world.nodes.slice(0, 1), pods: world.pods.slice(0, 1) };
    expect(the("keep-off-large-nodes", advise(alone)).command).toContain("--node-labels=workload=train");
  });

  test("terms are replaced as a whole, so the new list is complete", () => {
    const nodeAffinity: readonly NodeSelectorTerm[] = [
      {
        expressions: [
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          { key: FAMILY, operator: "In", values: ["n2"] },
        ],
        fields: [],
      },
      {
        expressions: [
          { key: "gpu", operator: "DoesNotExist", values: [] },
          { key: POOL, operator: "In", values: ["big"] },
        ],
        fields: [],
      },
    ];
    const advice = the(
      "keep-off-large-nodes",
      advise(cluster({ pods: [nightly({ spec: { nodeAffinity } })], controllers: NIGHTLY })),
    );
    const inSmall = { key: POOL, operator: "In", values: ["small"] };
    expect(patchOf(advice)).toEqual(
      inCronJob({
        spec: {
          nodeSelector: { [POOL]: "small" },
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }, inSmall] },
                  { matchExpressions: [{ key: "gpu", operator: "DoesNotExist" }, inSmall] },
                ],
              },
            },
          },
        },
      }),
    );
  });

  test("terms that name no place are left as they are", () => {
    const nodeAffinity: readonly NodeSelectorTerm[] = [
      { expressions: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }], fields: [] },
    ];
    const advice = the(
      "keep-off-large-nodes",
      advise(cluster({ pods: [nightly({ spec: { nodeAffinity } })], controllers: NIGHTLY })),
    );
    expect(patchOf(advice)).toEqual(inCronJob({ spec: { nodeSelector: { [POOL]: "small" } } }));
  });

  test("a Deployment is patched where its template stands", () => {
    const controllers = [
      controller("ReplicaSet", "web-1", { owner: reference(["Deployment", "web"]) }),
      controller("Deployment", "web"),
    ];
    const pods = [locked("web-1-x", { on: NODE, owner: ["ReplicaSet", "web-1"] })];
    const advice = the("keep-off-large-nodes", advise(cluster({ pods, controllers })));
    expect(advice.target).toMatchObject({ kind: "Deployment", name: "web" });
    expect(patchOf(advice)).toEqual({ spec: { template: { spec: { nodeSelector: { [POOL]: "small" } } } } });
  });

  test.each<[string, readonly [string, string] | null, string]>([
    ["a Job", ["Job", "once"], "A Job's template cannot be changed"],
    ["a kind of its own", ["Workflow", "w"], "The Workflow makes these pods"],
    ["a bare Pod", null, "delete it and make it anew"],
  ])("%s takes no patch: the words say where to write it", (_, owner, words) => {
    const advice = the("keep-off-large-nodes", advise(cluster({ pods: [locked("x", { on: NODE, owner })] })));
    expect(advice).toMatchObject({ patch: null, command: null });
    expect(advice.text).toContain(words);
    expect(advice.text).toContain(`${POOL}=small`);
  });

  test("without a pool that holds it, one should be made", () => {
    const advice = the(
      "keep-off-large-nodes",
      advise({ nodes: [node(NODE)], pods: [nightly()], controllers: NIGHTLY }),
    );
    expect(advice.patch).toBeNull();
    expect(advice.command).toContain("--machine-type=e2-medium");
  });

  test("names are quoted, for YAML and for the shell", () => {
    const world = cluster({
      pods: [nightly()],
      controllers: [controller("Job", "nightly-1", { owner: reference(["CronJob", "o'no $(x)\n"]) })],
    });
    const renamed = {
      ...world,
      nodes: world.nodes.map((each) =>
        each.name === "small" ? { ...each, labels: new Map([...each.labels, [POOL, "yes"]]) } : each,
      ),
    };
    const advice = the("keep-off-large-nodes", advise(renamed));
    expect(advice.command).toContain("cronjob 'o'\\''no $(x)\n' -n batch");
    expect(advice.patch).toContain('"yes"');
    expect(patchOf(advice)).toEqual(inCronJob({ spec: { nodeSelector: { [POOL]: "yes" } } }));
  });
});

describe("each reason has its own cure", () => {
  const kinds = (finding: PinnedNode) => finding.advice.map(({ kind }) => kind);

  test("a Job's pods may be waited for, from 1.36 on", () => {
    const world = cluster({ pods: [nightly()], controllers: NIGHTLY });
    expect(patchOf(the("mark-on-completion", advise(world)))).toEqual(
      inCronJob({ metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "on-completion" } } }),
    );
    expect(kinds(findingOf(auditOf({ ...world, settings: { onCompletion: false } }), NODE))).not.toContain(
      "mark-on-completion",
    );
  });

  test("a pod that is not a Job's is never waited for", () => {
    const pods = [locked("web-1-x", { on: NODE, owner: ["ReplicaSet", "web-1"] })];
    expect(kinds(findingOf(auditOf(cluster({ pods })), NODE))).toEqual(["keep-off-large-nodes", "taint-large-pool"]);
  });

  test("a bare pod needs a controller", () => {
    const advice = the("add-controller", advise(cluster({ pods: [pod("alone", { on: NODE, owner: null })] })));
    expect(advice).toMatchObject({ target: { kind: "Pod", namespace: "batch", name: "alone" }, patch: null });
  });

  test("a controller of a kind that the autoscaler does not trust is named", () => {
    const advice = the(
      "add-controller",
      advise(cluster({ pods: [pod("w-1", { on: NODE, owner: ["Workflow", "w"] })] })),
    );
    expect(advice.text).toContain("run by a Workflow, no kind of controller");
  });

  test("a controller that is gone is to be made again", () => {
    const none = new Map();
    const controllers = {
      Job: none,
      CronJob: none,
      ReplicaSet: none,
      Deployment: none,
      StatefulSet: none,
      DaemonSet: none,
      ReplicationController: none,
    };
    const world = { ...cluster({ pods: [pod("x", { on: NODE, owner: ["Job", "gone"] })] }), more: { controllers } };
    expect(the("restore-controller", advise(world)).target).toEqual({ kind: "Job", namespace: "batch", name: "gone" });
  });

  test("a spent budget over one replica: run two", () => {
    const world = cluster({
      pods: [pod("web-1", { on: NODE, owner: ["StatefulSet", "web"], labels: { app: "web" } })],
      controllers: [controller("StatefulSet", "web", { replicas: 1 })],
      budgets: [
        {
          namespace: "batch",
          name: "web",
          selector: [{ key: "app", operator: "In", values: ["web"] }],
          disruptionsAllowed: 0,
        },
        {
          namespace: "batch",
          name: "other",
          selector: [{ key: "app", operator: "In", values: ["other"] }],
          disruptionsAllowed: 0,
        },
      ],
    });
    const advice = advise(world);
    expect(advice.filter(({ kind }) => kind === "free-the-budget").map(({ target }) => target?.name)).toEqual(["web"]);
    expect(the("add-replicas", advice)).toMatchObject({ target: { kind: "StatefulSet", name: "web" } });
    expect(patchOf(the("add-replicas", advice))).toEqual({ spec: { replicas: 2 } });
  });

  test("a system workload gets a budget of its own API version, by labels that all its pods share", () => {
    const labels = { "k8s-app": "dns", "pod-template-hash": "1a2b" };
    const dns = pod("dns-1", {
      on: NODE,
      namespace: "kube-system",
      labels,
      startedAt: hoursAgo(0.5),
      createdAt: hoursAgo(0.5),
    });
    const world = (kubernetesVersion: string): World => ({
      nodes: [node(NODE)],
      pods: [dns],
      more: { kubernetesVersion },
    });
    const advice = the("add-budget", advise(world("1.36")));
    expect(patchOf(advice)).toEqual({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "rs-of-dns-1", namespace: "kube-system" },
      spec: { maxUnavailable: 1, selector: { matchLabels: { "k8s-app": "dns" } } },
    });
    expect(patchOf(the("add-budget", advise(world("1.20"))))).toMatchObject({ apiVersion: "policy/v1beta1" });
    expect(kinds(findingOf(auditOf(world("1.36")), NODE))).not.toContain("keep-off-large-nodes");
  });

  test("local storage may be declared losable, but not a Job's", () => {
    const spec = {
      volumes: [
        { kind: "emptyDir" as const, name: "scratch", medium: "" },
        { kind: "emptyDir" as const, name: "shm", medium: "Memory" },
        { kind: "hostPath" as const, name: "host" },
      ],
    };
    const settings = { skipNodesWithLocalStorage: true };
    const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes": "old" };
    const web = pod("web-1", { on: NODE, owner: ["StatefulSet", "web"], spec, annotations });
    const advice = the("allow-local-storage", advise(cluster({ pods: [web], settings })));
    expect(patchOf(advice)).toEqual({
      spec: {
        template: {
          metadata: {
            annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes": "old,scratch,host" },
          },
        },
      },
    });
    const job = findingOf(
      auditOf(cluster({ pods: [pod("x", { on: NODE, owner: ["Job", "x"], spec })], settings })),
      NODE,
    );
    expect(job.blockers).toMatchObject([{ reason: "LocalStorageRequested" }]);
    expect(kinds(job)).not.toContain("allow-local-storage");
  });

  test("too few replicas: at least as many as the autoscaler asks for", () => {
    const world = cluster({
      pods: [pod("web-1", { on: NODE, owner: ["ReplicaSet", "web-1"] })],
      controllers: [
        controller("ReplicaSet", "web-1", { replicas: 1, owner: reference(["Deployment", "web"]) }),
        controller("Deployment", "web", { replicas: 1 }),
      ],
      settings: { minReplicaCount: 3 },
    });
    expect(the("add-replicas", advise(world))).toMatchObject({ target: { kind: "Deployment", name: "web" } });
    expect(patchOf(the("add-replicas", advise(world)))).toEqual({ spec: { replicas: 3 } });
  });
});

describe("requests", () => {
  test("containers that ask for nothing get a first request, by name", () => {
    const none = new Map();
    const spec = {
      requests: none,
      containers: [
        { name: "main", kind: "main" as const, requests: none },
        { name: "wait", kind: "init" as const, requests: none },
      ],
    };
    const advice = the("add-request", advise(cluster({ pods: [nightly({ spec })], controllers: NIGHTLY })));
    expect(patchOf(advice)).toEqual(
      inCronJob({
        spec: { containers: [{ name: "main", resources: { requests: { cpu: "100m", memory: "256Mi" } } }] },
      }),
    );
  });

  test("only what is missing is given", () => {
    const advice = the(
      "add-request",
      advise(cluster({ pods: [nightly({ requests: { cpu: "1" } })], controllers: NIGHTLY })),
    );
    expect(patchOf(advice)).toEqual(
      inCronJob({ spec: { containers: [{ name: "main", resources: { requests: { memory: "256Mi" } } }] } }),
    );
  });

  test("a request that just misses a much cheaper home is worth a second look", () => {
    const pods = [nightly({ requests: { cpu: "8500m", memory: "9Gi" } })];
    const advice = the("lower-request", advise({ nodes: [node(NODE)], pods, controllers: NIGHTLY }));
    expect(advice).toMatchObject({ target: { kind: "CronJob", name: "nightly" }, patch: null });
    expect(advice.text).toBe(
      "The pods ask for 8500m of cpu together. If 7910m is enough for them, a new e2-standard-8 node holds them instead of a node of e2-highcpu-16.",
    );
  });
});

describe("the large pool", () => {
  const tolerations: readonly Toleration[] = [
    { key: "node.kubernetes.io/not-ready", operator: "Exists", value: "", effect: "NoExecute" },
    { key: "team", operator: "Equal", value: "ml", effect: "NoSchedule" },
  ];

  test("is closed by a taint, which its own work tolerates first", () => {
    const training = pod("train-1-x", {
      on: NODE,
      owner: ["Job", "train-1"],
      requests: { cpu: "50" },
      startedAt: hoursAgo(9),
      phase: "Succeeded",
      finishedAt: hoursAgo(2),
      spec: { tolerations },
    });
    const controllers = [...NIGHTLY, controller("Job", "train-1", { owner: reference(["CronJob", "train"]) })];
    const advice = advise(cluster({ pods: [nightly(), training], controllers })).filter(
      ({ kind }) => kind === "taint-large-pool",
    );
    expect(advice.map(({ target }) => target?.name)).toEqual(["train", "big"]);
    expect(advice.map(patchOf)).toEqual([
      inCronJob({
        spec: {
          tolerations: [
            { key: "team", operator: "Equal", value: "ml", effect: "NoSchedule" },
            { key: "dedicated", operator: "Equal", value: "big", effect: "NoSchedule" },
          ],
        },
      }),
      null,
    ]);
    expect(advice[1]?.command).toBe(
      "gcloud container node-pools update big --cluster=ml-prod --location=asia-northeast1 --project=research --node-taints=dedicated=big:NoSchedule",
    );
  });

  test("is closed already: then the blocker has a toleration too many", () => {
    const taints = [{ key: "team", value: "ml", effect: "NoSchedule", addedAt: null }];
    const world = cluster({
      pods: [nightly({ spec: { tolerations } })],
      controllers: NIGHTLY,
      nodes: [node(NODE, { pool: "big", taints })],
    });
    const advice = advise(world);
    expect(patchOf(the("drop-toleration", advice))).toEqual(inCronJob({ spec: { tolerations: null } }));
    expect(advice.map(({ kind }) => kind)).not.toContain("taint-large-pool");
  });

  test("a list that may not be complete is not written: how long a toleration lasts is not read", () => {
    const lasting = [...tolerations, { key: "slow", operator: "Exists", value: "", effect: "NoExecute" }];
    const taints = [{ key: "team", value: "ml", effect: "NoSchedule", addedAt: null }];
    const pods = [nightly({ spec: { tolerations: lasting } })];
    const world = cluster({ pods, controllers: NIGHTLY, nodes: [node(NODE, { pool: "big", taints })] });
    expect(the("drop-toleration", advise(world))).toMatchObject({ patch: null, command: null });
  });
});

test("the same advice for the same workload is given once, and nothing ever makes work evictable", () => {
  const pods = Array.from({ length: 5 }, (_, at) => nightly({ labels: { at: `${at}` } })).map((each, at) => ({
    ...each,
    name: `n-${at}`,
    uid: `u-${at}`,
  }));
  const finding = findingOf(auditOf(cluster({ pods, controllers: NIGHTLY })), NODE);
  expect(finding.blockers).toHaveLength(5);
  expect(finding.advice.map(({ kind }) => kind)).toEqual([
    "keep-off-large-nodes",
    "mark-on-completion",
    "taint-large-pool",
  ]);
  expect(finding.advice.map(({ patch }) => patch).join()).not.toMatch(/safe-to-evict["']?: ["']?true/u);
});

test("the same cluster with unpriced nodes still gets its advice", () => {
  const allocatable = resources({ cpu: "63", memory: "500Gi", pods: "110" });
  const world = cluster({
    pods: [nightly()],
    controllers: NIGHTLY,
    nodes: [node(NODE, { type: "x9-mega-64", allocatable, pool: "big" })],
  });
  expect(the("keep-off-large-nodes", advise(world)).patch).toContain("small");
});
