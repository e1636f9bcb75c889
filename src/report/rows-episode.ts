import type { Episode, EpisodeBlocker } from "../audit/episode.ts";
import type { Folded } from "../audit/episode-fold.ts";
import { workloadName } from "../audit/look.ts";
import { HOUR } from "../model/time.ts";
import { type EpisodeRow, exactNumeric, type Numeric, type RunRow } from "../warehouse/tables.ts";
import { type Common, list, maybe, type NodeCells, nodeCells, type Priced, title } from "./rows-cells.ts";

/** What is an episode's own. */
type EpisodeCells = Omit<EpisodeRow, keyof Common | keyof NodeCells | keyof Priced>;

/** An episode as it stands after the run that `common` names. */
export function episodeRow({ episode, change }: Folded, common: Common, finding: boolean): EpisodeRow {
  return {
    ...common,
    ...nodeCells(episode.node),
    book: episode.book,
    billing_currency: "USD",
    ...stateCells({ episode, change }, finding),
    ...billCells(episode),
    ...blockersCells(episode.blockers),
  };
}

/** The cells with which every row of the run begins, from its row in `runs`. */
export function commonOf(run: RunRow): Common {
  const { run_id, attempt_id, day, week, month, scheduled_at, taken_at, project, location, cluster } = run;
  return { run_id, attempt_id, day, week, month, scheduled_at, taken_at, project, location, cluster };
}

type BillKeys =
  | "confirmed_hours"
  | "confirmed_ms"
  | "accrued_usd"
  | "confirmed_now_hours"
  | "confirmed_now_usd"
  | "usd_per_hour"
  | "price_estimated"
  | "home_kind"
  | "home_machine_type"
  | "home_usd_per_hour"
  | "opened_waste_usd_per_hour"
  | "waste_usd_per_hour"
  | "list_waste_usd_per_hour"
  | "autoscaler_waste_usd_per_hour"
  | "gke_waste_usd_per_hour";

type BlockerKeys =
  | "team"
  | "teams"
  | "workload_kind"
  | "workload_namespace"
  | "workload_name"
  | "workloads"
  | "reasons"
  | "blockers"
  | "blockers_json";

function stateCells({ episode, change }: Folded, finding: boolean): Omit<EpisodeCells, BillKeys | BlockerKeys> {
  return {
    episode_id: episode.id,
    state: change === "closed" ? "closed" : "open",
    change,
    found: episode.found,
    finding,
    opened_at: episode.openedAt,
    opened_evidence: episode.openedEvidence,
    opened_proven: episode.openedProven,
    opened_what: episode.openedWhat,
    not_before: episode.notBefore,
    first_seen_at: episode.firstSeenAt,
    last_seen_at: episode.lastSeenAt,
    runs_seen: episode.runsSeen,
    closed_at: episode.closedAt,
    closed_evidence: episode.closedEvidence,
    closed_proven: episode.closedAt === null ? null : episode.endCause === "pod-finished",
    end_cause: episode.endCause,
    end_what: episode.endWhat,
  };
}

function billCells(episode: Episode): Pick<EpisodeCells, BillKeys> {
  const { bill, rates, book, home } = episode;
  return {
    confirmed_hours: bill.confirmed / HOUR,
    confirmed_ms: bill.confirmed,
    accrued_usd: exactNumeric(bill.accrued),
    confirmed_now_hours: bill.confirmedNow / HOUR,
    confirmed_now_usd: exactNumeric(bill.accruedNow),
    usd_per_hour: maybe(episode.nodeUsdPerHour),
    price_estimated: episode.priceEstimated,
    home_kind: home?.kind ?? null,
    home_machine_type: home?.machineType ?? null,
    home_usd_per_hour: maybe(home?.usdPerHour ?? null),
    opened_waste_usd_per_hour: exact(episode.openedRate),
    waste_usd_per_hour: exact(rates[book]),
    list_waste_usd_per_hour: exact(rates.list),
    autoscaler_waste_usd_per_hour: exact(rates.autoscaler),
    gke_waste_usd_per_hour: exact(rates.gke),
  };
}

function exact(amount: bigint | null): Numeric | null {
  return amount === null ? null : exactNumeric(amount);
}

function blockersCells(blockers: readonly EpisodeBlocker[]): Pick<EpisodeCells, BlockerKeys> {
  const teams = blockers.map(({ team }) => team);
  const workload = blockers[0]?.workload ?? { kind: "", namespace: "", name: "" };
  return {
    team: mostOf(teams),
    teams: list([...new Set(teams)].sort()),
    workload_kind: workload.kind,
    workload_namespace: workload.namespace,
    workload_name: workload.name,
    workloads: list([...new Map(blockers.map((each) => [workloadName(each.workload), title(each.workload)])).values()]),
    reasons: list([...new Set(blockers.map(({ reason }) => reason))]),
    blockers: blockers.length,
    blockers_json: JSON.stringify(blockers),
  };
}

/** The text that stands there most often; of several the first by name, of none "". */
export function mostOf(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].flatMap(([text, count]) => (count === most ? [text] : [])).sort()[0] ?? "";
}

/** `whole` in as many parts as there are, alike to a billionth; they add up to it. */
export function shares(whole: Numeric | null, parts: number): readonly (Numeric | null)[] {
  if (whole === null) return Array.from({ length: parts }, () => null);
  const count = BigInt(Math.max(1, parts));
  const rest = Number(whole % count);
  return Array.from({ length: parts }, (_, at) => exactNumeric(whole / count + (at < rest ? 1n : 0n)));
}
