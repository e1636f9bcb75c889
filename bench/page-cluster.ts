import type { Audit, FindingBlocker, NodeFacts, NodeStory, PinnedNode, RunFacts } from "../src/audit/finding.ts";
import { usd, usdPerHour } from "../src/model/money.ts";
import { parseQuantity } from "../src/model/quantity.ts";
import { instant } from "../src/model/time.ts";
import { recordOf } from "../test/audit/records.ts";

const TAKEN = instant(Date.parse("2026-11-20T03:00:00Z"));
const HOUR = 3_600_000;
const POOLS = [
  { name: "web-8", type: "e2-standard-8", price: 0.36 },
  { name: "batch-16", type: "n2-standard-16", price: 0.99 },
  { name: "batch-32", type: "n2-standard-32", price: 2.01 },
  { name: "train-64", type: "n2-highmem-64", price: 5.39 },
] as const;
const TEAMS = ["recommendation", "search", "ads", "pricing", "trust", "speech", "vision", "data", "platform"] as const;

function pick<One>(list: readonly One[], index: number): One {
  const found = list[index % list.length];
  if (found === undefined) throw new Error("an empty list");
  return found;
}

function quantity(text: string) {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

/** What looks like the random end of a name, the same in every run. */
function tail(index: number): string {
  return ((index * 2_654_435_761) % 2 ** 32).toString(36).padStart(7, "0");
}

function factsOf(index: number): NodeFacts {
  const pool = pick(POOLS, index);
  return {
    name: `gke-production-${pool.name}-${tail(index % 40)}-${tail(index)}`,
    uid: `uid-${index}`,
    pool: pool.name,
    zone: `asia-northeast1-${"abc"[index % 3]}`,
    region: "asia-northeast1",
    machineType: pool.type,
    provisioning: index % 11 === 0 ? "spot" : "standard",
    createdAt: instant(TAKEN - (30 + ((index * 37) % 900)) * HOUR),
  };
}

function blockerOf(index: number): FindingBlocker {
  const team = pick(TEAMS, index);
  const name = `${team}-batch-${index % 60}`;
  return {
    namespace: `ml-${team}`,
    name: `${name}-${tail(index)}`,
    uid: `pod-${index}`,
    reason: "NotSafeToEvictAnnotation",
    requests: new Map([
      ["cpu", quantity("500m")],
      ["memory", quantity("2Gi")],
    ]),
    owners: [{ kind: "CronJob", namespace: `ml-${team}`, name, seen: true }],
    team,
    teamFrom: "label",
    startedAt: instant(TAKEN - 20 * HOUR),
  };
}

/** A large cluster's audit, the same in every run: one node in twenty is pinned, one in five holds a pod that may not be evicted. */
export function largeAudit(nodes: number): Audit {
  const stories = Array.from({ length: nodes }, (_, index) => storyOf(index));
  const findings = stories.filter(({ whyNot }) => whyNot === null).map(findingOf);
  const cost = stories.reduce((sum, { price }) => sum + (price.usdPerHour ?? 0), 0);
  const run: RunFacts = {
    id: "bench",
    cluster: { project: "bench", location: "asia-northeast1", name: "bench" },
    takenAt: TAKEN,
    scheduledAt: TAKEN,
    version: "0",
    book: "list",
  };
  return {
    run,
    totals: {
      nodes,
      pods: nodes * 30,
      pinnedNodes: findings.length,
      unpricedNodes: 0,
      usdPerHour: usdPerHour(cost),
      wasteUsdPerHour: usdPerHour(findings.reduce((sum, { wasteUsdPerHour }) => sum + (wasteUsdPerHour ?? 0), 0)),
      estimatedUsdPerHour: usdPerHour(0),
      accruedUsd: usd(findings.reduce((sum, { accruedUsd }) => sum + accruedUsd, 0)),
    },
    findings,
    observations: [],
    notes: [],
    episodes: [],
    record: recordOf(run),
    nodes: stories,
  };
}

function storyOf(index: number): NodeStory {
  const pinned = index % 20 === 3;
  const cpu = pinned ? 0.013 : 0.55 + ((index * 17) % 40) / 100;
  const price = { book: "list" as const, usdPerHour: usdPerHour(pick(POOLS, index).price), parts: [], estimated: [] };
  return {
    node: factsOf(index),
    verdict: pinned ? "BlockedByPod" : "NotUnderutilized",
    utilization: { resource: "cpu", cpu, memory: cpu * 0.8, gpu: null, max: cpu },
    price,
    pinned,
    whyNot: pinned ? null : "not-underutilized",
    whyNotNumbers: {},
    wasteUsdPerHour: pinned ? usdPerHour(price.usdPerHour - 0.1) : null,
    home: null,
    blockers: pinned || index % 5 === 0 ? [blockerOf(index)] : [],
    pods: { all: 30, toMove: 20 },
    uncertain: [],
  };
}

function findingOf(story: NodeStory, rank: number): PinnedNode {
  const { node, utilization, price, wasteUsdPerHour, blockers } = story;
  return {
    kind: "pinned-node",
    node,
    utilization,
    price,
    home: {
      kind: "new",
      machineType: "e2-standard-2",
      provisioning: "standard",
      nodes: [],
      quote: { book: "list", usdPerHour: usdPerHour(0.1), parts: [], estimated: [] },
      relaxed: [],
    },
    wasteUsdPerHour,
    wasteUsdPerHourByBook: { list: wasteUsdPerHour, autoscaler: wasteUsdPerHour, gke: wasteUsdPerHour },
    limitedBy: null,
    blockers,
    since: {
      time: instant(TAKEN - (rank % 50) * HOUR),
      evidence: "pod-finished",
      proven: true,
      what: "Pod ml/big-x finished",
    },
    accruedUsd: usd((wasteUsdPerHour ?? 0) * (rank % 50)),
    advice: [
      {
        kind: "keep-off-large-nodes",
        target: { kind: "CronJob", namespace: "ml", name: `x-${rank % 60}` },
        text: "Let its pods run on node pool web-8 (e2-standard-8), which holds them, and so keep them off larger nodes.",
        patch:
          "spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          nodeSelector:\n            cloud.google.com/gke-nodepool: web-8\n",
        command: `kubectl patch cronjob x-${rank % 60} -n ml --patch-file x.yaml`,
      },
    ],
    cordoned: false,
  };
}
