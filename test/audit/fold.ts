import type { EpisodeBlocker, Rates } from "../../src/audit/episode.ts";
import { type Folded, foldRun } from "../../src/audit/episode-fold.ts";
import type { NodeFacts, Since } from "../../src/audit/finding.ts";
import { type History, NO_HISTORY } from "../../src/audit/history.ts";
import {
  type Ending,
  type FreeLook,
  type NodeLook,
  nodeKey,
  type PinnedLook,
  type RunLook,
} from "../../src/audit/look.ts";
import { runId } from "../../src/audit/run-id.ts";
import { billionths } from "../../src/model/exact.ts";
import { usdPerHour } from "../../src/model/money.ts";
import type { ClusterId } from "../../src/model/snapshot.ts";
import { type Duration, HOUR, type Instant, millis, parseInstant } from "../../src/model/time.ts";

const CLUSTER: ClusterId = { project: "research", location: "asia-northeast1", name: "training" };

/** `10:30` on the day of all these tests. */
export function clock(text: string): Instant {
  const time = parseInstant(`2026-11-20T${text}:00Z`);
  if (time === null) throw new Error(`${text} is no time`);
  return time;
}

export function facts(name: string, more: Partial<NodeFacts> = {}): NodeFacts {
  return {
    name,
    uid: `uid-${name}`,
    pool: "large",
    zone: "asia-northeast1-b",
    region: "asia-northeast1",
    machineType: "n2-highmem-64",
    provisioning: "standard",
    createdAt: clock("00:00"),
    ...more,
  };
}

export function holder(name: string, more: Partial<EpisodeBlocker> = {}): EpisodeBlocker {
  return {
    namespace: "batch",
    name,
    uid: `uid-${name}`,
    reason: "NotSafeToEvictAnnotation",
    team: "ml",
    workload: { kind: "CronJob", namespace: "batch", name: "small" },
    job: `job-of-${name}`,
    ...more,
  };
}

export const PROVEN = (time: string): Since => ({
  time: clock(time),
  evidence: "pod-finished",
  proven: true,
  what: "Pod batch/big finished",
});

/** Cloud Monitoring shows when it fell; known to some minutes, of which this is the later end. */
export const MEASURED = (time: string): Since => ({ ...PROVEN(time), evidence: "monitoring", what: "" });
export const BOUND = (time: string): Since => ({
  time: clock(time),
  evidence: "blocker-start",
  proven: false,
  what: "Pod batch/a started",
});

interface PinnedWish extends Partial<Omit<PinnedLook, "kind" | "rates">> {
  /** By `list`; `null`: not known. */
  readonly waste?: number | null;
  readonly rates?: Rates;
}

/** Found pinned, a finding, wasting 6 dollars an hour, held by the pod `a`, since when nothing proves. */
export function pinned(name = "n", { waste = 6, ...more }: PinnedWish = {}): PinnedLook {
  const rate = waste === null ? null : billionths(waste);
  return {
    kind: "pinned",
    node: facts(name),
    finding: true,
    rates: { list: rate, autoscaler: null, gke: null },
    since: BOUND("08:00"),
    busyUntil: null,
    nodeUsdPerHour: usdPerHour(6.5),
    priceEstimated: false,
    home: { kind: "new", machineType: "e2-small", usdPerHour: usdPerHour(0.5) },
    blockers: [holder("a")],
    ...more,
  };
}

export function free(name = "n", more: Partial<Omit<FreeLook, "kind">> = {}): FreeLook {
  const none = new Set<string>();
  return {
    kind: "free",
    node: facts(name),
    verdict: "Removable",
    busySince: null,
    standing: none,
    blocking: none,
    ...more,
  };
}

export function doubtful(name = "n"): NodeLook {
  return { kind: "doubtful", node: facts(name) };
}

export function ended(name: string, time: string, kind: Ending["kind"] = "Pod"): Ending {
  return { kind, namespace: "batch", name, uid: `uid-${name}`, endedAt: clock(time) };
}

export interface RunWish {
  readonly at: string;
  readonly nodes?: readonly NodeLook[];
  readonly endings?: readonly Ending[];
  readonly held?: RunLook["held"];
  readonly missing?: readonly string[];
  readonly maxGap?: Duration;
  readonly cluster?: ClusterId;
  readonly book?: "list" | "gke" | "autoscaler";
}

export function look(wish: RunWish): RunLook {
  const takenAt = clock(wish.at);
  const cluster = wish.cluster ?? CLUSTER;
  return {
    run: { id: runId(cluster, takenAt), cluster, takenAt, scheduledAt: takenAt, book: wish.book ?? "list" },
    maxGap: wish.maxGap ?? millis(2 * HOUR),
    nodes: new Map((wish.nodes ?? []).map((node) => [nodeKey(node.node), node])),
    endings: wish.endings ?? [],
    held: wish.held ?? [],
    missingKinds: new Set(wish.missing),
  };
}

/** The state after a run, as the next one finds it. */
function after(seen: RunLook, folded: readonly Folded[]): History {
  const open = new Map(
    folded.flatMap(({ episode, change }) => (change === "closed" ? [] : [[nodeKey(episode.node), episode] as const])),
  );
  const { id, takenAt, scheduledAt } = seen.run;
  const previous = { id, takenAt, scheduledAt };
  return { ...NO_HISTORY, previous, open };
}

/** Every episode as it stands after all these runs, in the order in which they were opened; and what each run confirmed, summed. */
export function fold(looks: readonly RunLook[]) {
  const all = new Map<string, Folded["episode"]>();
  let [history, confirmed] = [NO_HISTORY, 0n];
  for (const seen of looks) {
    const folded = foldRun(history, seen);
    for (const { episode } of folded) all.set(episode.id, episode);
    confirmed += folded.reduce((sum, { episode }) => sum + episode.bill.accruedNow, 0n);
    history = after(seen, folded);
  }
  return { episodes: [...all.values()], confirmed, history };
}

/** `10:30`, or `null`. */
export function shown(time: Instant | null): string | null {
  return time === null ? null : new Date(time).toISOString().slice(11, 16);
}
