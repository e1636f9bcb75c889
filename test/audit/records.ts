import type { Episode } from "../../src/audit/episode.ts";
import type { Folded } from "../../src/audit/episode-fold.ts";
import type { PinnedNode, RunFacts } from "../../src/audit/finding.ts";
import type { RunRecord } from "../../src/audit/record.ts";
import { billionths, toNumber } from "../../src/model/exact.ts";
import { HOUR, millis } from "../../src/model/time.ts";

/** What a run keeps besides its findings: of nodes nothing, unless told otherwise. */
export function recordOf(run: RunFacts, more: Partial<RunRecord> = {}): RunRecord {
  const look = {
    run,
    maxGap: millis(2 * HOUR),
    nodes: new Map(),
    endings: [],
    held: [],
    missingKinds: new Set<string>(),
  };
  return { look, folded: [], previous: null, period: HOUR, ...more };
}

/** The episode that a finding has opened. */
export function openedBy(
  { node, since, wasteUsdPerHour, price, accruedUsd, blockers }: PinnedNode,
  run: RunFacts,
): Folded {
  const accrued = billionths(accruedUsd);
  const rate = wasteUsdPerHour === null ? null : billionths(wasteUsdPerHour);
  const length = since.proven && since.time !== null ? run.takenAt - since.time : 0;
  const episode: Episode = {
    id: `episode-of-${node.name}`,
    cluster: run.cluster,
    node,
    openedAt: since.proven && since.time !== null ? since.time : run.takenAt,
    openedEvidence: since.proven ? since.evidence : "earlier-run",
    openedProven: since.proven,
    openedWhat: since.proven ? since.what : "",
    notBefore: since.proven ? null : since.time,
    firstSeenAt: run.takenAt,
    lastSeenAt: run.takenAt,
    runsSeen: 1,
    found: true,
    closedAt: null,
    closedEvidence: null,
    endCause: null,
    endWhat: "",
    bill: { accrued, confirmed: millis(length), accruedNow: accrued, confirmedNow: millis(length) },
    confirmedHours: length / HOUR,
    accruedUsd: accruedUsd === 0 ? accruedUsd : (toNumber(accrued) as typeof accruedUsd),
    wasteUsdPerHour,
    book: run.book,
    rates: { autoscaler: null, gke: null, list: rate },
    openedRate: rate,
    nodeUsdPerHour: price.usdPerHour,
    priceEstimated: false,
    home: null,
    blockers: blockers.map(({ namespace, name, uid, reason, team, owners }) => ({
      namespace,
      name,
      uid,
      reason,
      team,
      workload: owners.at(-1) ?? { kind: "Pod", namespace, name },
      job: owners[0]?.kind === "Job" ? owners[0].name : null,
    })),
  };
  return { episode, change: "opened" };
}
