import type { FindingBlocker, NodeStory, PinnedNode } from "../audit/finding.ts";
import { type NodeLook, podId } from "../audit/look.ts";
import { formatQuantity, wholeValue } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import { type BlockerRow, exactNumeric } from "../warehouse/tables.ts";
import { type Common, maybe, title } from "./rows-cells.ts";
import { shares } from "./rows-episode.ts";

/** A node with what its blockers' rows need of it. */
export interface BlockedNode {
  readonly story: NodeStory;
  readonly finding: PinnedNode | undefined;
  readonly look: NodeLook | undefined;
}

/** A row for each blocker of the node. Of a finding they bear its waste alike. */
export function blockerRows({ story, finding, look }: BlockedNode, common: Common): readonly BlockerRow[] {
  const { node, blockers } = story;
  const certain = look?.kind === "pinned" ? new Set(look.blockers.map(podId)) : null;
  const doubtful = (blocker: FindingBlocker) => certain !== null && !certain.has(podId(blocker));
  const bearers = finding === undefined ? [] : blockers.filter((blocker) => !doubtful(blocker));
  const waste = shares(maybe(finding?.wasteUsdPerHour ?? null), bearers.length);
  return blockers.map((blocker) => {
    return {
      ...common,
      resource_id: node.uid,
      resource_name: node.name,
      finding: finding !== undefined,
      ...blockerCells(blocker),
      doubtful: doubtful(blocker),
      waste_share_usd_per_hour: waste[bearers.indexOf(blocker)] ?? null,
    };
  });
}

type ShareCells = "doubtful" | "waste_share_usd_per_hour";
type BlockerCells = Omit<BlockerRow, keyof Common | ShareCells | "resource_id" | "resource_name" | "finding">;

function blockerCells(blocker: FindingBlocker): BlockerCells {
  const { requests, owners } = blocker;
  const workload = owners.at(-1) ?? { kind: "Pod", namespace: blocker.namespace, name: blocker.name };
  const memory = requests.get("memory");
  return {
    namespace: blocker.namespace,
    pod: blocker.name,
    pod_uid: blocker.uid,
    reason: blocker.reason,
    team: blocker.team,
    team_from: blocker.teamFrom,
    workload_kind: workload.kind,
    workload_namespace: workload.namespace,
    workload_name: workload.name,
    owner_chain: owners.map(title).join(" > "),
    cpu_request: exactNumeric(requests.get("cpu") ?? 0n),
    // Beyond 2^53 an integer is not exact any more, and no node has that much.
    memory_request_bytes: memory === undefined ? 0 : Math.min(wholeValue(memory), Number.MAX_SAFE_INTEGER),
    requests: requestsText(requests),
    pod_started_at: blocker.startedAt,
  };
}

function requestsText(requests: ResourceList): string {
  return [...requests].map(([name, amount]) => `${name}=${formatQuantity(amount)}`).join(", ");
}
