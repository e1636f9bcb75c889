import type { Instant } from "../../model/time.ts";
import type { Language } from "../words.ts";

/** A pod that holds its node. */
export interface PageBlocker {
  readonly namespace: string;
  readonly name: string;
  /** The autoscaler's BlockingPodReason. */
  readonly reason: string;
  readonly team: string;
  /** `CronJob batch/x`; `Pod batch/x` for one that nothing owns. */
  readonly workload: string;
  /** `Job batch/x-1 > CronJob batch/x`; "" for none. */
  readonly chain: string;
  /** `cpu=500m, memory=2Gi`; "" for nothing. */
  readonly requests: string;
  readonly startedAt: Instant | null;
}

/** Any pod on a node, where the source of the page knows them. */
export interface PagePod {
  readonly namespace: string;
  readonly name: string;
  /** What it is to its node, by `audit/subject.ts`. */
  readonly role: string;
  readonly workload: string;
  readonly requests: string;
}

export interface PageHome {
  readonly kind: "spare" | "new";
  readonly machineType: string | null;
  readonly provisioning: string | null;
  readonly usdPerHour: number | null;
  readonly estimated: boolean;
  readonly nodes: readonly string[];
  readonly relaxed: readonly string[];
}

export interface PageAdvice {
  readonly kind: string;
  readonly text: string;
  readonly target: string | null;
  readonly patch: string | null;
  readonly command: string | null;
}

/** On how many of the other nodes a filter was the first to refuse a pod; `filter` is `null` for the nodes that would take it. */
export interface PageConsidered {
  readonly pod: string;
  readonly filter: string | null;
  readonly nodes: number;
}

export interface PagePart {
  readonly what: string;
  readonly usdPerHour: number;
}

/** A pinned node that is worth telling. */
export interface PageFinding {
  /** Index of its node. */
  readonly node: number;
  readonly usdPerHour: number | null;
  readonly home: PageHome | null;
  readonly wasteUsdPerHour: number | null;
  readonly byBook: Readonly<Record<"list" | "autoscaler" | "gke", number | null>>;
  readonly limitedBy: string | null;
  readonly cordoned: boolean;
  readonly since: Instant | null;
  /** It began no earlier than this and no later than `since`: what was measured tells no more. `null` when `since` is exact or a bound. */
  readonly sinceEarliest: Instant | null;
  readonly sinceEvidence: string;
  readonly sinceProven: boolean;
  readonly sinceWhat: string;
  readonly accruedUsd: number;
  readonly advice: readonly PageAdvice[];
  readonly parts: readonly PagePart[];
  readonly considered: readonly PageConsidered[];
}

/** A node of the run. */
export interface PageNode {
  readonly name: string;
  readonly pool: string | null;
  readonly zone: string | null;
  readonly machineType: string | null;
  readonly provisioning: string;
  readonly createdAt: Instant | null;
  readonly verdict: string;
  readonly whyNot: string | null;
  /** What decides, as shares of 1; `null` where it cannot be computed. */
  readonly utilization: number | null;
  readonly resource: string | null;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly gpu: number | null;
  readonly usdPerHour: number | null;
  readonly estimates: readonly string[];
  readonly wasteUsdPerHour: number | null;
  readonly pinned: boolean;
  /** Kinds of observations. */
  readonly observed: readonly string[];
  readonly uncertain: readonly string[];
  readonly pods: number;
  readonly podsToMove: number;
  readonly blockers: readonly PageBlocker[];
  /** `null`: the source does not have them, or they are too many to take along. */
  readonly podList: readonly PagePod[] | null;
}

/** What is said of a node besides waste. */
export interface PageObservation {
  readonly node: number;
  readonly kind: string;
  /** Numbers and names that make the sentence; empty when the source does not have them. */
  readonly detail: Readonly<Record<string, string | number>>;
  readonly stakeUsdPerHour: number | null;
  /** What to change, where that is known. */
  readonly advice: readonly PageAdvice[];
}

/** A workload whose pods hold nodes that waste. */
export interface PageWorkload {
  readonly workload: string;
  readonly team: string;
  readonly reasons: readonly string[];
  readonly pods: number;
  /** Indexes of the nodes that it holds, alone or with others. */
  readonly nodes: readonly number[];
  /** Its part of their waste: a node that several hold counts for each in equal parts. */
  readonly wasteUsdPerHour: number;
  readonly accruedUsd: number;
  /** Nodes among `nodes` whose waste is not known. */
  readonly unknown: number;
}

/** One node pinned without a break. */
export interface PageEpisode {
  readonly id: string;
  readonly node: string;
  /** Index among the nodes of the run; `null` when the node is gone. */
  readonly index: number | null;
  readonly pool: string | null;
  readonly machineType: string | null;
  readonly createdAt: Instant | null;
  readonly openedAt: Instant | null;
  readonly openedProven: boolean;
  readonly openedWhat: string;
  /** A bound: it began then at the earliest; `null` when nothing tells, or its beginning is proven. */
  readonly notBefore: Instant | null;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly closedAt: Instant | null;
  /** Why it ended, by the audit's names; "" while it is open. */
  readonly endCause: string;
  readonly endWhat: string;
  readonly wasteUsdPerHour: number | null;
  readonly confirmedHours: number;
  readonly accruedUsd: number;
  readonly teams: readonly string[];
  readonly workloads: readonly string[];
}

/** An earlier run, as a point in time. */
export interface PageRun {
  readonly at: Instant;
  readonly usdPerHour: number;
  readonly wasteUsdPerHour: number;
  readonly estimatedUsdPerHour: number;
  readonly nodes: number;
  readonly findings: number;
}

/** A node or workload of which nobody wants to hear for a while. */
export interface PageMute {
  readonly node: string;
  readonly until: Instant | null;
  readonly by: string;
  readonly why: string;
}

/** What the store knows of the time before. */
export interface PageHistory {
  readonly from: Instant;
  readonly to: Instant;
  /** Oldest first; the run of the page is the last. */
  readonly runs: readonly PageRun[];
  readonly episodes: readonly PageEpisode[];
  /** How far two runs may be apart before one was missed, milliseconds. */
  readonly maxGap: number;
  readonly mutes: readonly PageMute[];
}

export interface PageTotals {
  readonly nodes: number;
  readonly pods: number;
  readonly pinnedNodes: number;
  readonly unpricedNodes: number;
  readonly usdPerHour: number;
  readonly wasteUsdPerHour: number;
  readonly estimatedUsdPerHour: number;
  readonly accruedUsd: number;
}

/** Everything on the page, as data. */
export interface PageModel {
  readonly language: Language;
  /** IANA name; times are shown in it. */
  readonly timeZone: string;
  readonly version: string;
  /** `PROJECT/LOCATION/NAME`; `null` when nobody said. */
  readonly cluster: string | null;
  readonly takenAt: Instant;
  readonly book: "list" | "autoscaler" | "gke";
  readonly totals: PageTotals;
  /** In the order of the snapshot. */
  readonly nodes: readonly PageNode[];
  /** Worst first. */
  readonly findings: readonly PageFinding[];
  readonly observations: readonly PageObservation[];
  /** Worst first. */
  readonly workloads: readonly PageWorkload[];
  readonly notes: readonly string[];
  /** `null`: the page is of this run alone. */
  readonly history: PageHistory | null;
  /** Of the store, or of the findings alone. Dearest first. */
  readonly episodes: readonly PageEpisode[];
}
