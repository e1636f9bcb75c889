import { DAY, HOUR } from "../../../model/time.ts";
import type { PageEpisode, PageModel } from "../model.ts";
import { beganAt } from "../texts.ts";
import type { PageWords } from "../words.ts";
import { type ChartSpec, INK, timeAxis, wallClock } from "./spec.ts";

/** Bars that a reader can look through. */
export const MOST_BARS = 30;

const BAR = 26;
/** How long before the first beginning the drawing may start at most, to show what a node did before. */
const BEFORE = 3 * DAY;

interface Stretch {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly index: number | null;
}

/** Episodes as bars: in use first, then pinned. A beginning that is only a bound is paler. */
export function timelineChart({ episodes, takenAt, history, timeZone }: PageModel, words: PageWords): ChartSpec {
  const shown = episodes.slice(0, MOST_BARS);
  const wall = wallClock(timeZone);
  const begins = shown.map(beganAt);
  const earliest = Math.min(takenAt - HOUR, ...begins);
  const from = Math.max(earliest - BEFORE, Math.min(earliest, ...shown.map(({ createdAt }) => createdAt ?? earliest)));
  const start = history === null ? from : Math.max(from, history.from - BEFORE);
  const stretches = shown.flatMap((episode, row) => stretchesOf(episode, { row, start, takenAt, wall }));
  return {
    id: "timeline",
    width: 1080,
    height: 48 + shown.length * BAR,
    option: {
      animation: false,
      useUTC: true,
      grid: { left: 250, right: 20, top: 8, bottom: 34 },
      xAxis: {
        ...timeAxis(wall(start), wall(takenAt), words.locale),
        splitLine: { show: true, lineStyle: { color: "var(--line)" } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: shown.map(({ id }) => id),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: INK,
          fontSize: 12,
          width: 236,
          overflow: "truncate",
          formatter: (_: string, row: number) => labelOf(shown[row]),
        },
      },
      series: [
        {
          type: "custom",
          data: stretches.map(({ row, from: left, to }) => [row, left, to]),
          encode: { x: [1, 2], y: 0 },
          renderItem: barsOf(stretches),
        },
      ],
    },
    marks: new Map(stretches.flatMap(({ index }, item) => (index === null ? [] : [[`0/${item}`, index] as const]))),
  };
}

function labelOf(episode: PageEpisode | undefined): string {
  const name = episode?.node ?? "";
  return name.length <= 34 ? name : `…${name.slice(-33)}`;
}

interface Frame {
  readonly row: number;
  readonly start: number;
  readonly takenAt: number;
  readonly wall: (instant: number) => number;
}

function stretchesOf(episode: PageEpisode, { row, start, takenAt, wall }: Frame): readonly Stretch[] {
  const opened = beganAt(episode);
  const end = episode.closedAt ?? Math.max(takenAt, episode.lastSeenAt);
  const { index } = episode;
  const created = episode.createdAt ?? opened;
  const stretch = (from: number, to: number, color: string): readonly Stretch[] =>
    to <= Math.max(from, start) ? [] : [{ row, from: wall(Math.max(from, start)), to: wall(to), color, index }];
  const pinned = episode.openedProven ? opened : Math.max(opened, episode.openedAt ?? episode.firstSeenAt);
  return [
    ...stretch(created, opened, "var(--used)"),
    ...stretch(opened, Math.min(pinned, end), "var(--at-most)"),
    ...stretch(pinned, end, episode.closedAt === null ? "var(--waste-fill)" : "var(--closed)"),
  ];
}

/** The part of ECharts' custom series that is used. */
interface Api {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
}

function barsOf(stretches: readonly Stretch[]) {
  return (params: { readonly dataIndex: number }, api: Api) => {
    const [left, middle] = api.coord([api.value(1), api.value(0)]);
    const [right] = api.coord([api.value(2), api.value(0)]);
    const height = BAR - 12;
    return {
      type: "rect",
      shape: { x: left, y: middle - height / 2, width: Math.max(right - left, 2), height },
      style: { fill: stretches[params.dataIndex]?.color },
    };
  };
}
