import { describe, expect, test } from "vitest";
import { podTeller, type Seen } from "../../src/audit/subject.ts";
import { findSubject } from "../../src/audit/subject-search.ts";
import { loadBooks } from "../../src/collect/books.ts";
import { readSnapshotFiles } from "../../src/collect/files.ts";
import { readConfig } from "../../src/config.ts";
import { SAFE_TO_EVICT } from "../../src/judge/pod-facts.ts";
import { parseInstant } from "../../src/model/time.ts";
import { regionsOf } from "../../src/price/region.ts";
import { runAudit } from "../../src/run.ts";

const snapshot = await readSnapshotFiles(["fixtures/bundled/cluster.jsonl.gz"], { annotationKeys: [] });
const now = snapshot.takenAt ?? parseInstant("2026-11-20T03:00:00Z");
if (now === null) throw new Error("no time");
const config = readConfig(null, {}, {});
const auditSettings = { ...config.audit, book: config.book };
const settings = config.autoscaler;
const books = await loadBooks(regionsOf(snapshot.nodes));
const audit = runAudit({ snapshot, settings, auditSettings, books, now, scheduledAt: now, version: "0" });
const seen = { snapshot, audit, settings, auditSettings };

function told(asked: string, namespace: string | null = null, from: Seen = seen): string {
  const searched = findSubject(asked, namespace, from);
  switch (searched.kind) {
    case "several":
      return `several: ${searched.names.join(" ")}`;
    case "none":
      return `near: ${searched.near.join(" ")}`;
    case "found": {
      const { kind, story } = searched.subject;
      if (kind === "node") return `node ${story.node.name}`;
      if (kind === "pod") return `pod ${story.namespace}/${story.name} ${story.role} ${story.reason}`;
      return `${story.workload.kind} ${story.workload.namespace}/${story.workload.name}: ${story.pods.length}`;
    }
  }
}

const POD = "user-embedding-dedupe-29918480-g9j9m";

describe("findSubject", () => {
  test.each([
    ["a node", "gke-training-train-64-9f4d8a99-fg6f", null, "node gke-training-train-64-9f4d8a99-fg6f"],
    [
      "a node with its kind",
      "no/gke-training-train-64-9f4d8a99-fg6f",
      null,
      "node gke-training-train-64-9f4d8a99-fg6f",
    ],
    [
      "a node keeps its name in any namespace",
      "gke-training-train-64-9f4d8a99-fg6f",
      "ml-ads",
      "node gke-training-train-64-9f4d8a99-fg6f",
    ],
    ["a pod that holds", POD, null, `pod ml-recommendation/${POD} holds NotSafeToEvictAnnotation`],
    [
      "a pod with kind and namespace",
      `Pods/ml-recommendation/${POD}`,
      null,
      `pod ml-recommendation/${POD} holds NotSafeToEvictAnnotation`,
    ],
    [
      "a pod in another namespace is not there",
      POD,
      "ml-ads",
      `near: pod/ml-recommendation/${POD} job/ml-recommendation/user-embedding-dedupe-29918480 cronjob/ml-recommendation/user-embedding-dedupe`,
    ],
    ["a workload by name", "user-embedding-dedupe", null, "CronJob ml-recommendation/user-embedding-dedupe: 1"],
    [
      "a workload in between",
      "job/user-embedding-dedupe-29918480",
      null,
      "Job ml-recommendation/user-embedding-dedupe-29918480: 1",
    ],
    [
      "kubectl's short kind",
      "cj/user-embedding-dedupe",
      "ml-recommendation",
      "CronJob ml-recommendation/user-embedding-dedupe: 1",
    ],
    ["a DaemonSet", "DS/kube-system/fluentbit-gke", null, "DaemonSet kube-system/fluentbit-gke: 62"],
    [
      "a misspelt one",
      "usr-embedding-dedupe",
      null,
      "near: cronjob/ml-recommendation/user-embedding-dedupe cronjob/ml-recommendation/item-embedding-dedupe cronjob/ml-recommendation/user-embedding-finetune",
    ],
    [
      "the wrong kind",
      "deploy/user-embedding-dedupe",
      null,
      "near: cronjob/ml-recommendation/user-embedding-dedupe job/ml-recommendation/user-embedding-dedupe-29918480 pod/ml-recommendation/user-embedding-dedupe-29918480-g9j9m",
    ],
    ["nothing like it", "\u001b[2J-zzzzzzzzzzzzzz", null, "near: "],
  ])("%s", (_, asked, namespace, expected) => {
    expect(told(asked, namespace)).toBe(expected);
  });

  test("a name of several is not guessed at", () => {
    const one = snapshot.pods.find(({ name }) => name === POD);
    if (one === undefined) throw new Error("the pod is gone");
    const pods = [...snapshot.pods, { ...one, namespace: "elsewhere" }];
    expect(told(POD, null, { ...seen, snapshot: { ...snapshot, pods } })).toBe(
      `several: pod/ml-recommendation/${POD} pod/elsewhere/${POD}`,
    );
  });
});

test("those that hold are the blockers of the verdicts; every role is among the others", () => {
  const stories = snapshot.pods.map(podTeller(seen));
  const holding = stories.filter(({ role }) => role === "holds").map(({ namespace, name }) => `${namespace}/${name}`);
  const blockers = audit.nodes.flatMap((node) => node.blockers.map(({ namespace, name }) => `${namespace}/${name}`));
  expect(new Set(holding)).toEqual(new Set(blockers));
  expect([...new Set(stories.map(({ role }) => role))].sort()).toEqual([
    "ended",
    "holds",
    "moves",
    "of-the-node",
    "waits",
  ]);
});

test.each([
  ["a pod without a node", { nodeName: "", nominatedNodeName: "" }, "waits"],
  ["one that has ended", { phase: "Failed" }, "ended"],
  ["one that is waited for", { annotations: new Map([[SAFE_TO_EVICT, "on-completion"]]) }, "waited-for"],
])("%s", (_, more, role) => {
  const movable = snapshot.pods.find((each) => podTeller(seen)(each).role === "moves");
  if (movable === undefined) throw new Error("no pod moves");
  expect(podTeller(seen)({ ...movable, ...more, name: "another" }).role).toBe(role);
});
