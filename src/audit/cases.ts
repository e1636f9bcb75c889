import type { Context } from "./context.ts";
import { endedPods } from "./ended-pods.ts";
import { groupQuota } from "./node-group.ts";
import { type Excluded, exclusion, isPinned, type PinnedCase } from "./pinned.ts";
import { measureOf } from "./shares.ts";
import { beginningOf } from "./since.ts";
import { provenBlockers } from "./unlisted.ts";

/** A pinned node, and why it can be no finding whatever its home costs; `null` when that has to be weighed. */
export interface WeighedCase extends PinnedCase {
  readonly excluded: Excluded | null;
}

/** The pinned nodes by name, each dated and looked at alone. */
export function pinnedCases({ input, priceOf }: Context): ReadonlyMap<string, WeighedCase> {
  const { snapshot, verdicts, scheduling, settings, auditSettings, now } = input;
  const pinned = verdicts.filter(isPinned);
  const quota = groupQuota(snapshot);
  const ended = endedPods(snapshot, new Set(pinned.map(({ node }) => node.name)), now);
  return new Map(
    pinned.map((verdict) => {
      const { node } = verdict;
      const blockers = provenBlockers(verdict, snapshot.kinds);
      const standing = scheduling.podsOn(node.name);
      const measure = measureOf(verdict, standing, settings, now);
      const beginning = beginningOf(node, blockers, standing, ended.get(node.name) ?? [], measure);
      const alone: PinnedCase = { verdict, price: priceOf(node), blockers, beginning, quota: quota.left(node) };
      return [node.name, { ...alone, excluded: exclusion(alone, settings, auditSettings, now) }];
    }),
  );
}
