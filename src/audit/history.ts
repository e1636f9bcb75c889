import type { ClusterId } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { Episode } from "./episode.ts";

/** What earlier runs of the cluster have left. */
export interface History {
  /** The run before this one in time; `null`: there is none, or nothing was stored. */
  readonly previous: PastRun | null;
  /** By `nodeKey`: the episodes that were open after it. Any other began later than that, whatever objects say. */
  readonly open: ReadonlyMap<string, Episode>;
  /** Nodes (by uid) that an open episode of another cluster names, with that cluster. */
  readonly elsewhere: ReadonlyMap<string, ClusterId | null>;
  /** A run that is stored already and was taken later; `null` for none. */
  readonly later: PastRun | null;
}

export interface PastRun {
  readonly id: string;
  readonly takenAt: Instant;
  readonly scheduledAt: Instant;
}

/** Nothing earlier is known: an episode is what this snapshot alone tells. */
export const NO_HISTORY: History = { previous: null, open: new Map(), elsewhere: new Map(), later: null };
