import { DAY, type Duration, type Instant, instant, WEEK } from "../../model/time.ts";
import type { EndCause } from "../episode.ts";

/** What the digest needs of an episode. */
export interface DigestEpisode {
  readonly nodeName: string;
  readonly machineType: string | null;
  readonly team: string;
  /** `CronJob batch/x` */
  readonly workload: string;
  readonly openedAt: Instant;
  /** When it was last seen, or ended. */
  readonly until: Instant;
  readonly closedAt: Instant | null;
  readonly endCause: EndCause | null;
  readonly accruedUsd: number;
  readonly wasteUsdPerHour: number | null;
}

export interface DigestRun {
  readonly takenAt: Instant;
  readonly wasteUsdPerHour: number;
  readonly openEpisodes: number;
  readonly unpricedNodes: number;
}

/** What one week is told of. Weeks end when the digest is due. */
export interface DigestInput {
  readonly due: Instant;
  readonly period: Duration;
  /** Of the four weeks before, oldest first. */
  readonly runs: readonly DigestRun[];
  readonly episodes: readonly DigestEpisode[];
}

/** A week in figures. */
export interface Digest {
  readonly from: Instant;
  readonly due: Instant;
  readonly usd: number;
  /** The week before; `null` when there were no runs in it. */
  readonly beforeUsd: number | null;
  readonly nowUsdPerHour: number;
  readonly nowNodes: number;
  /** Most first. */
  readonly teams: readonly {
    readonly team: string;
    readonly usd: number;
    readonly nodes: number;
    readonly workloads: readonly string[];
  }[];
  /** The most burning first. */
  readonly solved: readonly DigestEpisode[];
  readonly solvedUsdPerHour: number;
  /** When the first run was that anybody remembers, if that was within the week: nothing is known of before. */
  readonly begins: Instant | null;
  readonly runs: number;
  readonly missedRuns: number;
  readonly unpricedNodes: number;
  /** Dollars of each day of the four weeks and team; days without runs are `null`. */
  readonly trend: Trend;
}

/** Days as spans of 24 hours that end when the digest is due, oldest first. */
export interface Trend {
  readonly days: readonly Instant[];
  readonly teams: readonly { readonly team: string; readonly usd: readonly (number | null)[] }[];
}

const WEEKS = 4;
/** How far back the digest looks. */
export const DIGEST_SPAN: Duration = (WEEKS * WEEK) as Duration;
const SHOWN_TEAMS = 5;

/** The week that ends when the digest is due. An episode's dollars are spread evenly over its time. */
export function digestOf({ due, period, runs, episodes }: DigestInput): Digest {
  const from = instant(due - WEEK);
  const week = runs.filter(({ takenAt }) => takenAt > from && takenAt <= due);
  const earlier = runs.filter(({ takenAt }) => takenAt > from - WEEK && takenAt <= from);
  const last = runs.findLast(({ takenAt }) => takenAt <= due);
  const solved = solvedIn(episodes, from, due);
  return {
    from,
    due,
    usd: sumIn(episodes, from, due),
    beforeUsd: earlier.length === 0 ? null : sumIn(episodes, instant(from - WEEK), from),
    nowUsdPerHour: last?.wasteUsdPerHour ?? 0,
    nowNodes: last?.openEpisodes ?? 0,
    teams: teamsOf(episodes, from, due),
    solved,
    solvedUsdPerHour: solved.reduce((sum, { wasteUsdPerHour }) => sum + (wasteUsdPerHour ?? 0), 0),
    begins: beginOf(runs, { from, period }),
    runs: week.length,
    missedRuns: missedOf(runs, { from, due, period }, week.length),
    unpricedNodes: Math.max(0, ...week.map(({ unpricedNodes }) => unpricedNodes)),
    trend: trendOf(runs, episodes, due),
  };
}

function beginOf(
  runs: readonly DigestRun[],
  { from, period }: { readonly from: Instant; readonly period: Duration },
): Instant | null {
  const first = runs[0]?.takenAt;
  return first !== undefined && first > from + 1.5 * period ? first : null;
}

/** What ended in the week and did not come back, but for what is in use again: of each node the last episode. */
function solvedIn(episodes: readonly DigestEpisode[], from: Instant, due: Instant): readonly DigestEpisode[] {
  const isOpen = ({ openedAt, closedAt }: DigestEpisode) => openedAt <= due && (closedAt === null || closedAt > due);
  const held = new Set(episodes.filter(isOpen).map(({ nodeName }) => nodeName));
  const last = new Map<string, DigestEpisode>();
  for (const episode of episodes) {
    const { nodeName, closedAt } = episode;
    if (closedAt === null || closedAt <= from || closedAt > due || held.has(nodeName)) continue;
    if ((last.get(nodeName)?.closedAt ?? 0) < closedAt) last.set(nodeName, episode);
  }
  const freed = [...last.values()].filter(({ endCause }) => endCause !== "busy-again");
  return freed.toSorted((left, right) => (right.wasteUsdPerHour ?? 0) - (left.wasteUsdPerHour ?? 0));
}

/** Did runs look, and was there nothing to tell? */
export function isQuietWeek(digest: Digest): boolean {
  return digest.runs > 0 && digest.usd === 0 && digest.nowNodes === 0 && digest.solved.length === 0;
}

/** Runs that were due since the first one, and are not there. */
function missedOf(
  runs: readonly DigestRun[],
  { from, due, period }: { readonly from: Instant; readonly due: Instant; readonly period: Duration },
  seen: number,
): number {
  const begin = Math.max(from, (runs[0]?.takenAt ?? due) - period);
  return Math.max(0, Math.floor((due - begin) / period + 0.01) - seen);
}

/** The part of an episode's dollars that falls between two times. */
function partIn({ openedAt, until, accruedUsd }: DigestEpisode, from: number, to: number): number {
  const length = until - openedAt;
  if (length <= 0) return openedAt >= from && openedAt < to ? accruedUsd : 0;
  const shared = Math.min(until, to) - Math.max(openedAt, from);
  return shared <= 0 ? 0 : (accruedUsd * shared) / length;
}

function sumIn(episodes: readonly DigestEpisode[], from: number, to: number): number {
  return episodes.reduce((sum, episode) => sum + partIn(episode, from, to), 0);
}

function teamsOf(episodes: readonly DigestEpisode[], from: Instant, due: Instant): Digest["teams"] {
  const touched = episodes.filter(({ openedAt, until }) => until >= from && openedAt <= due);
  return Array.from(
    Map.groupBy(touched, ({ team }) => team),
    ([team, own]) => ({
      team,
      usd: sumIn(own, from, due),
      nodes: new Set(own.map(({ nodeName }) => nodeName)).size,
      workloads: [...new Set(own.map(({ workload }) => workload))],
    }),
  )
    .filter(({ usd }) => usd > 0)
    .toSorted((left, right) => right.usd - left.usd || (left.team < right.team ? -1 : 1));
}

/** The name under which the smaller teams stand together in the trend. */
export const OTHER_TEAMS = "";

function trendOf(runs: readonly DigestRun[], episodes: readonly DigestEpisode[], due: Instant): Trend {
  const days = Array.from({ length: WEEKS * 7 }, (_, index) => instant(due - (WEEKS * 7 - index) * DAY));
  const seen = days.map((day) => runs.some(({ takenAt }) => takenAt > day && takenAt <= day + DAY));
  const ranked = teamsOf(episodes, days[0] ?? due, due).map(({ team }) => team);
  const shown = ranked.slice(0, SHOWN_TEAMS);
  const groups = ranked.length > SHOWN_TEAMS ? [...shown, OTHER_TEAMS] : shown;
  return {
    days,
    teams: groups.map((team) => {
      const own = episodes.filter((each) => (team === OTHER_TEAMS ? !shown.includes(each.team) : each.team === team));
      return { team, usd: days.map((day, index) => (seen[index] === true ? sumIn(own, day, day + DAY) : null)) };
    }),
  };
}
