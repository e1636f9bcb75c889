import { BadRequest, reader } from "./filter.ts";
import { type Labels, SAMPLING, type StoredPoint, type StoredSeries, type ValueType } from "./series.ts";

export interface Aggregation {
  readonly periodMillis: number;
  readonly aligner: string;
  readonly reducer: string;
  readonly groupBy: readonly string[];
}

export interface AnsweredSeries {
  readonly metric: string;
  readonly metricLabels: Labels;
  readonly resourceType: string;
  readonly resourceLabels: Labels;
  readonly systemLabels: Labels;
  readonly kind: string;
  readonly valueType: ValueType;
  readonly unit: string;
  /** Newest first. */
  readonly points: readonly { readonly from: number; readonly to: number; readonly value: number }[];
}

const LEAST_PERIOD = 60_000;

type Values = Map<number, number>;

/** Aligns each series to spans that end at the interval's end and at whole periods before it, then reduces them by group. */
export function aggregate(
  all: readonly StoredSeries[],
  from: number,
  to: number,
  { periodMillis, aligner, reducer, groupBy }: Aggregation,
): readonly AnsweredSeries[] {
  if (aligner === "ALIGN_NONE") throw new BadRequest("This server answers aligned questions only.");
  if (periodMillis < LEAST_PERIOD) throw new BadRequest("The alignment period must be at least 60 seconds.");
  const periods = Math.ceil((to - from) / periodMillis);
  const start = to - periods * periodMillis;
  const indexOf = (at: number) => Math.ceil((at - start) / periodMillis);
  const readers = groupBy.map((label) => [label, reader(label)] as const);
  const groups = new Map<
    string,
    { labels: readonly (readonly [string, string])[]; of: StoredSeries; values: Map<number, number[]> }
  >();
  for (const series of all) {
    const aligned = align(series, start, to, periodMillis, aligner, indexOf);
    if (aligned.size === 0) continue;
    const labels = readers.map(([label, read]) => [label, read(series)] as const);
    const key = reducer === "REDUCE_NONE" ? `${groups.size}` : JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, of: series, values: new Map<number, number[]>() };
    groups.set(key, group);
    for (const [at, value] of aligned) {
      const list = group.values.get(at);
      if (list === undefined) group.values.set(at, [value]);
      else list.push(value);
    }
  }
  return [...groups.values()].map(({ labels, of, values }) => ({
    metric: of.metric,
    metricLabels: only(labels, "metric.labels."),
    resourceType: of.resourceType,
    resourceLabels: { project_id: of.resourceLabels["project_id"] ?? "", ...only(labels, "resource.labels.") },
    systemLabels: only(labels, "metadata.system_labels."),
    kind: aligner === "ALIGN_DELTA" ? "DELTA" : "GAUGE",
    valueType: aligner === "ALIGN_COUNT" || reducer === "REDUCE_COUNT" ? "INT64" : of.valueType,
    unit: aligner === "ALIGN_COUNT" ? "1" : of.unit,
    points: [...values]
      .sort(([left], [right]) => right - left)
      .map(([at, list]) => {
        const end = start + at * periodMillis;
        return { from: end - periodMillis, to: end, value: reduce(list, reducer) };
      }),
  }));
}

function only(labels: readonly (readonly [string, string])[], prefix: string): Labels {
  return Object.fromEntries(
    labels.filter(([label]) => label.startsWith(prefix)).map(([label, value]) => [label.slice(prefix.length), value]),
  );
}

function align(
  series: StoredSeries,
  from: number,
  to: number,
  period: number,
  aligner: string,
  indexOf: (at: number) => number,
): Values {
  if (aligner === "ALIGN_DELTA") return delta(series, from, to, period, indexOf);
  if (series.kind === "CUMULATIVE") throw new BadRequest(`${aligner} cannot be applied to metrics of kind CUMULATIVE.`);
  if (series.constant !== undefined && aligner === "ALIGN_MAX") return constantly(series.constant, from, to, indexOf);
  const found: Values = new Map();
  const counts: Values = new Map();
  for (const { at, value } of series.points(from, to)) {
    const index = indexOf(at);
    const known = found.get(index);
    counts.set(index, (counts.get(index) ?? 0) + 1);
    found.set(index, known === undefined ? value : combine(known, value, aligner));
  }
  if (aligner === "ALIGN_COUNT") return counts;
  if (aligner !== "ALIGN_MEAN") return found;
  return new Map([...found].map(([index, sum]) => [index, sum / (counts.get(index) ?? 1)]));
}

/** What ALIGN_MAX makes of a value that never changes: each span between the first and the last sample has it. */
function constantly(
  { from: born, to: died, phase, value }: NonNullable<StoredSeries["constant"]>,
  from: number,
  to: number,
  indexOf: (at: number) => number,
): Values {
  const first = Math.ceil((Math.max(born, from + 1) - phase) / SAMPLING) * SAMPLING + phase;
  const last = Math.floor((Math.min(died, to) - phase) / SAMPLING) * SAMPLING + phase;
  const found: Values = new Map();
  if (first > last) return found;
  for (let index = indexOf(first); index <= indexOf(last); index++) found.set(index, value);
  return found;
}

function combine(known: number, value: number, aligner: string): number {
  switch (aligner) {
    case "ALIGN_MAX":
      return Math.max(known, value);
    case "ALIGN_MIN":
      return Math.min(known, value);
    case "ALIGN_SUM":
    case "ALIGN_MEAN":
    case "ALIGN_COUNT":
      return known + value;
    case "ALIGN_NEXT_OLDER":
      return value;
    default:
      throw new BadRequest(`${aligner} is not known here.`);
  }
}

/** What a counter counted in each span; between two points it is taken to grow evenly. A new start counts from zero. */
function delta(
  series: StoredSeries,
  from: number,
  to: number,
  period: number,
  indexOf: (at: number) => number,
): Values {
  if (series.kind === "GAUGE") throw new BadRequest("ALIGN_DELTA cannot be applied to metrics of kind GAUGE.");
  const found: Values = new Map();
  let before: StoredPoint | null = null;
  for (const point of series.points(from - period, to)) {
    const since: number = before !== null && before.since === point.since ? before.at : (point.since ?? point.at);
    const base: number = before !== null && before.since === point.since ? before.value : 0;
    const amount = point.value - base;
    const whole = Math.max(point.at - since, 1);
    let at = Math.max(since, from);
    for (let index = indexOf(at + 1); index <= indexOf(point.at); index++) {
      const end = Math.min(from + index * period, point.at);
      if (end > at) found.set(index, (found.get(index) ?? 0) + (amount * (end - at)) / whole);
      at = Math.max(at, end);
    }
    before = point;
  }
  return found;
}

function reduce(values: readonly number[], reducer: string): number {
  switch (reducer) {
    case "REDUCE_SUM":
      return values.reduce((sum, value) => sum + value, 0);
    case "REDUCE_MAX":
      return values.reduce((most, value) => Math.max(most, value));
    case "REDUCE_MIN":
      return values.reduce((least, value) => Math.min(least, value));
    case "REDUCE_MEAN":
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case "REDUCE_COUNT":
      return values.length;
    case "REDUCE_NONE":
      return values[0] ?? 0;
    default:
      throw new BadRequest(`${reducer} is not known here.`);
  }
}
