import { createRequire } from "node:module";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import protobuf from "protobufjs";
import { type AnsweredSeries, aggregate } from "./aggregate.ts";
import { BadRequest, parseFilter } from "./filter.ts";
import type { StoredSeries } from "./series.ts";

/** A question as it came, for those who look at what was asked. */
export interface AskedQuestion {
  readonly filter: string;
  readonly from: number;
  readonly to: number;
  readonly periodSeconds: number;
  readonly aligner: string;
  readonly reducer: string;
  readonly token: string;
}

/** A fault in place of an answer, or a change of it. */
export interface Fault {
  /** Which questions it meets; all unless given. */
  readonly when?: (question: AskedQuestion) => boolean;
  /** How many times; for ever unless given. */
  readonly times?: number;
  readonly code?: number;
  readonly message?: string;
  /** Answers only after so many milliseconds. */
  readonly delay?: number;
  /** Changes the answered series. */
  readonly change?: (series: readonly AnsweredSeries[]) => readonly AnsweredSeries[];
  /** Execution errors beside the answer. */
  readonly errors?: readonly string[];
}

export interface MonitoringServer {
  /** `127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly asked: AskedQuestion[];
  series: readonly StoredSeries[];
  faults: Fault[];
  /** The most points a page has, whatever is asked for. */
  pagePoints: number;
  close(): void;
}

const require = createRequire(import.meta.url);
// The protos of the package itself: what its client sends is read by its own words.
const root = protobuf.Root.fromJSON(require("@google-cloud/monitoring/build/protos/protos.json"));
const Request = root.lookupType("google.monitoring.v3.ListTimeSeriesRequest");
const Response = root.lookupType("google.monitoring.v3.ListTimeSeriesResponse");

interface Wire {
  readonly filter?: string;
  readonly interval?: { readonly startTime?: Time; readonly endTime?: Time };
  readonly aggregation?: {
    readonly alignmentPeriod?: { readonly seconds?: number };
    readonly perSeriesAligner?: string;
    readonly crossSeriesReducer?: string;
    readonly groupByFields?: readonly string[];
  };
  readonly pageSize?: number;
  readonly pageToken?: string;
}

interface Time {
  readonly seconds?: number;
  readonly nanos?: number;
}

const METHOD = {
  listTimeSeries: {
    path: "/google.monitoring.v3.MetricService/ListTimeSeries",
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: object) => Buffer.from(Request.encode(Request.fromObject(value)).finish()),
    requestDeserialize: (bytes: Buffer): Wire =>
      Request.toObject(Request.decode(bytes), { longs: Number, enums: String }),
    responseSerialize: (value: object) => Buffer.from(Response.encode(Response.fromObject(value)).finish()),
    responseDeserialize: (bytes: Buffer) => Response.toObject(Response.decode(bytes)),
  },
} as const;

/** Cloud Monitoring's ListTimeSeries on this machine, over gRPC without TLS. */
export async function startMonitoring(series: readonly StoredSeries[] = []): Promise<MonitoringServer> {
  const server = new Server();
  const held: MonitoringServer & { endpoint: string } = {
    endpoint: "",
    asked: [],
    series,
    faults: [],
    pagePoints: 100_000,
    close: () => server.forceShutdown(),
  };
  server.addService(METHOD, {
    listTimeSeries: (call: ServerUnaryCall<Wire, object>, done: sendUnaryData<object>) =>
      answer(held, call.request, done),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  held.endpoint = `127.0.0.1:${port}`;
  return held;
}

function answer(held: MonitoringServer, request: Wire, done: sendUnaryData<object>): void {
  const question: AskedQuestion = {
    filter: request.filter ?? "",
    from: millisOf(request.interval?.startTime),
    to: millisOf(request.interval?.endTime),
    periodSeconds: request.aggregation?.alignmentPeriod?.seconds ?? 0,
    aligner: request.aggregation?.perSeriesAligner ?? "ALIGN_NONE",
    reducer: request.aggregation?.crossSeriesReducer ?? "REDUCE_NONE",
    token: request.pageToken ?? "",
  };
  held.asked.push(question);
  const met = held.faults.filter((fault) => fault.when?.(question) ?? true);
  held.faults = held.faults
    .map((fault) => (met.includes(fault) && fault.times !== undefined ? { ...fault, times: fault.times - 1 } : fault))
    .filter(({ times }) => times === undefined || times > 0);
  const delay = Math.max(0, ...met.map((fault) => fault.delay ?? 0));
  const send = () => {
    const failed = met.find(({ code }) => code !== undefined);
    if (failed?.code !== undefined) return done({ code: failed.code, details: failed.message ?? "as asked for" });
    try {
      done(null, page(held, request, question, met));
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      done({ code: status.INVALID_ARGUMENT, details: error.message });
    }
  };
  if (delay > 0) setTimeout(send, delay).unref();
  else send();
}

function page(held: MonitoringServer, request: Wire, question: AskedQuestion, met: readonly Fault[]): object {
  const { from, to } = question;
  if (!(from < to)) throw new BadRequest("The start time must be earlier than the end time.");
  const filter = parseFilter(question.filter);
  const matching = held.series.filter((series) => series.metric === filter.metric && filter.matches(series));
  const whole = aggregate(matching, from, to, {
    periodMillis: question.periodSeconds * 1_000,
    aligner: question.aligner,
    reducer: question.reducer,
    groupBy: request.aggregation?.groupByFields ?? [],
  });
  const changed = met.reduce((series, { change }) => change?.(series) ?? series, whole);
  const size = Math.min(request.pageSize || 100_000, held.pagePoints);
  const first = question.token === "" ? 0 : Number(question.token);
  const total = changed.reduce((sum, { points }) => sum + points.length, 0);
  return {
    timeSeries: cut(changed, first, first + size).map(wire),
    nextPageToken: first + size < total ? `${first + size}` : "",
    executionErrors: met.flatMap(({ errors }) => errors ?? []).map((message) => ({ code: status.INTERNAL, message })),
    unit: changed[0]?.unit ?? "",
  };
}

/** Points of a page; a series whose points do not all fit goes on on the next one. */
function cut(all: readonly AnsweredSeries[], first: number, end: number): readonly AnsweredSeries[] {
  let passed = 0;
  return all.flatMap((series) => {
    const points = series.points.slice(Math.max(first - passed, 0), Math.max(end - passed, 0));
    passed += series.points.length;
    return points.length === 0 ? [] : [{ ...series, points }];
  });
}

function wire(series: AnsweredSeries): object {
  const fields = Object.fromEntries(
    Object.entries(series.systemLabels).map(([name, stringValue]) => [name, { stringValue }]),
  );
  return {
    metric: { type: series.metric, labels: series.metricLabels },
    resource: { type: series.resourceType, labels: series.resourceLabels },
    metadata: { systemLabels: { fields } },
    metricKind: series.kind,
    valueType: series.valueType,
    unit: series.unit,
    points: series.points.map(({ from, to, value }) => ({
      interval: { startTime: timeOf(from), endTime: timeOf(to) },
      value: typedValue(value, series.valueType),
    })),
  };
}

function typedValue(value: number, type: AnsweredSeries["valueType"]): object {
  if (type === "INT64") return { int64Value: Math.round(value) };
  if (type === "BOOL") return { boolValue: value > 0 };
  return type === "STRING" ? { stringValue: `${value}` } : { doubleValue: value };
}

function timeOf(millis: number): Time {
  return { seconds: Math.floor(millis / 1_000), nanos: (millis % 1_000) * 1e6 };
}

function millisOf(time: Time | undefined): number {
  return (time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6);
}
