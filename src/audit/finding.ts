import type { BlockingReason, UnremovableReason, Utilization } from "../judge/verdict.ts";
import type { Usd, UsdPerHour } from "../model/money.ts";
import type { ResourceList } from "../model/resources.ts";
import type { ClusterId } from "../model/snapshot.ts";
import type { Duration, Instant } from "../model/time.ts";
import type { BookName, Quote } from "../price/quote.ts";
import type { EpisodeState } from "./episode.ts";
import type { WorkloadNeed } from "./needs.ts";
import type { RunRecord } from "./record.ts";
import type { SizedHome } from "./sized-home.ts";

/** A node, as far as people and tables name it. */
export interface NodeFacts {
  readonly name: string;
  readonly uid: string;
  readonly pool: string | null;
  readonly zone: string | null;
  readonly region: string | null;
  readonly machineType: string | null;
  readonly provisioning: Provisioning;
  readonly createdAt: Instant | null;
}

export type Provisioning = "standard" | "spot" | "preemptible" | "flex-start";

/** An object in the chain above a pod; the last one is what a person edits. */
export interface OwnerLink {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Was the object itself in the snapshot, or only a reference to it? */
  readonly seen: boolean;
}

/** A blocking pod with what a person needs to act on it. */
export interface FindingBlocker {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly reason: BlockingReason;
  readonly requests: ResourceList;
  /** From the pod's controller upwards; empty for a bare pod. */
  readonly owners: readonly OwnerLink[];
  readonly team: string;
  /** Where the team's name comes from: a label, an annotation, or the namespace. */
  readonly teamFrom: "label" | "annotation" | "namespace";
  readonly startedAt: Instant | null;
  /** Labels and annotations that the settings ask for, by `label:KEY` and `annotation:KEY`; the nearest object's. Absent: none. */
  readonly marks?: ReadonlyMap<string, Mark>;
}

/** A label's or an annotation's value, and the object that carries it, `CronJob batch/x`. */
export interface Mark {
  readonly value: string;
  readonly on: string;
}

/** Where the blockers could have run instead. Prices are by the deciding book. */
export type Home =
  | {
      readonly kind: "spare";
      readonly nodes: readonly string[];
      readonly quote: Quote;
      readonly relaxed: readonly string[];
    }
  | {
      readonly kind: "new";
      readonly machineType: string;
      readonly provisioning: Provisioning;
      /** Nodes with spare room that take some of the blockers. */
      readonly nodes: readonly string[];
      readonly quote: Quote;
      readonly relaxed: readonly string[];
    };

/**
 * By what the beginning is dated. `pod-finished`: a larger pod that ended here says when. `job-finished`: its Job's
 * completion time. `earlier-run`, `monitoring`: measured. `blocker-start`, `node-age`: bounds only ("at most since"), which accrue
 * nothing. `unknown`: no evidence at all.
 */
export type SinceEvidence =
  | "pod-finished"
  | "job-finished"
  | "earlier-run"
  | "monitoring"
  | "blocker-start"
  | "node-age"
  | "unknown";

export interface Since {
  readonly time: Instant | null;
  readonly evidence: SinceEvidence;
  /** `true`: it began then. `false`: it began then at the earliest ("at most since"). */
  readonly proven: boolean;
  /** The object that proves it, in words: `Pod batch/big-x finished`; "" when there is none. */
  readonly what: string;
  /** It began no earlier than this and no later than `time`: what was measured tells no more. Absent when `time` is exact. */
  readonly earliest?: Instant;
}

export type AdviceKind =
  | "keep-off-large-nodes"
  | "taint-large-pool"
  | "lower-request"
  | "raise-request"
  | "add-request"
  | "free-the-budget"
  | "add-controller"
  | "add-budget"
  | "add-replicas"
  | "restore-controller"
  | "allow-local-storage"
  | "mark-on-completion"
  | "drop-toleration";

/** What to change, where. `patch` is YAML that `kubectl patch … --patch-file` (strategic merge) applies to `target`. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly target: { readonly kind: string; readonly namespace: string; readonly name: string } | null;
  /** The sentence that says what and why, without markup. */
  readonly text: string;
  readonly patch: string | null;
  /** The command that applies the patch or makes the change; `null` where a person has to decide. */
  readonly command: string | null;
}

/** A large node that small pods keep alive. */
export interface PinnedNode {
  readonly kind: "pinned-node";
  readonly node: NodeFacts;
  readonly utilization: Utilization | null;
  readonly price: Quote;
  /** `null` when no place could be found or priced. */
  readonly home: Home | null;
  /** `null` when the node's price (or its home's) is unknown. */
  readonly wasteUsdPerHour: UsdPerHour | null;
  readonly wasteUsdPerHourByBook: Readonly<Record<BookName, UsdPerHour | null>>;
  readonly limitedBy: "room" | "poolMinimum" | null;
  readonly blockers: readonly FindingBlocker[];
  readonly since: Since;
  /** Confirmed dollars only. */
  readonly accruedUsd: Usd;
  readonly advice: readonly Advice[];
  readonly cordoned: boolean;
  /** What its blockers' workloads need by their past runs, one each; only of those whose past was asked for and known. */
  readonly needs?: readonly WorkloadNeed[];
  /** Where the blockers could run if they asked for that; absent when it would change nothing or is not known. */
  readonly sized?: SizedHome;
}

export type ObservationKind =
  | "at-risk"
  | "crowded-by-blockers"
  | "oversized-blocker"
  | "other-remedy"
  | "billed-otherwise";

/** Worth knowing, but not waste and never in a total of waste. */
export interface Observation {
  readonly kind: ObservationKind;
  readonly node: NodeFacts;
  readonly price: Quote;
  readonly blockers: readonly FindingBlocker[];
  /** Numbers and names that make the sentence; the words are `report`'s. */
  readonly detail: Readonly<Record<string, string | number>>;
  /** What to change; only where what it is about can be changed by what was measured (`oversized-blocker`). */
  readonly advice?: readonly Advice[];
}

/** Why a node is not a finding. */
export type NotAFinding =
  | "removable"
  | "not-pinned"
  | "not-underutilized"
  | "no-place-without-blockers"
  | "not-large"
  | "too-young"
  | "no-room"
  | "pool-minimum"
  | "billed-otherwise"
  | "other-remedy"
  | "rests-on-unlisted-kind"
  | "home-not-cheaper";

/** Every node of the run, finding or not. */
export interface NodeStory {
  readonly node: NodeFacts;
  readonly verdict: "Removable" | UnremovableReason;
  readonly utilization: Utilization | null;
  readonly price: Quote;
  readonly pinned: boolean;
  /** `null`: it is a finding. */
  readonly whyNot: NotAFinding | null;
  /** The numbers that `whyNot` rests on, by name (dollars an hour, shares of 1, milliseconds, nodes); empty where there are none. */
  readonly whyNotNumbers: Readonly<Record<string, number>>;
  readonly wasteUsdPerHour: UsdPerHour | null;
  /** The cheapest home that was found for a pinned node, finding or not; `null` when none was asked or found. */
  readonly home: Home | null;
  readonly blockers: readonly FindingBlocker[];
  /** How many pods stand on it, those that a drain would move, DaemonSet and mirror pods. */
  readonly pods: { readonly all: number; readonly toMove: number };
  readonly uncertain: readonly string[];
}

/** Something that a reader of the figures must know. */
export interface Note {
  readonly kind: string;
  readonly text: string;
  /** The same for a reader at a terminal, whom warnings have told already what `text` is about. */
  readonly brief?: string;
}

export interface RunFacts {
  /** Deterministic: from the cluster and the scheduled time. */
  readonly id: string;
  readonly cluster: ClusterId | null;
  readonly takenAt: Instant;
  readonly scheduledAt: Instant;
  /** Barnacle's own version. */
  readonly version: string;
  readonly book: BookName;
  /** Contract discounts that the list's prices are less, in percent by machine family; absent: none, or another book decides. */
  readonly discounts?: ReadonlyMap<string, number>;
}

export interface Totals {
  readonly nodes: number;
  readonly pods: number;
  /** All that are pinned, also those that are no finding (too small, too young, no cheaper place): `findings` are fewer. */
  readonly pinnedNodes: number;
  readonly unpricedNodes: number;
  readonly usdPerHour: UsdPerHour;
  readonly wasteUsdPerHour: UsdPerHour;
  /** How much of `usdPerHour` rests on a guess. */
  readonly estimatedUsdPerHour: UsdPerHour;
  readonly accruedUsd: Usd;
}

/** The whole result of one run. */
export interface Audit {
  readonly run: RunFacts;
  readonly totals: Totals;
  /** Worst first. */
  readonly findings: readonly PinnedNode[];
  readonly observations: readonly Observation[];
  readonly notes: readonly Note[];
  /** Every node, in snapshot order. */
  readonly nodes: readonly NodeStory[];
  /** Episodes that are open, and those that this run closed; without earlier runs every finding opens one. Open ones first, as the findings. */
  readonly episodes: readonly EpisodeState[];
  /** What Cloud Monitoring was asked; absent when it was not. */
  readonly monitoring?: { readonly calls: number; readonly points: number };
  readonly record: RunRecord;
}

/** What counts as a finding, and how teams are named. */
export interface AuditSettings {
  readonly book: BookName;
  readonly minWasteUsdPerHour: UsdPerHour;
  /** The home may cost at most this share of the node's price. */
  readonly maxHomeShare: number;
  readonly teamLabel: string | null;
  readonly teamAnnotation: string | null;
  /** Further labels and annotations to read of blockers and their owners; absent: none. */
  readonly markLabels?: readonly string[];
  readonly markAnnotations?: readonly string[];
  /** The time between two scheduled runs. */
  readonly period: Duration;
  /** A gap between two runs longer than this counts nothing; twice the period unless configured. */
  readonly maxGap: Duration;
}
