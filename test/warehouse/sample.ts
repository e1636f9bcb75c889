import type { Audit, FindingBlocker, NodeFacts, NodeStory, PinnedNode, RunFacts } from "../../src/audit/finding.ts";
import { usd, usdPerHour } from "../../src/model/money.ts";
import { parseQuantity, type Quantity } from "../../src/model/quantity.ts";
import { type Instant, parseInstant } from "../../src/model/time.ts";
import type { Quote } from "../../src/price/quote.ts";
import { auditRows } from "../../src/report/rows.ts";
import type { RunRows } from "../../src/warehouse/tables.ts";
import { openedBy, recordOf } from "../audit/records.ts";

export function at(text: string): Instant {
  const time = parseInstant(text);
  if (time === null) throw new Error(`${text} is no time`);
  return time;
}

export function amount(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.why}`);
  return parsed.value;
}

function quote(rate: number | null, estimated: readonly string[] = []): Quote {
  return { book: "list", usdPerHour: rate === null ? null : usdPerHour(rate), parts: [], estimated };
}

export const LARGE: NodeFacts = {
  name: "large",
  uid: "uid-large",
  pool: "highmem",
  zone: "asia-northeast1-b",
  region: "asia-northeast1",
  machineType: "n2-highmem-64",
  provisioning: "standard",
  createdAt: at("2026-11-18T02:11:09Z"),
};

/** A node of which little is known. */
export const ODD: NodeFacts = {
  name: "odd'; DROP TABLE runs; --",
  uid: "",
  pool: null,
  zone: null,
  region: null,
  machineType: null,
  provisioning: "spot",
  createdAt: null,
};

export const BLOCKER: FindingBlocker = {
  namespace: "batch",
  name: "small-x-1-abcde",
  uid: "uid-small",
  reason: "NotSafeToEvictAnnotation",
  requests: new Map([
    ["cpu", amount("500m")],
    ["memory", amount("2Gi")],
  ]),
  owners: [
    { kind: "Job", namespace: "batch", name: "small-x-1", seen: true },
    { kind: "CronJob", namespace: "batch", name: "small-x", seen: true },
  ],
  team: "ml",
  teamFrom: "label",
  startedAt: at("2026-11-20T08:12:00.5Z"),
};

/** A bare pod that asks for nothing. */
const BARE: FindingBlocker = {
  namespace: "ops",
  name: "bare",
  uid: "uid-bare",
  reason: "NotReplicated",
  requests: new Map(),
  owners: [],
  team: "ops",
  teamFrom: "namespace",
  startedAt: null,
};

const FINDING: PinnedNode = {
  kind: "pinned-node",
  node: LARGE,
  utilization: { resource: "cpu", cpu: 0.0132, memory: 0.0041, gpu: null, max: 0.0132 },
  price: quote(5.374, ["boot disk size inferred"]),
  home: {
    kind: "new",
    machineType: "e2-standard-2",
    provisioning: "standard",
    nodes: ["spare-1", "spare-2"],
    quote: quote(0.086),
    relaxed: ["cloud.google.com/gke-nodepool"],
  },
  wasteUsdPerHour: usdPerHour(5.288),
  wasteUsdPerHourByBook: { autoscaler: usdPerHour(4.12), gke: null, list: usdPerHour(5.288) },
  limitedBy: null,
  blockers: [BLOCKER, BARE, { ...BLOCKER, name: "small-x-2-fghij" }],
  since: { time: at("2026-11-20T08:40:00Z"), evidence: "pod-finished", proven: true, what: "Pod batch/big finished" },
  accruedUsd: usd(17.6267),
  advice: [
    { kind: "taint-large-pool", target: null, text: "Taint pool highmem.", patch: null, command: "gcloud taint" },
    {
      kind: "keep-off-large-nodes",
      target: { kind: "CronJob", namespace: "batch", name: "small-x" },
      text: "Keep its pods on pool small.",
      patch: "spec:\n  suspend: false\n",
      command: "kubectl patch",
    },
  ],
  cordoned: false,
};

const PINNED_STORY: NodeStory = {
  node: LARGE,
  verdict: "BlockedByPod",
  utilization: FINDING.utilization,
  price: FINDING.price,
  pinned: true,
  whyNot: null,
  whyNotNumbers: {},
  wasteUsdPerHour: FINDING.wasteUsdPerHour,
  home: FINDING.home,
  blockers: FINDING.blockers,
  pods: { all: 9, toMove: 2 },
  uncertain: [],
};

const ODD_STORY: NodeStory = {
  node: ODD,
  verdict: "UnexpectedError",
  utilization: null,
  price: quote(null),
  pinned: false,
  whyNot: "not-pinned",
  whyNotNumbers: {},
  wasteUsdPerHour: null,
  home: null,
  blockers: [{ ...BARE, name: "other" }],
  pods: { all: 1, toMove: 0 },
  uncertain: ["no allocatable", "no volumes were listed"],
};

const RUN: RunFacts = {
  id: "p_l_c_20261120T153000Z_00000000",
  cluster: { project: "p", location: "l", name: "c" },
  takenAt: at("2026-11-20T15:30:07Z"),
  scheduledAt: at("2026-11-20T15:30:00Z"),
  version: "0.1.0",
  book: "list",
};

const OPENED = openedBy(FINDING, RUN);

export const AUDIT: Audit = {
  run: RUN,
  totals: {
    nodes: 2,
    pods: 10,
    pinnedNodes: 1,
    unpricedNodes: 1,
    usdPerHour: usdPerHour(5.374),
    wasteUsdPerHour: usdPerHour(5.288),
    estimatedUsdPerHour: usdPerHour(2.687),
    accruedUsd: usd(17.6267),
  },
  findings: [FINDING],
  observations: [
    { kind: "at-risk", node: ODD, price: quote(null), blockers: [BARE], detail: {} },
    { kind: "other-remedy", node: ODD, price: quote(null), blockers: [], detail: {} },
  ],
  notes: [
    { kind: "price", text: "One node has no price." },
    { kind: "kinds", text: "CSINode could not be listed." },
  ],
  nodes: [PINNED_STORY, ODD_STORY],
  episodes: [{ ...OPENED, finding: FINDING }],
  record: recordOf(RUN, { folded: [OPENED] }),
};

/** The rows of a run of its own id, with as many nodes as asked for. */
export function runRows(id: string, nodes = 2): RunRows {
  const stories = Array.from({ length: nodes }, (_, n) => ({
    ...(n % 2 === 0 ? PINNED_STORY : ODD_STORY),
    node: { ...(n % 2 === 0 ? LARGE : ODD), name: `node-${n}`, uid: `uid-${n}` },
  }));
  return auditRows({ ...AUDIT, run: { ...AUDIT.run, id }, nodes: nodes === 2 ? AUDIT.nodes : stories });
}
