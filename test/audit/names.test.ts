import { describe, expect, test } from "vitest";
import { isBilledByRequest, nodeFacts, otherBilling } from "../../src/audit/facts.ts";
import { ownerFollower } from "../../src/audit/owners.ts";
import { runId } from "../../src/audit/run-id.ts";
import { teamOf } from "../../src/audit/team.ts";
import {
  AUDIT_SETTINGS,
  at,
  auditOf,
  controller,
  findingOf,
  locked,
  node,
  pod,
  reference,
  snapshotOf,
} from "./world.ts";

describe("a node's facts", () => {
  const bare = { ...node("n"), labels: new Map<string, string>() };

  test.each<[string, Readonly<Record<string, string>>, Partial<ReturnType<typeof nodeFacts>>]>([
    [
      "today's labels",
      {
        "topology.kubernetes.io/zone": "us-central1-a",
        "topology.kubernetes.io/region": "us-central1",
        "node.kubernetes.io/instance-type": "e2-medium",
      },
      { zone: "us-central1-a", region: "us-central1", machineType: "e2-medium" },
    ],
    [
      "labels of 1.16",
      { "failure-domain.beta.kubernetes.io/zone": "us-east1-b", "beta.kubernetes.io/instance-type": "n1-standard-1" },
      { zone: "us-east1-b", region: "us-east1", machineType: "n1-standard-1" },
    ],
    [
      "the provider id alone",
      {},
      { zone: "asia-northeast1-b", region: "asia-northeast1", machineType: null, pool: null, provisioning: "standard" },
    ],
    ["spot", { "cloud.google.com/gke-spot": "true" }, { provisioning: "spot" }],
    ["preemptible", { "cloud.google.com/gke-preemptible": "true" }, { provisioning: "preemptible" }],
    ["provisioning by name", { "cloud.google.com/gke-provisioning": "flex-start" }, { provisioning: "flex-start" }],
    ["an unknown provisioning", { "cloud.google.com/gke-provisioning": "borrowed" }, { provisioning: "standard" }],
  ])("%s", (_, labels, facts) => {
    expect(nodeFacts({ ...bare, labels: new Map(Object.entries(labels)) })).toMatchObject(facts);
  });

  const autopilot = { "cloud.google.com/autopilot-managed-node": "true" };

  test.each<[string, Readonly<Record<string, string>>, ReturnType<typeof otherBilling>]>([
    ["an ordinary node", {}, null],
    ["general purpose Autopilot", autopilot, { cause: "autopilot" }],
    [
      "Autopilot's own class of Standard clusters",
      { ...autopilot, "cloud.google.com/compute-class": "autopilot-spot" },
      { cause: "autopilot" },
    ],
    ["Autopilot Performance bills the node", { ...autopilot, "cloud.google.com/compute-class": "Performance" }, null],
    [
      "Autopilot with an accelerator bills the node",
      { ...autopilot, "cloud.google.com/gke-accelerator": "nvidia-l4" },
      null,
    ],
    [
      "a reservation",
      { "cloud.google.com/reservation-name": "big-ones" },
      { cause: "reservation", reservation: "big-ones" },
    ],
  ])("who pays: %s", (_, labels, billing) => {
    const map = new Map(Object.entries(labels));
    expect(otherBilling(map)).toEqual(billing);
    expect(isBilledByRequest(map)).toBe(billing?.cause === "autopilot");
  });
});

describe("owners", () => {
  const job = controller("Job", "nightly-1", { uid: "j", owner: reference(["CronJob", "nightly"]) });
  const chain = (owner: readonly [string, string], more: readonly ReturnType<typeof controller>[]) => {
    const snapshot = snapshotOf({ nodes: [], pods: [], controllers: more });
    return ownerFollower(snapshot.controllers)(pod("p", { on: "n", owner }));
  };
  const names = (result: ReturnType<typeof chain>) => result.links.map(({ kind, name, seen }) => [kind, name, seen]);

  test("pod → Job → CronJob", () => {
    expect(names(chain(["Job", "nightly-1"], [job, controller("CronJob", "nightly")]))).toEqual([
      ["Job", "nightly-1", true],
      ["CronJob", "nightly", true],
    ]);
  });

  test("an owner that is only named is told so", () => {
    expect(names(chain(["Job", "nightly-1"], [job]))).toEqual([
      ["Job", "nightly-1", true],
      ["CronJob", "nightly", false],
    ]);
    expect(names(chain(["Workflow", "w"], []))).toEqual([["Workflow", "w", false]]);
  });

  test("one of the same name but another uid is another object", () => {
    const { controllers } = snapshotOf({ nodes: [], pods: [], controllers: [job] });
    const of = { ...pod("p", { on: "n" }), owner: { ...reference(["Job", "nightly-1"]), uid: "another" } };
    expect(ownerFollower(controllers)(of).links).toMatchObject([{ name: "nightly-1", seen: false }]);
  });

  test("another project's kind of a well-known name is another kind", () => {
    const { controllers } = snapshotOf({ nodes: [], pods: [], controllers: [controller("StatefulSet", "db")] });
    const kruise = { apiVersion: "apps.kruise.io/v1beta1", kind: "StatefulSet", name: "db", uid: "" };
    const of = { ...pod("p", { on: "n" }), owner: kruise };
    expect(ownerFollower(controllers)(of).links).toMatchObject([
      { kind: "StatefulSet.apps.kruise.io", name: "db", seen: false },
    ]);
  });

  test("a circle is cut where it closes", () => {
    const left = controller("Deployment", "left", { owner: reference(["StatefulSet", "right"]) });
    const right = controller("StatefulSet", "right", { owner: reference(["Deployment", "left"]) });
    const result = chain(["Deployment", "left"], [left, right]);
    expect(names(result).map(([, name]) => name)).toEqual(["left", "right"]);
    expect(result.cycle).toBe("Deployment batch/left");
  });

  test("a circle is told in a note, once", () => {
    const self = controller("Job", "small", { owner: reference(["Job", "small"]) });
    const result = auditOf({
      nodes: [node("a")],
      pods: [locked("x", { on: "a", owner: ["Job", "small"] })],
      controllers: [self],
    });
    expect(findingOf(result, "a").blockers[0]?.owners).toHaveLength(1);
    expect(result.notes.filter(({ kind }) => kind === "cyclic-owners")).toMatchObject([
      { text: expect.stringContaining("Job batch/small") },
    ]);
  });
});

describe("the team that answers", () => {
  const label = (team: string) => new Map([["team", team]]);
  const annotation = (team: string) => new Map([["barnacle.dev/team", team]]);
  const named = (more: {
    readonly pod?: Partial<ReturnType<typeof pod>>;
    readonly job?: Parameters<typeof controller>[2];
    readonly cron?: Parameters<typeof controller>[2];
    readonly namespace?: Readonly<Record<string, string>>;
  }) => {
    const snapshot = snapshotOf({
      nodes: [],
      pods: [],
      controllers: [
        controller("Job", "j", { owner: reference(["CronJob", "c"]), ...more.job }),
        controller("CronJob", "c", more.cron),
      ],
      namespaces: { batch: more.namespace ?? {} },
    });
    const of = { ...pod("p", { on: "n", owner: ["Job", "j"] }), ...more.pod };
    return teamOf(of, ownerFollower(snapshot.controllers)(of), snapshot.namespaces, AUDIT_SETTINGS);
  };

  test.each<[string, Parameters<typeof named>[0], readonly [string, string]]>([
    ["nothing says: the namespace", {}, ["batch", "namespace"]],
    ["the namespace's label", { namespace: { team: "ml" } }, ["ml", "label"]],
    [
      "the CronJob's label before it",
      { cron: { labels: label("vision") }, namespace: { team: "ml" } },
      ["vision", "label"],
    ],
    [
      "the nearer object before the farther",
      { job: { annotations: annotation("speech") }, cron: { labels: label("vision") } },
      ["speech", "annotation"],
    ],
    [
      "the pod itself first",
      { pod: { labels: label("search") }, job: { labels: label("speech") } },
      ["search", "label"],
    ],
    [
      "on one object the label before the annotation",
      { pod: { labels: label("search"), annotations: annotation("ads") } },
      ["search", "label"],
    ],
    [
      "an empty value says nothing",
      { pod: { labels: label("") }, cron: { labels: label("vision") } },
      ["vision", "label"],
    ],
  ])("%s", (_, more, [team, teamFrom]) => {
    expect(named(more)).toEqual({ team, teamFrom });
  });
});

describe("the run's id", () => {
  const cluster = { project: "research", location: "asia-northeast1", name: "ml-prod" };
  const noon = at("2026-11-20T12:00:00Z");

  test("is readable, and the same every time", () => {
    expect(runId(cluster, noon)).toMatch(/^research_asia-northeast1_ml-prod_20261120T120000Z_[0-9a-f]{8}$/u);
    expect(runId(cluster, noon)).toBe(runId({ ...cluster }, noon));
  });

  test("differs between clusters and times that look alike", () => {
    const ids = [
      runId(cluster, noon),
      runId({ ...cluster, project: "example.com:research" }, noon),
      runId({ ...cluster, project: "example-com-research" }, noon),
      runId({ ...cluster, location: "asia-northeast1-a" }, noon),
      runId(cluster, at("2026-11-20T12:00:00.500Z")),
      runId(null, noon),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]+$/u);
  });
});
