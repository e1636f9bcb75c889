import type { AutoscalerSettings } from "../judge/settings.ts";
import type { Blocker, Verdict } from "../judge/verdict.ts";
import type { Instant } from "../model/time.ts";
import type { Quote } from "../price/quote.ts";
import { isTooYoung } from "./age.ts";
import { otherBilling } from "./facts.ts";
import type { AuditSettings, NotAFinding } from "./finding.ts";
import type { Measurement } from "./measured.ts";
import type { Standing } from "./places.ts";
import type { Beginning } from "./since.ts";

/** Is the node kept by its blockers alone: eligible, and removable were they not there? */
export function isPinned(verdict: Verdict): boolean {
  return verdict.verdict === "BlockedByPod" && verdict.withoutBlockers === "Removable";
}

/** A pinned node with what decides whether it may be a finding. */
export interface PinnedCase {
  readonly verdict: Verdict;
  readonly price: Quote;
  /** Those whose reasons stand on what was seen. */
  readonly blockers: readonly Blocker[];
  readonly beginning: Beginning;
  /** What Cloud Monitoring's data say of its beginning. */
  readonly measured: Measurement;
  /** How many nodes of its group may go at all; `null` when no minimum is known. */
  readonly quota: number | null;
}

/** Why a pinned node is no finding, whatever its blockers' home costs. */
export type Excluded = Extract<
  NotAFinding,
  "billed-otherwise" | "rests-on-unlisted-kind" | "pool-minimum" | "too-young" | "not-large"
>;

/** The first reason to leave a pinned node out; `null`: it is to be weighed against its home. */
export function exclusion(
  pinned: PinnedCase,
  settings: AutoscalerSettings,
  limits: Pick<AuditSettings, "minWasteUsdPerHour">,
  now: Instant,
): Excluded | null {
  const { verdict, price, blockers, beginning, quota } = pinned;
  if (otherBilling(verdict.node.labels) !== null) return "billed-otherwise";
  if (blockers.length === 0) return "rests-on-unlisted-kind";
  if (quota === 0) return "pool-minimum";
  if (price.usdPerHour !== null && price.usdPerHour < limits.minWasteUsdPerHour) return "not-large";
  return isTooYoung(beginning.earliest, verdict.node, settings, now) ? "too-young" : null;
}

/**
 * What a node that was left out is to the others: most stay, and their room may be used. One that may be a finding, or no longer
 * blocked, at the next look is doubtful.
 */
export const STANDING_OF_EXCLUDED: Readonly<Record<Excluded, Standing>> = {
  "billed-otherwise": "stays",
  "rests-on-unlisted-kind": "doubtful",
  "pool-minimum": "stays",
  "too-young": "doubtful",
  "not-large": "stays",
};
