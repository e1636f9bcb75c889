import { type Instant, instant } from "../../src/model/time.ts";
import { type Day, day, numeric } from "../../src/warehouse/column.ts";
import type { EpisodeRow, RunRows } from "../../src/warehouse/tables.ts";
import { runRows } from "../warehouse/sample.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse("2026-10-20T00:00:00Z");

/** How an episode goes: the numbers of the runs that found it pinned, from and to. */
interface Course {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly waste: number | null;
  readonly team: string;
  readonly workload: string;
  readonly found?: boolean;
}

interface Played {
  readonly cluster: string | null;
  readonly everyHours: number;
  readonly runs: number;
  readonly left: readonly number[];
  readonly courses: readonly Course[];
}

/**
 * Three clusters over three weeks and the turn of a month: one that runs every six hours and misses some, one that runs once a day, and
 * one that nobody named. Made by formulas; no engine's answer is in it.
 */
const PLAYED: readonly Played[] = [
  {
    cluster: "training",
    everyHours: 6,
    runs: 84,
    left: [9, 10, 40],
    courses: [
      { name: "long", from: 3, to: 50, waste: 5.288, team: "vision", workload: "small" },
      { name: "again", from: 60, to: 200, waste: 5.1, team: "vision", workload: "small" },
      { name: "short", from: 12, to: 15, waste: 1.25, team: "speech", workload: "eval" },
      { name: "unpriced", from: 20, to: 30, waste: null, team: "speech", workload: "eval" },
      { name: "too-short", from: 33, to: 33, waste: 2, team: "speech", workload: "eval", found: false },
      { name: "late", from: 70, to: 76, waste: 0.333333333, team: "ops", workload: "bare" },
    ],
  },
  {
    cluster: "serving",
    everyHours: 24,
    runs: 20,
    left: [],
    courses: [{ name: "only", from: 2, to: 9, waste: 3, team: "vision", workload: "small" }],
  },
  { cluster: null, everyHours: 12, runs: 6, left: [3], courses: [] },
];

/** The rows of all runs, in the order in which they would be stored. */
export function history(): readonly RunRows[] {
  return PLAYED.flatMap((played) =>
    Array.from({ length: played.runs }, (_, index) => index)
      .filter((index) => !played.left.includes(index))
      .map((index) => runOf(played, index)),
  ).sort((a, b) => a.run.taken_at - b.run.taken_at);
}

/** Rows of an attempt that was never committed: no view may see them. */
export function uncommitted(): RunRows {
  const [first] = history();
  if (first === undefined) throw new Error("no history");
  const attempt_id = "never";
  const of = <Row extends object>(rows: readonly Row[]) => rows.map((row) => ({ ...row, attempt_id }));
  return {
    run: first.run,
    nodeVerdicts: of(first.nodeVerdicts),
    findings: of(first.findings),
    blockers: of(first.blockers),
    endings: of(first.endings),
    episodes: of([
      episodeRow(PLAYED[0] ?? fail(), { name: "ghost", from: 0, to: 1, waste: 99, team: "x", workload: "x" }, 0),
    ]),
  };
}

function fail(): never {
  throw new Error("nothing is played");
}

interface Stamp {
  readonly run_id: string;
  readonly attempt_id: string;
  readonly day: Day;
  readonly week: Day;
  readonly month: Day;
  readonly scheduled_at: Instant;
  readonly taken_at: Instant;
  readonly project: string | null;
  readonly location: string | null;
  readonly cluster: string | null;
}

function stamp({ cluster, everyHours }: Played, index: number): Stamp {
  const due = START + index * everyHours * HOUR_MS;
  const named = cluster !== null;
  const date = new Date(due);
  const weekday = (date.getUTCDay() + 6) % 7;
  const id = `${cluster ?? "unnamed"}-${String(index).padStart(3, "0")}`;
  return {
    run_id: id,
    attempt_id: `${id}-a`,
    day: dayOf(due),
    week: dayOf(due - weekday * DAY_MS),
    month: day(`${dayOf(due).slice(0, 7)}-01`),
    scheduled_at: instant(due),
    taken_at: instant(due + 7_000),
    project: named ? "p" : null,
    location: named ? "asia-northeast1" : null,
    cluster,
  };
}

function dayOf(time: number): Day {
  return day(new Date(time).toISOString().slice(0, 10));
}

function runOf(played: Played, index: number): RunRows {
  const rows = runRows("unused", 4);
  const common = stamp(played, index);
  const standing = played.courses.filter(({ from, to }) => index >= from && index <= to + 1);
  const waste = standing.reduce((sum, { waste: each, to }) => sum + (index <= to ? (each ?? 0) : 0), 0);
  return {
    run: {
      ...rows.run,
      ...common,
      nodes: 40 + (index % 7),
      usd_per_hour: numeric(100 + (index % 5) * 3.5),
      waste_usd_per_hour: numeric(waste),
      estimated_usd_per_hour: numeric(index % 4 === 0 ? 12.5 : 0),
      unpriced_nodes: index % 3,
      scheduled_seconds: common.scheduled_at / 1_000,
      period_seconds: index === 0 ? null : played.everyHours * 3_600,
      missing_kinds: index % 11 === 5 ? "CSINode" : "",
      notes: index % 6 === 0 ? "Something to know." : "",
    },
    nodeVerdicts: rows.nodeVerdicts.map((row, at) => ({
      ...row,
      ...common,
      finding: at < standing.length && row.pinned,
    })),
    findings: rows.findings.map((row) => ({ ...row, ...common })),
    blockers: rows.blockers.map((row, at) => ({
      ...row,
      ...common,
      waste_share_usd_per_hour: row.finding ? numeric(0.1 * (at + 1)) : null,
    })),
    endings: [],
    episodes: standing.map((course) => episodeRow(played, course, index)),
  };
}

/** An episode as it stands after a run: it accrues a period's waste in each run but the first, and closes in the run after its last. */
function episodeRow(played: Played, course: Course, index: number): EpisodeRow {
  const { name, from, to, waste, team, workload } = course;
  const closed = index > to;
  const seen = Math.min(index, to) - from;
  const hours = seen * played.everyHours;
  const now = closed || index === from ? 0 : played.everyHours;
  const opened = START + from * played.everyHours * HOUR_MS;
  const rate = waste ?? 0;
  return {
    ...stamp(played, index),
    resource_id: `uid-${name}`,
    resource_name: `gke-${name}`,
    node_pool: "highmem",
    region_id: "asia-northeast1",
    availability_zone: "asia-northeast1-b",
    machine_type: "n2-highmem-64",
    provisioning: "standard",
    node_created_at: null,
    book: "list",
    billing_currency: "USD",
    episode_id: `${played.cluster ?? ""}/${name}`,
    state: closed ? "closed" : "open",
    change: changeOf(course, index),
    found: course.found ?? true,
    finding: !closed,
    opened_at: instant(opened),
    opened_evidence: "earlier-run",
    opened_proven: false,
    opened_what: "",
    not_before: null,
    first_seen_at: instant(opened + 7_000),
    last_seen_at: instant(START + Math.min(index, to) * played.everyHours * HOUR_MS + 7_000),
    runs_seen: seen + 1,
    closed_at: closed ? stamp(played, index).taken_at : null,
    closed_evidence: closed ? "later-run" : null,
    closed_proven: closed ? false : null,
    end_cause: closed ? "pod-gone" : null,
    end_what: "",
    confirmed_hours: hours,
    confirmed_ms: hours * HOUR_MS,
    accrued_usd: numeric(hours * rate),
    confirmed_now_hours: now,
    confirmed_now_usd: numeric(now * rate),
    usd_per_hour: waste === null ? null : numeric(waste + 0.1),
    price_estimated: false,
    home_kind: "new",
    home_machine_type: "e2-standard-2",
    home_usd_per_hour: numeric(0.1),
    waste_usd_per_hour: waste === null ? null : numeric(waste),
    opened_waste_usd_per_hour: waste === null ? null : numeric(waste),
    list_waste_usd_per_hour: waste === null ? null : numeric(waste),
    autoscaler_waste_usd_per_hour: null,
    gke_waste_usd_per_hour: null,
    team,
    teams: team,
    workload_kind: "CronJob",
    workload_namespace: "batch",
    workload_name: workload,
    workloads: `CronJob batch/${workload}`,
    reasons: "NotSafeToEvictAnnotation",
    blockers: 1,
    blockers_json: "[]",
  };
}

function changeOf({ from, to }: Course, index: number): string {
  if (index > to) return "closed";
  return index === from ? "opened" : "continued";
}
