/** A drawing for ECharts, as data; `publish` has the library. */
export interface ChartSpec {
  /** Of letters: it names the drawing's own definitions. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** ECharts' option. Colours are CSS variables, so that one drawing does for light and dark. */
  readonly option: Readonly<Record<string, unknown>>;
  /** `series/item` → the node that the mark stands for, by its index. */
  readonly marks: ReadonlyMap<string, number>;
}

/** Drawings by the spec's id. */
export type Drawings = ReadonlyMap<string, string>;

export const INK = "var(--ink)";
export const SOFT = "var(--soft)";
export const LINE = "var(--line)";

/** Colours of teams; further teams share the last. */
export const TEAM_COLORS = [
  "var(--team-1)",
  "var(--team-2)",
  "var(--team-3)",
  "var(--team-4)",
  "var(--team-5)",
  "var(--team-6)",
  "var(--team-7)",
] as const;

export const OTHER_TEAMS = "var(--team-others)";

const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2}))?/u;

/**
 * The clock on the wall of `timeZone` at an instant, as though it were UTC: ECharts knows UTC only. Where clocks are set back an hour
 * is drawn twice.
 */
export function wallClock(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  return (instant) => {
    const name = format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours = "0", minutes = "0"] = OFFSET.exec(name) ?? [];
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return instant + (sign === "-" ? -offset : offset);
  };
}

const DAY = 86_400_000;
const SHORT = 5 * DAY;

/** A time axis from wall clock to wall clock: days, and over a few days the hours between them. */
export function timeAxis(from: number, to: number, locale: string): Readonly<Record<string, unknown>> {
  const days = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" });
  const hours = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const short = to - from < SHORT;
  return {
    type: "time",
    min: from,
    max: to,
    minInterval: short ? DAY / 24 : DAY,
    splitNumber: short ? 8 : 6,
    axisLine: { lineStyle: { color: LINE } },
    axisTick: { lineStyle: { color: LINE } },
    axisLabel: {
      color: SOFT,
      fontSize: 12,
      hideOverlap: true,
      formatter: (value: number) => (value % DAY === 0 || !short ? days : hours).format(value),
    },
    splitLine: { show: false },
  };
}
