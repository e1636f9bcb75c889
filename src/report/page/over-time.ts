import type { PageEpisode, PageHistory, PageModel, PageRun } from "./model.ts";
import { beganAt } from "./texts.ts";

/** Waste an hour at one time, by team. */
export interface WastePoint {
  readonly at: number;
  readonly byTeam: ReadonlyMap<string, number>;
  readonly total: number;
}

export interface WasteOverTime {
  /** Most wasteful first; "" stands for all teams beyond the seventh. */
  readonly teams: readonly string[];
  /** Oldest first. A point holds until the next. */
  readonly points: readonly WastePoint[];
  /** Is it from runs, or from this run's findings alone? */
  readonly from: "runs" | "this-run";
}

const MOST_TEAMS = 7;
/** More points than this cannot be told apart on a screen. */
const MOST_POINTS = 500;

/** Waste over time, by the teams whose pods hold the nodes. A node that several teams hold counts for each in equal parts. */
export function wasteOverTime(model: PageModel): WasteOverTime {
  const { history } = model;
  const told = history !== null && history.runs.length > 1;
  const points = told ? ofRuns(history, model.episodes) : ofFindings(model);
  const sums = new Map<string, number>();
  for (const { byTeam } of points) {
    for (const [team, rate] of byTeam) sums.set(team, (sums.get(team) ?? 0) + rate);
  }
  const teams = [...sums.entries()]
    .sort(([left, one], [right, other]) => other - one || (left < right ? -1 : 1))
    .map(([team]) => team);
  if (teams.length <= MOST_TEAMS) return { teams, points, from: told ? "runs" : "this-run" };
  const shown = teams.slice(0, MOST_TEAMS - 1);
  return {
    teams: [...shown, ""],
    points: points.map((point) => gather(point, new Set(shown))),
    from: told ? "runs" : "this-run",
  };
}

function gather(point: WastePoint, shown: ReadonlySet<string>): WastePoint {
  const byTeam = new Map<string, number>();
  for (const [team, rate] of point.byTeam) {
    const name = shown.has(team) ? team : "";
    byTeam.set(name, (byTeam.get(name) ?? 0) + rate);
  }
  return { ...point, byTeam };
}

function ofRuns({ runs }: PageHistory, episodes: readonly PageEpisode[]): readonly WastePoint[] {
  return thinned(runs).map((run) => pointOf(run, episodes));
}

/** Every so many-th, and always the last. */
function thinned(runs: readonly PageRun[]): readonly PageRun[] {
  const step = Math.ceil(runs.length / MOST_POINTS);
  return runs.filter((_, index) => (runs.length - 1 - index) % step === 0);
}

/** A run's waste is what it found; by whom is told by the nodes that were pinned then, each by what it wasted when last seen. */
function pointOf({ at, wasteUsdPerHour }: PageRun, episodes: readonly PageEpisode[]): WastePoint {
  const open = episodes.filter(({ firstSeenAt, lastSeenAt }) => firstSeenAt <= at && at <= lastSeenAt);
  const shares = byTeamOf(open);
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  if (sum === 0) {
    return { at, total: wasteUsdPerHour, byTeam: new Map(wasteUsdPerHour === 0 ? [] : [["", wasteUsdPerHour]]) };
  }
  const byTeam = new Map(Array.from(shares, ([team, share]) => [team, (share / sum) * wasteUsdPerHour]));
  return { at, total: wasteUsdPerHour, byTeam };
}

function byTeamOf(episodes: readonly PageEpisode[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { teams, wasteUsdPerHour } of episodes) {
    for (const team of teams) {
      shares.set(team, (shares.get(team) ?? 0) + (wasteUsdPerHour ?? 0) / teams.length);
    }
  }
  return shares;
}

/** What today's findings have wasted since each of them began. */
function ofFindings({ episodes, takenAt }: PageModel): readonly WastePoint[] {
  const known = episodes.filter(({ closedAt }) => closedAt === null);
  const starts = known.map(beganAt);
  const times = [...new Set([...starts.filter((time) => time <= takenAt), takenAt])].sort(
    (left, right) => left - right,
  );
  return times.map((at) => {
    const byTeam = byTeamOf(known.filter((episode) => beganAt(episode) <= at));
    return { at, byTeam, total: [...byTeam.values()].reduce((total, rate) => total + rate, 0) };
  });
}
