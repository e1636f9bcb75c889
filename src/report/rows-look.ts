import type { NodeLook } from "../audit/look.ts";
import { exactNumeric, type NodeVerdictRow } from "../warehouse/tables.ts";

/** What a run tells of a node for episodes. */
export type LookCells = Pick<
  NodeVerdictRow,
  | "pinned_waste_usd_per_hour"
  | "pinned_doubtful"
  | "own_since"
  | "own_since_evidence"
  | "own_since_proven"
  | "own_since_what"
  | "busy_until"
  | "busy_since"
>;

const NONE: LookCells = {
  pinned_waste_usd_per_hour: null,
  pinned_doubtful: null,
  own_since: null,
  own_since_evidence: null,
  own_since_proven: null,
  own_since_what: null,
  busy_until: null,
  busy_since: null,
};

export function lookCells(look: NodeLook | undefined, book: "autoscaler" | "gke" | "list"): LookCells {
  switch (look?.kind) {
    case undefined:
      return NONE;
    case "doubtful":
      return { ...NONE, pinned_doubtful: true };
    case "free":
      return { ...NONE, pinned_doubtful: false, busy_since: look.busySince };
    case "pinned": {
      const rate = look.rates[book];
      return {
        ...NONE,
        pinned_waste_usd_per_hour: rate === null ? null : exactNumeric(rate),
        pinned_doubtful: false,
        own_since: look.since.time,
        own_since_evidence: look.since.evidence,
        own_since_proven: look.since.proven,
        own_since_what: look.since.what,
        busy_until: look.busyUntil,
      };
    }
  }
}
