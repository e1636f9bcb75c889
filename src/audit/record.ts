import type { Duration, Instant } from "../model/time.ts";
import type { Folded } from "./episode-fold.ts";
import type { RunLook } from "./look.ts";

/** What a store keeps of a run besides its findings, so that later runs can go on from it, or its episodes be worked out anew. */
export interface RunRecord {
  readonly look: RunLook;
  /** Every episode, also those that no run has made a finding of so far. */
  readonly folded: readonly Folded[];
  readonly previous: { readonly id: string; readonly takenAt: Instant } | null;
  /** The time between two scheduled runs. */
  readonly period: Duration;
}
