import { groupFinder, poolOf } from "../judge/node-groups.ts";
import type { Node } from "../model/node.ts";
import type { NodeGroupStatus, Snapshot } from "../model/snapshot.ts";
import { nodeFacts } from "./facts.ts";

/** Finds the node group of a node among those that the autoscaler's status tells; `null` when none is known to be its own. */
type FindGroup = (node: Node) => NodeGroupStatus | null;

/** By GKE's naming of groups and nodes; a node of another name by its pool and zone, when that fits one group only. */
function findByNameOrPool(groups: readonly NodeGroupStatus[]): FindGroup {
  const byName = groupFinder(groups);
  const parsed = groups.map((group) => {
    const base = group.name.slice(group.name.lastIndexOf("/") + 1).replace(/-grp$/u, "");
    return { group, base, zone: /\/zones\/([^/]+)\//u.exec(group.name)?.[1] ?? null };
  });
  return (node) => {
    const pool = poolOf(node);
    const named = byName(node);
    if (named !== null || pool === null) return named;
    const { zone } = nodeFacts(node);
    const [only, ...others] = parsed.filter(
      (group) => (group.zone === null || zone === null || group.zone === zone) && isOfPool(group.base, pool),
    );
    return others.length === 0 ? (only?.group ?? null) : null;
  };
}

/** Is `base` the name of a group of this pool, `…-POOL-HASH`, or the pool's own name? */
function isOfPool(base: string, pool: string): boolean {
  return base === pool || base.replace(/-[0-9a-f]{6,10}$/u, "").endsWith(`-${pool}`);
}

/** How many nodes of each group may still go before it is at its minimum. */
export interface GroupQuota {
  /** `null`: no minimum is known. */
  left(node: Node): number | null;
  /** Counts `node` as gone. */
  use(node: Node): void;
  /** The group that the node is of; `null`: none is known. */
  groupOf(node: Node): NodeGroupStatus | null;
}

/**
 * The quotas of a snapshot: size − minimum of each group, as `--min-nodes` counts, per zone. A minimum over all zones
 * (`--total-min-nodes`) is not in the status ConfigMap, and so not known here.
 */
export function groupQuota(snapshot: Pick<Snapshot, "nodeGroups">): GroupQuota {
  const groupOf = findByNameOrPool(snapshot.nodeGroups ?? []);
  const used = new Map<NodeGroupStatus, number>();
  return {
    groupOf,
    left(node) {
      const group = groupOf(node);
      return group === null ? null : Math.max(0, group.target - group.min - (used.get(group) ?? 0));
    },
    use(node) {
      const group = groupOf(node);
      if (group !== null) used.set(group, (used.get(group) ?? 0) + 1);
    },
  };
}
