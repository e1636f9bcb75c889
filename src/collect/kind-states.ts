import { type KindState, READ_KINDS, type ReadKind, type Snapshot } from "../model/snapshot.ts";

/** What is known of each kind so far. */
export interface KindStates {
  /** It was asked for, or an object of it came. */
  listed(kind: ReadKind): void;
  /** It was asked for in vain. */
  refused(kind: ReadKind, why: string): void;
  /** An object of it was kept. */
  count(kind: ReadKind): void;
  all(): Snapshot["kinds"];
}

export function createKindStates(): KindStates {
  const counts = new Map<ReadKind, number>();
  const refusals = new Map<ReadKind, string>();
  const stateOf = (kind: ReadKind): KindState => {
    const why = refusals.get(kind);
    if (why !== undefined) return { state: "refused", why };
    const count = counts.get(kind);
    return count === undefined ? { state: "absent" } : { state: "listed", count };
  };
  return {
    listed: (kind) => {
      if (!counts.has(kind)) counts.set(kind, 0);
    },
    refused: (kind, why) => void refusals.set(kind, why),
    count: (kind) => void counts.set(kind, (counts.get(kind) ?? 0) + 1),
    all: () => {
      const states: Partial<Record<ReadKind, KindState>> = {};
      for (const kind of READ_KINDS) states[kind] = stateOf(kind);
      // The loop has filled it.
      return states as Record<ReadKind, KindState>;
    },
  };
}
