import type { WasteOverTime } from "../over-time.ts";
import type { PageWords } from "../words.ts";
import { type ChartSpec, LINE, OTHER_TEAMS, SOFT, TEAM_COLORS, timeAxis, wallClock } from "./spec.ts";

/** The colour of the team that stands at `index`. */
export function teamColor(teams: readonly string[], index: number): string {
  return teams[index] === "" ? OTHER_TEAMS : (TEAM_COLORS[index] ?? OTHER_TEAMS);
}

/** Waste over time, stacked by team; each run's waste holds until the next. */
export function overTimeChart(waste: WasteOverTime, until: number, words: PageWords, timeZone: string): ChartSpec {
  const wall = wallClock(timeZone);
  const from = waste.points[0]?.at ?? until;
  const points = [...waste.points.map((point) => ({ ...point, x: wall(point.at) }))];
  const last = points.at(-1);
  const ended = last === undefined || last.at >= until ? points : [...points, { ...last, x: wall(until) }];
  return {
    id: "overtime",
    width: 1080,
    height: 300,
    option: {
      animation: false,
      useUTC: true,
      grid: { left: 62, right: 16, top: 14, bottom: 30 },
      xAxis: timeAxis(wall(from), Math.max(wall(until), wall(from) + 3_600_000), words.locale),
      yAxis: {
        type: "value",
        axisLabel: { color: SOFT, fontSize: 12, formatter: (value: number) => `$${value}${words.units.anHour}` },
        splitLine: { lineStyle: { color: LINE } },
      },
      series: waste.teams.map((team, index) => ({
        type: "line",
        step: "end",
        stack: "waste",
        symbol: "none",
        silent: true,
        lineStyle: { width: 0, color: teamColor(waste.teams, index) },
        areaStyle: { color: teamColor(waste.teams, index), opacity: 0.9 },
        data: ended.map(({ x, byTeam }) => [x, rounded(byTeam.get(team) ?? 0)]),
      })),
    },
    marks: new Map(),
  };
}

function rounded(rate: number): number {
  return Math.round(rate * 10_000) / 10_000;
}
