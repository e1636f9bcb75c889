/** One run's peak as a logarithm; `bound`: it was stopped there, and would have gone on. */
export interface Level {
  readonly log: number;
  readonly bound: boolean;
}

/** What the largest runs tell of those that may come. */
export interface Tail {
  readonly runs: number;
  /** Runs that were stopped for want of memory. */
  readonly stopped: number;
  /** The spread of the largest: the sum of the weighed distances between them. 0 when they are all alike. */
  readonly spread: number;
  /** How many distances the spread rests on; 0: it is not known, for all the largest were stopped. */
  readonly distances: number;
}

const FEWEST_DISTANCES = 6;
const MOST_DISTANCES = 30;
/** A distance this many times the mean of the others separates two kinds of runs, and tells nothing of the spread of one. */
const GAP = 12;
const MOST_GAPS = 2;

/**
 * Of n runs that are alike, the next one is the largest with probability 1/(n + 1), whatever their distribution. Then, if the upper end
 * falls off like a power (its logarithms exponentially), the weighed distances (i + 1)(y[i] - y[i + 1]) of the k + 1 largest are independent
 * and exponential given that the next run exceeds them all, as is what it exceeds them by: with their sum S, it exceeds the largest
 * by more than e (in logarithms) with probability (1 + e/S)^-k / (n + 1), exactly. Lighter ends exceed it less.
 *
 * Runs that were stopped count as exceeding whatever they reached: c of them make (c + 1)/(n + 1) of it, and their distances to the
 * least of the largest count in the sum but not among the k.
 */
export function tailOf(levels: readonly Level[]): Tail {
  const sorted = levels.toSorted((left, right) => right.log - left.log || Number(right.bound) - Number(left.bound));
  const stopped = sorted.filter(({ bound }) => bound).length;
  const runs = sorted.length;
  const wanted = Math.min(Math.max(Math.ceil(runs / 4), FEWEST_DISTANCES), MOST_DISTANCES) + stopped;
  const count = Math.min(wanted, runs - 1);
  return stopped === 0
    ? { runs, stopped, ...withoutGaps(distances(sorted, count)) }
    : { runs, stopped, ...censored(sorted, count) };
}

type Spread = Pick<Tail, "spread" | "distances">;

function distances(sorted: readonly Level[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => (n + 2) * ((sorted[n]?.log ?? 0) - (sorted[n + 1]?.log ?? 0)));
}

function withoutGaps(all: readonly number[]): Spread {
  let kept = all;
  for (let gaps = 0; gaps < MOST_GAPS && kept.length > 2; gaps++) {
    const largest = Math.max(...kept);
    const sum = total(kept);
    if (largest <= (GAP * (sum - largest)) / (kept.length - 1)) break;
    const at = kept.indexOf(largest);
    kept = kept.filter((_, index) => index !== at);
  }
  return { spread: total(kept), distances: kept.length };
}

/** Hill's estimate with stopped runs: each counts as far as it came, and only those that ended count as ends. */
function censored(sorted: readonly Level[], count: number): Spread {
  const least = sorted[count]?.log ?? 0;
  const largest = sorted.slice(0, count);
  const ended = largest.filter(({ bound }) => !bound).length;
  return { spread: total(largest.map(({ log }) => log - least)), distances: ended };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The probability that the next run exceeds the largest at all. */
export function exceedsLargest({ runs, stopped }: Tail): number {
  return (stopped + 1) / (runs + 1);
}

/**
 * The most that runs of a kind which was never seen can add: one that comes with probability g stays unseen in n runs and then
 * comes with g(1 - g)^n, whatever its size; this is the largest value of it for any g.
 */
export function unseenKind({ runs }: Tail): number {
  return (runs / (runs + 1)) ** runs / (runs + 1);
}

/** How likely the next run needs more than `margin` (in logarithms) above the largest, at most; `null` when nothing tells. */
export function riskAt(tail: Tail, margin: number): number | null {
  if (tail.distances === 0) return null;
  const base = exceedsLargest(tail);
  const beyond = tail.spread === 0 ? 0 : (1 + margin / tail.spread) ** -tail.distances;
  return Math.min(base, unseenKind(tail) + base * beyond);
}

/** The margin (in logarithms) at which runs of the kinds that were seen exceed it with probability `risk`. */
export function marginFor(tail: Tail, risk: number): number {
  if (tail.distances === 0) return Number.POSITIVE_INFINITY;
  const ratio = exceedsLargest(tail) / risk;
  return ratio <= 1 ? 0 : tail.spread * (ratio ** (1 / tail.distances) - 1);
}
