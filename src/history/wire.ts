import { z } from "zod";

/** A point as it came. */
export interface RawPoint {
  /** Milliseconds since 1970; `null` without an end. */
  readonly end: number | null;
  /** `null`: no number. */
  readonly value: number | null;
}

/** A time series as it came, only with what is needed. */
export interface RawSeries {
  /** `INT64`, `DOUBLE`, or another; "" when it does not say. */
  readonly valueType: string;
  readonly unit: string;
  /** Of metric and resource, and the system's metadata, by name alone. */
  readonly labels: ReadonlyMap<string, string>;
  readonly points: readonly RawPoint[];
}

/** One page of an answer. */
export interface Page {
  readonly series: readonly RawSeries[];
  readonly next: string;
  /** Errors that make the answer incomplete. */
  readonly errors: readonly string[];
}

const labels = z.record(z.string(), z.string()).nullish();
/** Numbers of any kind: a NaN among them must not cost the page. */
const number = z.unknown().optional();
const field = z.object({ stringValue: z.string().nullish() }).loose();

const SERIES = z
  .object({
    metric: z.object({ labels }).loose().nullish(),
    resource: z.object({ labels }).loose().nullish(),
    metadata: z
      .object({
        systemLabels: z
          .object({ fields: z.record(z.string(), field).nullish() })
          .loose()
          .nullish(),
      })
      .loose()
      .nullish(),
    valueType: z.union([z.string(), z.number()]).nullish(),
    unit: z.string().nullish(),
    points: z
      .array(
        z
          .object({
            interval: z
              .object({ endTime: z.object({ seconds: number, nanos: number }).loose().nullish() })
              .loose()
              .nullish(),
            value: z.object({ int64Value: number, doubleValue: number }).loose().nullish(),
          })
          .loose(),
      )
      .nullish(),
  })
  .loose();

const PAGE = z
  .object({
    timeSeries: z.array(SERIES).nullish(),
    nextPageToken: z.string().nullish(),
    unit: z.string().nullish(),
    executionErrors: z.array(z.object({ message: z.string().nullish() }).loose()).nullish(),
  })
  .loose();

type WireSeries = z.output<typeof SERIES>;

/** `MetricDescriptor.ValueType` by number: protobuf.js gives either. */
const VALUE_TYPES: ReadonlyMap<number, string> = new Map([
  [1, "BOOL"],
  [2, "INT64"],
  [3, "DOUBLE"],
  [4, "STRING"],
  [5, "DISTRIBUTION"],
  [6, "MONEY"],
]);

/** Reads one answer of ListTimeSeries; `null` when it is none. */
export function readPage(answer: unknown): Page | null {
  const page = PAGE.safeParse(answer);
  if (!page.success) return null;
  const { timeSeries, nextPageToken, executionErrors, unit } = page.data;
  return {
    series: (timeSeries ?? []).map((series) => readSeries(series, unit ?? "")),
    next: nextPageToken ?? "",
    errors: (executionErrors ?? []).map(({ message }) => message ?? ""),
  };
}

function readSeries(series: WireSeries, unit: string): RawSeries {
  const { metric, resource, metadata, valueType, points } = series;
  const system = Object.entries(metadata?.systemLabels?.fields ?? {}).map(([name, { stringValue }]) => [
    name,
    stringValue ?? "",
  ]);
  return {
    valueType: typeof valueType === "number" ? (VALUE_TYPES.get(valueType) ?? "") : (valueType ?? ""),
    unit: series.unit === undefined || series.unit === null || series.unit === "" ? unit : series.unit,
    labels: new Map([
      ...Object.entries(metric?.labels ?? {}),
      ...Object.entries(resource?.labels ?? {}),
      ...system.map(([name = "", value = ""]): [string, string] => [name, value]),
    ]),
    points: (points ?? []).map(({ interval, value }) => ({
      end: endOf(interval?.endTime ?? null),
      value: numberOf(value?.doubleValue ?? value?.int64Value ?? null),
    })),
  };
}

function endOf(time: { readonly seconds?: unknown; readonly nanos?: unknown } | null): number | null {
  const seconds = numberOf(time?.seconds);
  return seconds === null ? null : seconds * 1_000 + Math.floor((numberOf(time?.nanos) ?? 0) / 1e6);
}

/** An int64 comes as a number, a text or protobuf's own Long. */
function numberOf(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  const text = String(value);
  return text.trim() === "" ? null : Number(text);
}
