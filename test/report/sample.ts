import type {
  Advice,
  Audit,
  FindingBlocker,
  Home,
  NodeFacts,
  NodeStory,
  Observation,
  OwnerLink,
  PinnedNode,
  RunFacts,
} from "../../src/audit/finding.ts";
import { type UsdPerHour, usd, usdPerHour } from "../../src/model/money.ts";
import { parseQuantity, type Quantity } from "../../src/model/quantity.ts";
import type { ResourceList } from "../../src/model/resources.ts";
import { type Instant, parseInstant } from "../../src/model/time.ts";
import type { Quote } from "../../src/price/quote.ts";
import { openedBy, recordOf } from "../audit/records.ts";

/** RFC 3339, or a test that is wrong. */
export function time(text: string): Instant {
  const value = parseInstant(text);
  if (value === null) throw new Error(`${text} is no time`);
  return value;
}

export function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.why}`);
  return parsed.value;
}

export function requests(texts: Readonly<Record<string, string>>): ResourceList {
  return new Map(Object.entries(texts).map(([name, text]) => [name, quantity(text)]));
}

const NOW = time("2026-11-20T12:00:00Z");

export function quote(rate: number | null, more: Partial<Quote> = {}): Quote {
  const known = rate === null ? null : usdPerHour(rate);
  return { book: "list", usdPerHour: known, parts: [], estimated: [], ...more };
}

export function node(more: Partial<NodeFacts> = {}): NodeFacts {
  return {
    name: "gke-prod-highmem-64-3f2a91c0-x7k2",
    uid: "uid-x7k2",
    pool: "highmem-64",
    zone: "asia-northeast1-b",
    region: "asia-northeast1",
    machineType: "n2-highmem-64",
    provisioning: "standard",
    createdAt: time("2026-11-18T02:11:09Z"),
    ...more,
  };
}

export function owner(kind: string, namespace: string, name: string): OwnerLink {
  return { kind, namespace, name, seen: true };
}

export function blocker(more: Partial<FindingBlocker> = {}): FindingBlocker {
  const name = more.name ?? "small-x-28891-abcde";
  return {
    namespace: "batch",
    name,
    uid: `uid-${name}`,
    reason: "NotSafeToEvictAnnotation",
    requests: requests({ cpu: "500m", memory: "2Gi" }),
    owners: [owner("Job", "batch", "small-x-28891"), owner("CronJob", "batch", "small-x")],
    team: "ml",
    teamFrom: "label",
    startedAt: time("2026-11-20T08:12:00Z"),
    ...more,
  };
}

const NEW_HOME: Home = {
  kind: "new",
  machineType: "e2-standard-2",
  provisioning: "standard",
  nodes: [],
  quote: quote(0.086, { parts: [{ what: "e2-standard-2", usdPerHour: usdPerHour(0.086) }] }),
  relaxed: [],
};

export const SPARE_HOME: Home = {
  kind: "spare",
  nodes: ["gke-prod-small-8c1d22aa-p0q9"],
  quote: quote(0),
  relaxed: ["nodeSelector cloud.google.com/gke-nodepool=a2-gpu"],
};

const PATCH = `spec:
  jobTemplate:
    spec:
      template:
        spec:
          nodeSelector:
            cloud.google.com/gke-nodepool: small
`;

function keepOff(name: string): Advice {
  return {
    kind: "keep-off-large-nodes",
    target: { kind: "CronJob", namespace: "batch", name },
    text: "Keep its pods on pool small: they ask for 500m cpu and 2Gi memory, and an e2-standard-2 holds them.",
    patch: PATCH,
    command: `kubectl patch cronjob ${name} -n batch --patch-file ${name}.yaml`,
  };
}

const TAINT: Advice = {
  kind: "taint-large-pool",
  target: null,
  text: "Taint pool highmem-64, so that only pods that tolerate it come there.",
  patch: null,
  command: "gcloud container node-pools update highmem-64 --node-taints=dedicated=large:NoSchedule",
};

export function finding(more: Partial<PinnedNode> = {}): PinnedNode {
  return {
    kind: "pinned-node",
    node: node(),
    utilization: { resource: "cpu", cpu: 0.0132, memory: 0.0041, gpu: null, max: 0.0132 },
    price: quote(5.374, {
      parts: [
        { what: "n2-highmem-64", usdPerHour: usdPerHour(5.357) },
        { what: "boot disk pd-balanced 100 GiB", usdPerHour: usdPerHour(0.017) },
      ],
    }),
    home: NEW_HOME,
    wasteUsdPerHour: usdPerHour(5.288),
    wasteUsdPerHourByBook: { autoscaler: usdPerHour(4.12), gke: usdPerHour(4.2), list: usdPerHour(5.288) },
    limitedBy: null,
    blockers: [blocker()],
    since: {
      time: time("2026-11-20T08:40:00Z"),
      evidence: "pod-finished",
      proven: true,
      what: "Pod batch/big-x-28890-qqqqq finished",
    },
    accruedUsd: usd(17.6267),
    advice: [keepOff("small-x"), TAINT],
    cordoned: false,
    ...more,
  };
}

export function observation(more: Partial<Observation> = {}): Observation {
  return {
    kind: "at-risk",
    node: node({ name: "gke-prod-highmem-64-3f2a91c0-aaaa", uid: "uid-aaaa" }),
    price: quote(5.374),
    blockers: [blocker({ name: "small-y-1-zzzzz" })],
    detail: {
      utilization: 0.658,
      threshold: 0.5,
      utilizationThen: 0.013,
      smallBlockers: 1,
      movablePods: 0,
      endingPods: 2,
      ending: "batch/big-x-28892-rrrrr",
      wasteUsdPerHour: 5.288,
      home: "e2-standard-2",
    },
    ...more,
  };
}

/** The story that belongs to a finding. */
export function storyOf(pinned: PinnedNode, more: Partial<NodeStory> = {}): NodeStory {
  return {
    node: pinned.node,
    verdict: "BlockedByPod",
    utilization: pinned.utilization,
    price: pinned.price,
    pinned: true,
    whyNot: null,
    whyNotNumbers: {},
    wasteUsdPerHour: pinned.wasteUsdPerHour,
    home: pinned.home,
    blockers: pinned.blockers,
    pods: { all: 9, toMove: 2 },
    uncertain: [],
    ...more,
  };
}

function sum(rates: readonly (UsdPerHour | null)[]): UsdPerHour {
  return usdPerHour(rates.reduce<number>((total, rate) => total + (rate ?? 0), 0));
}

/** An audit of these findings in a cluster of 47 nodes. */
export function audit(findings: readonly PinnedNode[], more: Partial<Audit> = {}): Audit {
  const nodes = findings.map((one) => storyOf(one));
  const run: RunFacts = {
    id: "sample-project/asia-northeast1/sample@2026-11-20T12:00:00Z",
    cluster: { project: "sample-project", location: "asia-northeast1", name: "sample" },
    takenAt: NOW,
    scheduledAt: NOW,
    version: "0.1.0",
    book: "list",
  };
  return {
    run,
    totals: {
      nodes: 47,
      pods: 1204,
      pinnedNodes: findings.length,
      unpricedNodes: findings.filter((one) => one.price.usdPerHour === null).length,
      usdPerHour: usdPerHour(128.4),
      wasteUsdPerHour: sum(findings.map((one) => one.wasteUsdPerHour)),
      estimatedUsdPerHour: usdPerHour(0),
      accruedUsd: usd(findings.reduce((total, one) => total + one.accruedUsd, 0)),
    },
    findings,
    observations: [],
    notes: [],
    nodes,
    episodes: findings.map((finding) => ({ ...openedBy(finding, run), finding })),
    record: recordOf(run, { folded: findings.map((finding) => openedBy(finding, run)) }),
    ...more,
  };
}

/** A finding of each unlike kind: new home, spare home, no home and no price, many blockers of several workloads. */
export function variety(): readonly PinnedNode[] {
  const crowd = [1, 2, 3].map((number) =>
    blocker({
      name: `retrain-x-28891${number}-kk${number}kk`,
      owners: [owner("Job", "batch", `retrain-x-28891${number}`), owner("CronJob", "batch", "retrain-x")],
    }),
  );
  return [
    finding(),
    finding({
      node: node({
        name: "gke-prod-a2-gpu-77aa01bc-m4n5",
        uid: "uid-m4n5",
        pool: "a2-gpu",
        machineType: "a2-highgpu-1g",
        provisioning: "spot",
      }),
      utilization: { resource: "nvidia.com/gpu", cpu: 0.71, memory: 0.03, gpu: 0, max: 0 },
      price: quote(1.613, { estimated: ["the boot disk's type is unknown: balanced assumed"] }),
      home: SPARE_HOME,
      wasteUsdPerHour: usdPerHour(1.613),
      blockers: [
        ...crowd,
        blocker({
          name: "web-5d9c-1",
          namespace: "shop",
          reason: "NotEnoughPdb",
          owners: [owner("ReplicaSet", "shop", "web-5d9c"), owner("Deployment", "shop", "web")],
          team: "shop",
          teamFrom: "namespace",
        }),
      ],
      since: { time: time("2026-11-18T02:11:09Z"), evidence: "node-age", proven: false, what: "" },
      accruedUsd: usd(0),
      cordoned: true,
      advice: [keepOff("retrain-x")],
    }),
    finding({
      node: node({
        name: "gke-prod-exotic-0a0b0c0d-zzzz",
        uid: "uid-zzzz",
        pool: null,
        zone: null,
        region: null,
        machineType: "x9-mega-512",
      }),
      utilization: null,
      price: quote(null, { estimated: [] }),
      home: null,
      wasteUsdPerHour: null,
      wasteUsdPerHourByBook: { autoscaler: null, gke: null, list: null },
      blockers: [
        blocker({
          name: "debug",
          namespace: "default",
          owners: [],
          reason: "NotReplicated",
          requests: new Map(),
          team: "default",
          teamFrom: "namespace",
        }),
      ],
      since: { time: null, evidence: "unknown", proven: false, what: "" },
      accruedUsd: usd(0),
      advice: [],
    }),
  ];
}
