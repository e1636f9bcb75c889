import { formatCluster } from "../../model/snapshot.ts";
import { type Instant, millis } from "../../model/time.ts";
import type { RunRow, RunRows } from "../../warehouse/tables.ts";
import type { Language } from "../words.ts";
import type { PageExtras } from "./extras.ts";
import { fromRows } from "./from-rows.ts";
import { historyOf, type StoredHistory } from "./from-store.ts";
import type { PageEpisode, PageFinding, PageHistory, PageModel, PageNode, PageObservation } from "./model.ts";
import { workloadsOf } from "./workloads.ts";

/** What a page is made of. */
export interface PageInput {
  /** The run that the page is about: made by this audit, or read from a store. */
  readonly rows: RunRows;
  /** What an audit knows beyond its rows; `null` for a run from the store. */
  readonly extras: PageExtras | null;
  /** `null`: no store. */
  readonly history: StoredHistory | null;
  readonly language: Language;
  readonly timeZone: string;
}

/** Everything on the page, as data. The same input gives the same page, whether the run comes from a store or not. */
export function pageModel({ rows, extras, history: stored, language, timeZone }: PageInput): PageModel {
  const { run } = rows;
  const read = fromRows(rows);
  const nodes = extras === null ? read.nodes : extras.nodes(read.nodes);
  const findings = extras === null ? read.findings : extras.findings(read.findings, nodes);
  const history = stored === null ? null : historyOf(withRun(stored, run), nodes, read.takenAt);
  const own = findings.map((finding) => episodeOf(finding, nodes, read.takenAt));
  const named = run.project !== null && run.location !== null && run.cluster !== null;
  return {
    language,
    timeZone,
    version: run.version,
    cluster: named ? formatCluster({ project: run.project, location: run.location, name: run.cluster }) : run.cluster,
    takenAt: read.takenAt,
    book: run.book === "autoscaler" || run.book === "gke" ? run.book : "list",
    totals: read.totals,
    nodes,
    findings,
    observations: extras?.observations(nodes) ?? nodes.flatMap(observationsOf),
    workloads: workloadsOf(nodes, findings),
    notes: read.notes,
    history,
    episodes: dearestFirst(history === null ? own : [...history.episodes, ...missing(own, history)]),
  };
}

function observationsOf({ observed }: PageNode, node: number): readonly PageObservation[] {
  return observed.map((kind) => ({ node, kind, detail: {}, stakeUsdPerHour: null, advice: [] }));
}

/** The run of the page stands among the others, whether it was stored or not. */
function withRun(stored: StoredHistory, run: RunRow): StoredHistory {
  const known = stored.runs.some(({ run_id: id, taken_at: at }) => id === run.run_id || at === run.taken_at);
  return known ? stored : { ...stored, runs: [...stored.runs, run] };
}

/** Findings of this run of which the store has no open episode. */
function missing(own: readonly PageEpisode[], { episodes }: PageHistory): readonly PageEpisode[] {
  const open = new Set(episodes.filter(({ closedAt }) => closedAt === null).map(({ node }) => node));
  return own.filter(({ node }) => !open.has(node));
}

/** Open ones first, each by what they cost; ties by the time of their beginning. */
function dearestFirst(episodes: readonly PageEpisode[]): readonly PageEpisode[] {
  const weight = ({ accruedUsd, wasteUsdPerHour }: PageEpisode) => accruedUsd + (wasteUsdPerHour ?? 0);
  const open = ({ closedAt }: PageEpisode) => (closedAt === null ? 0 : 1);
  return [...episodes].sort(
    (left, right) => open(left) - open(right) || weight(right) - weight(left) || left.firstSeenAt - right.firstSeenAt,
  );
}

/** What this run alone knows of an episode: it is open. */
function episodeOf(finding: PageFinding, nodes: readonly PageNode[], takenAt: Instant): PageEpisode {
  const node = nodes[finding.node];
  const lasted = finding.since === null ? 0 : Math.max(takenAt - finding.since, 0);
  return {
    id: `${node?.name ?? ""}/${finding.node}`,
    node: node?.name ?? "",
    index: finding.node,
    pool: node?.pool ?? null,
    machineType: node?.machineType ?? null,
    createdAt: node?.createdAt ?? null,
    openedAt: finding.sinceProven ? finding.since : null,
    openedProven: finding.sinceProven,
    openedWhat: finding.sinceWhat,
    notBefore: finding.sinceProven ? null : finding.since,
    firstSeenAt: takenAt,
    lastSeenAt: takenAt,
    closedAt: null,
    endCause: "",
    endWhat: "",
    wasteUsdPerHour: finding.wasteUsdPerHour,
    confirmedHours: finding.sinceProven ? millis(lasted) / 3_600_000 : 0,
    accruedUsd: finding.accruedUsd,
    teams: [...new Set(node?.blockers.map(({ team }) => team) ?? [])],
    workloads: [...new Set(node?.blockers.map(({ workload }) => workload) ?? [])],
  };
}
