import type { Node } from "../model/node.ts";
import type { NodeGroupStatus, Snapshot } from "../model/snapshot.ts";
import type { AutoscalerSettings } from "./settings.ts";

const POOL_LABEL = "cloud.google.com/gke-nodepool";

/** The node pool that a node says it belongs to; `null` when it does not say. */
export function poolOf(node: Node): string | null {
  return node.labels.get(POOL_LABEL) ?? null;
}

/** Which nodes the autoscaler may remove, as far as anybody says. */
export interface NodeGroups {
  autoscaled(node: Node): boolean;
  /** What has to be said of how it is known; `null` for nothing. */
  readonly note: string | null;
}

const ALL_AUTOSCALED =
  "Neither notAutoscaledPools nor the autoscaler's status says which node pools are autoscaled: all are taken to be.";
const STATUS_UNMATCHED =
  "The autoscaler's status names no node group that a node of the snapshot belongs to: all are taken to be autoscaled.";

/**
 * Which nodes are autoscaled: those outside `notAutoscaledPools` when that is set; else those in a group of the
 * autoscaler's status ConfigMap, when that fits the nodes at all; else every one, which the note says.
 */
export function nodeGroupsOf(snapshot: Snapshot, settings: AutoscalerSettings): NodeGroups {
  if (settings.notAutoscaledPools !== null) {
    const fixed: ReadonlySet<string> = new Set(settings.notAutoscaledPools);
    return { autoscaled: (node) => !fixed.has(poolOf(node) ?? ""), note: null };
  }
  if (snapshot.nodeGroups === null) return { autoscaled: () => true, note: ALL_AUTOSCALED };
  const find = groupFinder(snapshot.nodeGroups);
  const foreign = snapshot.nodeGroups.length > 0 && !snapshot.nodes.some((node) => find(node) !== null);
  if (foreign) return { autoscaled: () => true, note: STATUS_UNMATCHED };
  return { autoscaled: (node) => find(node) !== null, note: null };
}

/**
 * Finds the autoscaler's group of a node. GKE names an instance group `BASE-grp` and its instances `BASE-XXXX`; the
 * group's URL names the zone too, the node's provider id the node's.
 */
export function groupFinder(groups: readonly NodeGroupStatus[]): (node: Node) => NodeGroupStatus | null {
  const byBase = new Map<string, { readonly group: NodeGroupStatus; readonly zone: string | null }[]>();
  for (const group of groups) {
    const base = group.name.slice(group.name.lastIndexOf("/") + 1).replace(/-grp$/u, "");
    const entry = { group, zone: /\/zones\/([^/]+)\//u.exec(group.name)?.[1] ?? null };
    byBase.set(base, [...(byBase.get(base) ?? []), entry]);
  }
  return (node) => {
    const candidates = byBase.get(node.name.slice(0, node.name.lastIndexOf("-"))) ?? [];
    const zone = /^gce:\/\/[^/]*\/([^/]+)\//u.exec(node.providerId)?.[1] ?? null;
    return candidates.find((entry) => entry.zone === null || zone === null || entry.zone === zone)?.group ?? null;
  };
}
