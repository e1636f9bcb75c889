import type { ConfigFile } from "./config-schema.ts";
import { type Duration, MINUTE, millis } from "./model/time.ts";

/** How BigQuery is used. */
export interface BigQueryConfig {
  /** Where BigQuery is, for tests and private endpoints; `null`: Google, with credentials. */
  readonly endpoint: string | null;
  /** Where the dataset must be; `null`: wherever it is. */
  readonly location: string | null;
  /** The project that runs the jobs and pays for them; `null`: the dataset's own. */
  readonly jobProject: string | null;
  /** Rows of the large tables are kept this many days; `null`: for good. */
  readonly retentionDays: number | null;
  /** Labels on tables and jobs, besides our own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Longest time for one operation, retries included. */
  readonly patience: Duration;
  /** Longest wait for one answer. */
  readonly requestTimeout: Duration;
}

/** Thirteen months, so that a month can be compared with that of the year before. */
const RETENTION_DAYS = 400;

/** The config's section `bigquery`, with the endpoint that the environment names. */
export function bigqueryConfig(settings: ConfigFile["bigquery"], endpoint: string | null): BigQueryConfig {
  const { location, jobProject, retentionDays, labels, deadline, requestTimeout } = settings ?? {};
  return {
    endpoint,
    location: location ?? null,
    jobProject: jobProject ?? null,
    retentionDays: retentionDays === undefined ? RETENTION_DAYS : retentionDays,
    labels: labels ?? {},
    patience: deadline ?? millis(5 * MINUTE),
    requestTimeout: requestTimeout ?? MINUTE,
  };
}
