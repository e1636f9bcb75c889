import type { FindingBlocker } from "../audit/finding.ts";
import { formatQuantity, wholeValue } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import { type BlockerRow, exactNumeric } from "../warehouse/tables.ts";
import { type Common, title } from "./rows-cells.ts";

/** What is a blocker's own. */
export type BlockerCells = Omit<BlockerRow, keyof Common | "resource_id" | "resource_name" | "finding">;

export function blockerCells(blocker: FindingBlocker): BlockerCells {
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
    waste_share_usd_per_hour: null,
    confirmed_share_usd: null,
  };
}

function requestsText(requests: ResourceList): string {
  return [...requests].map(([name, amount]) => `${name}=${formatQuantity(amount)}`).join(", ");
}
