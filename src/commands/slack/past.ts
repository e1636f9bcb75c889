import { END_CAUSES } from "../../audit/episode.ts";
import type { Ending } from "../../audit/notify/plan.ts";
import { usd, usdPerHour } from "../../model/money.ts";
import type { ClusterId } from "../../model/snapshot.ts";
import { oneOf, PROVISIONING, SINCE_EVIDENCE } from "../../report/rows-words.ts";
import type { Store } from "../../warehouse/store.ts";
import type { EpisodeRow, Numeric } from "../../warehouse/tables.ts";

/** Episodes of these nodes that ended in earlier runs. */
export async function endedEpisodes(
  store: Store,
  cluster: ClusterId | null,
  nodes: readonly string[],
): Promise<readonly Ending[]> {
  const rows = await store.episodes({ cluster, state: "closed", resourceIds: nodes });
  return rows.map(endingOf);
}

function endingOf(row: EpisodeRow): Ending {
  return {
    id: row.episode_id,
    node: {
      name: row.resource_name,
      uid: row.resource_id,
      pool: row.node_pool,
      zone: row.availability_zone,
      region: row.region_id,
      machineType: row.machine_type,
      provisioning: oneOf(PROVISIONING, row.provisioning) ?? "standard",
      createdAt: row.node_created_at,
    },
    openedAt: row.opened_at,
    openedEvidence: oneOf(SINCE_EVIDENCE, row.opened_evidence) ?? "unknown",
    openedWhat: row.opened_what,
    closedAt: row.closed_at,
    endCause: END_CAUSES.find((cause) => cause === row.end_cause) ?? "unknown",
    endWhat: row.end_what,
    confirmedHours: row.confirmed_hours,
    accruedUsd: usd(dollars(row.accrued_usd)),
    wasteUsdPerHour: row.waste_usd_per_hour === null ? null : usdPerHour(dollars(row.waste_usd_per_hour)),
  };
}

/** Billionths of a dollar as dollars, for people. */
export function dollars(value: Numeric): number {
  return Number(value) / 1e9;
}
