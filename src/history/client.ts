import type { MetricServiceClient } from "@google-cloud/monitoring";
import { type Page, readPage } from "./wire.ts";

/** One question of ListTimeSeries, times in milliseconds since 1970. */
export interface Query {
  readonly project: string;
  readonly filter: string;
  /** Points later than this, */
  readonly from: number;
  /** and not later than this. */
  readonly to: number;
  readonly stepSeconds: number;
  readonly aligner: "ALIGN_MAX" | "ALIGN_DELTA" | "ALIGN_COUNT";
  readonly reducer: "REDUCE_SUM" | "REDUCE_MAX";
  readonly groupBy: readonly string[];
}

/** Asks for one page; throws what the API throws. */
export interface Transport {
  page(query: Query, token: string): Promise<Page | null>;
  close(): Promise<void>;
}

/** How long one call may take, retries of it included. */
const CALL_MILLIS = 30_000;
const MOST_POINTS = 100_000;

/** The API's own codes for a retry (UNAVAILABLE), in less time than its ten minutes. */
const RETRIES = {
  interfaces: {
    "google.monitoring.v3.MetricService": {
      retry_params: {
        barnacle: {
          initial_retry_delay_millis: 100,
          retry_delay_multiplier: 1.5,
          max_retry_delay_millis: 5_000,
          initial_rpc_timeout_millis: CALL_MILLIS,
          rpc_timeout_multiplier: 1,
          max_rpc_timeout_millis: CALL_MILLIS,
          total_timeout_millis: CALL_MILLIS,
        },
      },
      methods: {
        ListTimeSeries: {
          timeout_millis: CALL_MILLIS,
          retry_codes_name: "unavailable",
          retry_params_name: "barnacle",
        },
      },
    },
  },
};

/**
 * Opens Cloud Monitoring over gRPC. `endpoint` (`host:port`) is another server, without TLS and credentials; `null` the service itself with
 * the application's default credentials.
 */
export async function openMonitoring(endpoint: string | null, callMillis = CALL_MILLIS): Promise<Transport> {
  // Over REST the client ends the process when it finds no credentials: gRPC only.
  const { MetricServiceClient: Client } = await import("@google-cloud/monitoring");
  const client = new Client({ clientConfig: RETRIES, fallback: false, ...(await otherServer(endpoint)) });
  return {
    page: (query, token) => onePage(client, query, token, callMillis),
    close: () => client.close(),
  };
}

async function otherServer(endpoint: string | null) {
  if (endpoint === null) return {};
  const colon = endpoint.lastIndexOf(":");
  const host = endpoint.slice(0, colon);
  const port = endpoint.slice(colon + 1);
  const { credentials } = await import("@grpc/grpc-js");
  const { PassThroughClient } = await import("google-auth-library");
  // With a client of its own it asks no metadata server for credentials.
  const authClient = new PassThroughClient();
  return { apiEndpoint: host, port: Number(port), sslCreds: credentials.createInsecure(), authClient };
}

async function onePage(
  client: MetricServiceClient,
  query: Query,
  token: string,
  callMillis: number,
): Promise<Page | null> {
  const [, , answer] = await client.listTimeSeries(
    {
      name: `projects/${query.project}`,
      filter: query.filter,
      interval: { startTime: timestamp(query.from), endTime: timestamp(query.to) },
      aggregation: {
        alignmentPeriod: { seconds: query.stepSeconds },
        perSeriesAligner: query.aligner,
        crossSeriesReducer: query.reducer,
        groupByFields: [...query.groupBy],
      },
      view: "FULL",
      pageSize: MOST_POINTS,
      pageToken: token,
    },
    { autoPaginate: false, timeout: callMillis },
  );
  return readPage(answer);
}

function timestamp(millis: number) {
  return { seconds: Math.floor(millis / 1_000), nanos: (millis % 1_000) * 1e6 };
}
