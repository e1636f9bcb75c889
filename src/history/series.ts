import { type Instant, instant, MINUTE } from "../model/time.ts";
import type { Fault, Faults } from "./faults.ts";
import type { RawPoint, RawSeries } from "./wire.ts";

/** What a metric's series must look like. */
export interface Shape {
  readonly metric: string;
  /** Units that mean the same; a series that says none is believed. */
  readonly units: readonly string[];
  /** A counter's differences are never negative. */
  readonly counter: boolean;
}

/** A value for the span that ends at `to`. */
export interface Point {
  readonly to: Instant;
  readonly value: number;
}

export interface Series {
  readonly labels: ReadonlyMap<string, string>;
  /** Oldest first, each time once. */
  readonly points: readonly Point[];
}

/** Clocks may differ by so much. */
const SKEW = 2 * MINUTE;

/** A series as far as it can be believed; `null` when it is not what was asked for. */
export function decode(raw: RawSeries, shape: Shape, now: Instant, faults: Faults): Series | null {
  const tell = (fault: Fault) => faults.add(fault, shape.metric);
  if (raw.valueType !== "INT64" && raw.valueType !== "DOUBLE") {
    tell("wrong-type");
    return null;
  }
  if (raw.unit !== "" && !shape.units.includes(raw.unit)) {
    tell("wrong-unit");
    return null;
  }
  return { labels: raw.labels, points: ordered(numbers(raw.points, shape, now, tell), tell) };
}

function numbers(
  points: readonly RawPoint[],
  { counter }: Shape,
  now: Instant,
  tell: (fault: Fault) => void,
): readonly Point[] {
  return points.flatMap(({ end, value }) => {
    if (value !== null && Number.isFinite(value) && value < 0 && counter) {
      tell("counter-back");
      return [];
    }
    if (value === null || end === null || !Number.isFinite(value) || value < 0) {
      tell("no-number");
      return [];
    }
    if (end > now + SKEW) {
      tell("from-the-future");
      return [];
    }
    return [{ to: instant(end), value }];
  });
}

/** The service gives the newest first; whatever the order, the oldest comes first here. */
function ordered(points: readonly Point[], tell: (fault: Fault) => void): readonly Point[] {
  const backwards = points.every((point, at) => at === 0 || point.to <= (points[at - 1]?.to ?? point.to));
  if (!backwards) tell("out-of-order");
  const sorted = points.toSorted((left, right) => left.to - right.to);
  const found: Point[] = [];
  for (const point of sorted) {
    const last = found.at(-1);
    if (last?.to !== point.to) {
      found.push(point);
      continue;
    }
    tell("same-time");
    if (point.value > last.value) found[found.length - 1] = point;
  }
  return found;
}
