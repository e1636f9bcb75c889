import type { RequestedHistory, RequestLimits } from "./requested.ts";
import type { ClusterId } from "./snapshot.ts";
import type { Duration, Instant } from "./time.ts";
import type { ContainerRun } from "./usage.ts";

/** What is asked of a node's past: since when its pods ask for no more than the limits. */
export interface NodeQuestion {
  readonly node: string;
  /** Nothing before it matters: the earliest blocker's start, or the node's own creation. */
  readonly from: Instant;
  readonly limits: RequestLimits;
  /** Requests of DaemonSets' pods do not count. */
  readonly withoutDaemonSets: boolean;
}

/** An object that makes pods, as people name it. */
export interface WorkloadName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What is asked of a workload's past runs. */
export interface WorkloadQuestion extends WorkloadName {
  /** Its pods that run now: what is seen of them is not all. */
  readonly running: readonly string[];
  /** Its pods with containers that were stopped for want of memory, as the snapshot says: `pod/container`. */
  readonly outOfMemory: readonly string[];
}

/** Everything that a run wants to know of the past, most wanted first. */
export interface Questions {
  readonly cluster: ClusterId | null;
  readonly now: Instant;
  /** Usage is looked at for this long. */
  readonly window: Duration;
  readonly nodes: readonly NodeQuestion[];
  readonly workloads: readonly WorkloadQuestion[];
}

/** What one container of one pod used on one day (UTC) that is over. */
export interface UsageDay extends WorkloadName {
  readonly pod: string;
  readonly container: string;
  /** Midnight at which the day began. */
  readonly day: Instant;
  readonly peakBytes: number | null;
  readonly limitBytes: number | null;
  readonly cpuSeconds: number | null;
  readonly seconds: number | null;
  readonly restarts: number;
}

/** The days that are known of a workload; a day without a row was looked at and had nothing. */
export interface KnownUsage extends WorkloadName {
  /** All days from `from` until `until` are known. */
  readonly from: Instant;
  readonly until: Instant;
  readonly days: readonly UsageDay[];
}

/** What a reader must know of what was learned, told once for each kind. */
export interface LearnedNote {
  readonly kind: string;
  readonly text: string;
}

/** What was learned of the past. What is not in it is not known. */
export interface Learned {
  readonly nodes: ReadonlyMap<string, RequestedHistory>;
  /** By `Kind namespace/name`. */
  readonly workloads: ReadonlyMap<string, readonly ContainerRun[]>;
  /** For the store: the next run asks only for what is new. */
  readonly usage: readonly KnownUsage[];
  readonly notes: readonly LearnedNote[];
  readonly calls: number;
  readonly points: number;
}

export const NOTHING_LEARNED: Learned = {
  nodes: new Map(),
  workloads: new Map(),
  usage: [],
  notes: [],
  calls: 0,
  points: 0,
};

/** `CronJob batch/x` */
export function workloadKey({ kind, namespace, name }: WorkloadName): string {
  return `${kind} ${namespace}/${name}`;
}
