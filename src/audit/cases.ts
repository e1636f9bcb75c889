import type { Learned } from "../model/learned.ts";
import type { Context } from "./context.ts";
import { endedPods } from "./ended-pods.ts";
import { nodeFacts } from "./facts.ts";
import { knownBeginning } from "./known-beginning.ts";
import { nodeKey } from "./look.ts";
import { type Measurement, measure as measureHistory } from "./measured.ts";
import { groupQuota } from "./node-group.ts";
import { type Excluded, exclusion, isPinned, type PinnedCase } from "./pinned.ts";
import { lastInUse, reconcile } from "./reconcile.ts";
import { limitsOf, type Measure, measureOf } from "./shares.ts";
import { type Beginning, beginningOf, heldSince } from "./since.ts";
import { provenBlockers } from "./unlisted.ts";

/** A pinned node, and why it can be no finding whatever its home costs; `null` when that has to be weighed. */
export interface WeighedCase extends PinnedCase {
  readonly excluded: Excluded | null;
  /** The beginning as this snapshot alone tells; `beginning` is what earlier runs make of it. */
  readonly own: Beginning;
}

/** The pinned nodes by name, each dated and looked at alone. */
export function pinnedCases({ input, priceOf }: Context): ReadonlyMap<string, WeighedCase> {
  const { snapshot, verdicts, scheduling, settings, auditSettings, now, learned, history } = input;
  const pinned = verdicts.filter(isPinned);
  const quota = groupQuota(snapshot);
  const ended = endedPods(snapshot, new Set(pinned.map(({ node }) => node.name)), now);
  return new Map(
    pinned.map((verdict) => {
      const { node } = verdict;
      const blockers = provenBlockers(verdict, snapshot.kinds);
      const standing = scheduling.podsOn(node.name);
      const measure = measureOf(verdict, standing, settings, now);
      const told = beginningOf(node, blockers, standing, ended.get(node.name) ?? [], measure);
      const measured = measuredOf(learned, node.name, measure);
      const own = reconciled(told, measured, heldSince(node, blockers));
      const beginning = { ...own, ...knownBeginning(own, nodeKey(nodeFacts(node)), history, now) };
      const alone: PinnedCase = {
        verdict,
        price: priceOf(node),
        blockers,
        beginning,
        quota: quota.left(node),
        measured,
      };
      return [node.name, { ...alone, own, excluded: exclusion(alone, settings, auditSettings, now) }];
    }),
  );
}

function measuredOf(learned: Learned | undefined, node: string, measure: Measure): Measurement {
  const history = learned?.nodes.get(node);
  return history === undefined ? { kind: "nothing" } : measureHistory(history, limitsOf(measure));
}

function reconciled(told: Beginning, measured: Measurement, held: ReturnType<typeof heldSince>): Beginning {
  const known = measured.kind === "measured" ? measured : null;
  const since = reconcile(told.since, known, held);
  const busyUntil = lastInUse(told.busyUntil, known);
  return { ...told, busyUntil, ...(since === told.since ? {} : { since, earliest: since.earliest ?? since.time }) };
}
