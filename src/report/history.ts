import type { Episode } from "../audit/episode.ts";
import { type ClusterId, formatCluster } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";

/** Episodes of a store, of those that a run has made a finding of. */
export interface EpisodeList {
  /** `null`: of more than one cluster, or of one that nobody named. */
  readonly cluster: ClusterId | null;
  /** The time that was asked for; where nothing was, that of the first and the last run; `null` without any run. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** By openedAt. */
  readonly episodes: readonly Episode[];
}

/** The document of `history --format json`. */
export function historyJson({ cluster, from, to, episodes }: EpisodeList): unknown {
  return {
    cluster: cluster === null ? null : formatCluster(cluster),
    from: timeJson(from),
    to: timeJson(to),
    episodes: episodes.map(episodeJson),
  };
}

/** The same as JSON Lines, an episode a line. */
export function historyNdjson({ episodes }: EpisodeList): string {
  return episodes.map((episode) => `${JSON.stringify({ kind: "episode", ...episodeJson(episode) })}\n`).join("");
}

function timeJson(time: Instant | null): string | null {
  return time === null ? null : formatInstant(time);
}

function episodeJson(episode: Episode) {
  const { node, blockers, home } = episode;
  return {
    id: episode.id,
    cluster: episode.cluster === null ? null : formatCluster(episode.cluster),
    node: node.name,
    nodeUid: node.uid,
    pool: node.pool,
    zone: node.zone,
    machineType: node.machineType,
    provisioning: node.provisioning,
    openedAt: formatInstant(episode.openedAt),
    openedEvidence: episode.openedEvidence,
    openedProven: episode.openedProven,
    openedWhat: episode.openedWhat,
    notBefore: timeJson(episode.notBefore),
    firstSeenAt: formatInstant(episode.firstSeenAt),
    lastSeenAt: formatInstant(episode.lastSeenAt),
    closedAt: timeJson(episode.closedAt),
    closedEvidence: episode.closedEvidence,
    endCause: episode.endCause,
    endWhat: episode.endWhat,
    confirmedHours: episode.confirmedHours,
    accruedUsd: episode.accruedUsd,
    wasteUsdPerHour: episode.wasteUsdPerHour,
    book: episode.book,
    home: home === null ? null : { kind: home.kind, machineType: home.machineType, usdPerHour: home.usdPerHour },
    blockers: blockers.map(({ namespace, name, workload, reason, team }) => ({
      namespace,
      name,
      workload: { kind: workload.kind, namespace: workload.namespace, name: workload.name },
      reason,
      team,
    })),
  };
}
