/** Time series as Cloud Monitoring holds them: points are made when they are asked for, so that a month of them costs nothing. */

export interface StoredPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of a counter: when it began to count. */
  readonly since?: number;
  readonly value: number;
}

export type Kind = "GAUGE" | "CUMULATIVE" | "DELTA";
export type ValueType = "INT64" | "DOUBLE" | "BOOL" | "STRING" | "DISTRIBUTION";
export type Labels = Readonly<Record<string, string>>;

export interface StoredSeries {
  readonly metric: string;
  readonly kind: Kind;
  readonly valueType: ValueType;
  readonly unit: string;
  readonly metricLabels: Labels;
  readonly resourceType: string;
  readonly resourceLabels: Labels;
  readonly systemLabels: Labels;
  /** Points in (from, to], oldest first. */
  readonly points: (from: number, to: number) => readonly StoredPoint[];
  /** A gauge that keeps its value all its life: its spans need no points to be made. */
  readonly constant?: { readonly from: number; readonly to: number; readonly phase: number; readonly value: number };
}

export const SAMPLING = 60_000;

/** Samples once a minute at a phase of its own, while it lives. */
export function sampled(
  life: { readonly from: number; readonly to: number },
  phase: number,
  value: (at: number) => number,
): StoredSeries["points"] {
  return (from, to) => {
    const first = Math.max(life.from, from + 1);
    const last = Math.min(life.to, to);
    const points: StoredPoint[] = [];
    for (let at = Math.ceil((first - phase) / SAMPLING) * SAMPLING + phase; at <= last; at += SAMPLING) {
      points.push({ at, value: value(at) });
    }
    return points;
  };
}

/** A counter that grows at a rate, sampled alike; its value is counted from its life's beginning. */
export function counted(
  life: { readonly from: number; readonly to: number },
  phase: number,
  value: (at: number) => number,
): StoredSeries["points"] {
  const points = sampled(life, phase, value);
  return (from, to) => points(from, to).map((point) => ({ ...point, since: life.from }));
}
