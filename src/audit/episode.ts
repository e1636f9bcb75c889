import type { BlockingReason } from "../judge/verdict.ts";
import type { Billionths } from "../model/exact.ts";
import type { Usd, UsdPerHour } from "../model/money.ts";
import type { ClusterId } from "../model/snapshot.ts";
import type { Duration, Instant } from "../model/time.ts";
import type { BookName } from "../price/quote.ts";
import type { NodeFacts, OwnerLink, PinnedNode, SinceEvidence } from "./finding.ts";

/**
 * Why an episode ended. `pod-finished`: its last blocker ran to its end. `pod-moved`: its workload goes on elsewhere. `pod-gone`: it was
 * deleted, and nothing tells when. `node-gone`: the node is not there any more. `rule-changed`: the pod is still there and blocks no
 * longer. `busy-again`: the node is in use. `unknown`: none of these.
 */
export const END_CAUSES = [
  "pod-finished",
  "pod-moved",
  "pod-gone",
  "node-gone",
  "rule-changed",
  "busy-again",
  "unknown",
] as const;

export type EndCause = (typeof END_CAUSES)[number];

/** By what the end is dated. `later-run`: the first run that no longer found the node pinned; all others are proven. */
export const END_EVIDENCE = ["pod-finished", "job-finished", "monitoring", "later-run"] as const;

export type EndEvidence = (typeof END_EVIDENCE)[number];

/** A pod that held the node when it was last seen pinned. */
export interface EpisodeBlocker {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly reason: BlockingReason;
  readonly team: string;
  /** What a person edits: the last of its owners, or the pod itself. */
  readonly workload: Pick<OwnerLink, "kind" | "namespace" | "name">;
  /** The name of the Job that made it, whose completion dates its end once the pod is gone; `null` for none. */
  readonly job: string | null;
}

/** Waste an hour, exact, by book; `null` where it is not known. */
export type Rates = Readonly<Record<BookName, Billionths | null>>;

/** What an episode has come to, exact: the history of two stores must agree to the last digit. */
export interface Bill {
  readonly accrued: Billionths;
  /** The time that `accrued` counts. */
  readonly confirmed: Duration;
  /** The parts of both that this run confirmed. */
  readonly accruedNow: Billionths;
  readonly confirmedNow: Duration;
}

/** One node (uid) of one cluster, pinned without a break. */
export interface Episode {
  /** From cluster, node and the run that opened it: the same whichever run tells of it. */
  readonly id: string;
  readonly cluster: ClusterId | null;
  readonly node: NodeFacts;
  /**
   * Since when it is known to be pinned: as an object or Cloud Monitoring proves it, else when the first run found it. It accrues from
   * here on, never from before evidence.
   */
  readonly openedAt: Instant;
  /** `earlier-run` when nothing but the first run's finding it tells. */
  readonly openedEvidence: SinceEvidence;
  /** `true`: it began then. `false`: it was pinned then, and may have begun earlier, but not before `notBefore`. */
  readonly openedProven: boolean;
  /** The object that proves it, in words; "" when there is none. */
  readonly openedWhat: string;
  /** A bound ("at most since") that accrues nothing; `null` when nothing tells, or the beginning is proven. */
  readonly notBefore: Instant | null;
  /** The first and the last run that found it pinned. */
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** How many runs found it pinned. */
  readonly runsSeen: number;
  /** Has any run made a finding of it so far? Until then it is kept, but not told. */
  readonly found: boolean;
  /** `null` while it is open. */
  readonly closedAt: Instant | null;
  readonly closedEvidence: EndEvidence | null;
  readonly endCause: EndCause | null;
  /** The object that ended it, or what the autoscaler says of the node now; "" when there is none. */
  readonly endWhat: string;
  readonly bill: Bill;
  /** The hours that `accruedUsd` counts. */
  readonly confirmedHours: number;
  /** Confirmed dollars only. */
  readonly accruedUsd: Usd;
  /** When last seen, by `book`; `null` when not known. */
  readonly wasteUsdPerHour: UsdPerHour | null;
  readonly book: BookName;
  readonly rates: Rates;
  /** The waste at the first run that found it, by that run's book. */
  readonly openedRate: Billionths | null;
  /** The node's price when last seen, and whether it or the home's rests on a guess. */
  readonly nodeUsdPerHour: UsdPerHour | null;
  readonly priceEstimated: boolean;
  readonly home: EpisodeHome | null;
  /** By namespace and name. */
  readonly blockers: readonly EpisodeBlocker[];
}

/** Where its blockers could have run, as last worked out. */
export interface EpisodeHome {
  readonly kind: "spare" | "new";
  readonly machineType: string | null;
  readonly usdPerHour: UsdPerHour | null;
}

/** What a run did to an episode. */
export const CHANGES = ["opened", "continued", "closed"] as const;

export type Change = (typeof CHANGES)[number];

/** What a run did to an episode, with the finding that it is in this run. */
export interface EpisodeState {
  readonly episode: Episode;
  readonly change: Change;
  /** `null` when closed, and when the node is pinned still but worth no finding in this run. */
  readonly finding: PinnedNode | null;
}
