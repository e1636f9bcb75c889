import { DAY, type Instant } from "../../model/time.ts";

/** A value at a time; `log` is the natural logarithm of bytes. */
export interface TimedLog {
  readonly at: Instant;
  readonly log: number;
}

/** A steady growth of the logarithms, as far as the runs prove one. */
export interface Growth {
  /** The likely growth a day, and its upper bound (one-sided, 90 %), as differences of logarithms. */
  readonly perDay: number;
  readonly perDayAtMost: number;
  /** The middle of the runs' times, in days since 1970: the line turns around it. */
  readonly middle: number;
}

/** A trend is looked for in this many values at most: slopes are taken of all pairs. */
const MOST = 100;
/** Fewer values, or a shorter time, prove no trend. */
const FEWEST = 6;
const SHORTEST_DAYS = 2;
/** One-sided 95 % for "there is growth", 90 % for "at most so much". */
const PROVEN = 1.645;
const AT_MOST = 1.282;

export function days(at: Instant): number {
  return at / DAY;
}

/**
 * Growth by the Mann-Kendall test, its rate by Theil and Sen's median of slopes: a single giant run makes no trend. `null` when none
 * is proven; a decline is none, for what was needed once may be needed again.
 */
export function growthOf(values: readonly TimedLog[]): Growth | null {
  const points = thin(values).map(({ at, log }) => ({ day: days(at), log }));
  const times = points.map(({ day }) => day);
  const first = Math.min(...times);
  const last = Math.max(...times);
  if (points.length < FEWEST || last - first < SHORTEST_DAYS) return null;
  const { score, slopes } = pairs(points);
  const deviation = Math.sqrt(kendallVariance(times));
  if (score - 1 <= PROVEN * deviation) return null;
  const slope = at(slopes, (slopes.length - 1) / 2);
  if (slope <= 0) return null;
  const upper = at(slopes, (slopes.length + AT_MOST * deviation) / 2);
  return {
    perDay: slope,
    perDayAtMost: Math.max(slope, upper),
    middle: times.reduce((a, b) => a + b, 0) / times.length,
  };
}

function thin(values: readonly TimedLog[]): readonly TimedLog[] {
  const sorted = values.toSorted((left, right) => left.at - right.at);
  if (sorted.length <= MOST) return sorted;
  return Array.from({ length: MOST }, (_, n) => sorted[Math.floor((n * sorted.length) / MOST)]).filter(
    (value) => value !== undefined,
  );
}

interface Pairs {
  /** Kendall's S: pairs that rise less pairs that fall. */
  readonly score: number;
  /** Of all pairs at two times, ascending. */
  readonly slopes: readonly number[];
}

function pairs(points: readonly { readonly day: number; readonly log: number }[]): Pairs {
  const slopes: number[] = [];
  let score = 0;
  for (const [at, later] of points.entries()) {
    for (const earlier of points.slice(0, at)) {
      if (later.day === earlier.day) continue;
      score += Math.sign(later.log - earlier.log);
      slopes.push((later.log - earlier.log) / (later.day - earlier.day));
    }
  }
  return { score, slopes: slopes.sort((left, right) => left - right) };
}

/** Of Kendall's S under no trend, with runs of one time taken as ties. */
function kendallVariance(times: readonly number[]): number {
  const term = (n: number) => n * (n - 1) * (2 * n + 5);
  const ties = [...Map.groupBy(times, (time) => time).values()].map(({ length }) => length);
  return (term(times.length) - ties.reduce((sum, tied) => sum + term(tied), 0)) / 18;
}

/** The value at a place between two, clamped to the list. */
function at(sorted: readonly number[], place: number): number {
  const index = Math.min(Math.max(place, 0), sorted.length - 1);
  const low = sorted[Math.floor(index)] ?? 0;
  const high = sorted[Math.ceil(index)] ?? low;
  return low + (high - low) * (index - Math.floor(index));
}
