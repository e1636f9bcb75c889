import type { BlockingReason } from "../judge/verdict.ts";
import type { Usd, UsdPerHour } from "../model/money.ts";
import type { ClusterId } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
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
export type EndEvidence = "pod-finished" | "job-finished" | "monitoring" | "later-run";

/** A pod that held the node when it was last seen pinned. */
export interface EpisodeBlocker {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly reason: BlockingReason;
  readonly team: string;
  /** What a person edits: the last of its owners, or the pod itself. */
  readonly workload: Pick<OwnerLink, "kind" | "namespace" | "name">;
  /** The Job that made it, whose completion dates its end once the pod is gone; `null` for none. */
  readonly job: string | null;
}

/** One node (uid) of one cluster, pinned without a break. */
export interface Episode {
  /** From cluster, node and beginning: the same whichever run tells of it. */
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
  /** `null` while it is open. */
  readonly closedAt: Instant | null;
  readonly closedEvidence: EndEvidence | null;
  readonly endCause: EndCause | null;
  /** The object that ended it, in words; "" when there is none. */
  readonly endWhat: string;
  /** The hours that `accruedUsd` counts. */
  readonly confirmedHours: number;
  /** Confirmed dollars only. */
  readonly accruedUsd: Usd;
  /** The part of it that this run confirmed. */
  readonly confirmedNowUsd: Usd;
  /** When last seen, by `book`; `null` when not known. */
  readonly wasteUsdPerHour: UsdPerHour | null;
  readonly wasteUsdPerHourByBook: Readonly<Record<BookName, UsdPerHour | null>>;
  readonly book: BookName;
  /** The node's and its home's price when last seen. */
  readonly nodeUsdPerHour: UsdPerHour | null;
  readonly home: EpisodeHome | null;
  readonly priceEstimated: boolean;
  /** By namespace and name. */
  readonly blockers: readonly EpisodeBlocker[];
}

/** Where its blockers could have run, as the last finding said. */
export interface EpisodeHome {
  readonly kind: "spare" | "new";
  readonly machineType: string | null;
  readonly usdPerHour: UsdPerHour | null;
}

/** What a run did to an episode that was a finding in this run or an earlier one. */
export interface EpisodeState {
  readonly episode: Episode;
  readonly change: "opened" | "continued" | "closed";
  /** `null` when closed, and when the node is pinned still but worth no finding in this run. */
  readonly finding: PinnedNode | null;
}
