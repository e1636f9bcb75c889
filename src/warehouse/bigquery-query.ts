import { z } from "zod";
import { BigQueryFault } from "./bigquery-fault.ts";
import { type Deadline, patiently } from "./bigquery-retry.ts";
import { jobsPath, type Session } from "./bigquery-session.ts";
import type { ColumnType } from "./column.ts";

/** A named parameter, `@name` in the text. Values are never put into the text itself. */
export interface Parameter {
  readonly name: string;
  readonly type: ColumnType;
  readonly value: string | null;
}

/** Rows as they come: every value as text. */
export type WireRow = readonly (string | null)[];

const CELL = z.object({ v: z.string().nullable() });
const PAGE = z.object({
  jobComplete: z.boolean(),
  jobReference: z.object({ jobId: z.string() }),
  pageToken: z.string().nullish(),
  rows: z.array(z.object({ f: z.array(CELL) })).nullish(),
});

type Page = z.output<typeof PAGE>;

/** How long the server holds a request open for a query that is not done. */
const HELD = "10000";
const PAGE_ROWS = "20000";

/**
 * Runs one statement and gives all its rows. It may run twice when an answer was lost: only for what may.
 * @throws BigQueryFault
 */
export async function query(
  session: Session,
  deadline: Deadline,
  sql: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly WireRow[]> {
  return await patiently(deadline, async () => {
    let page = parse(
      await session.ask({ method: "POST", path: jobsPath(session, "queries"), json: body(session, sql, parameters) }),
    );
    const rows: WireRow[] = [];
    for (;;) {
      if (page.jobComplete) for (const { f } of page.rows ?? []) rows.push(f.map(({ v }) => v));
      if (page.jobComplete && !page.pageToken) return rows;
      if (session.clock.now() > deadline.at) {
        throw new BigQueryFault("the query is not done", { reason: "stillRunning", job: page.jobReference.jobId });
      }
      page = await next(session, deadline, page);
    }
  });
}

function body(session: Session, sql: string, parameters: readonly Parameter[]): unknown {
  return {
    ...queryConfiguration(session, sql, parameters),
    location: session.location,
    labels: session.labels,
    timeoutMs: Number(HELD),
    maxResults: Number(PAGE_ROWS),
    formatOptions: { useInt64Timestamp: true },
  };
}

/** What `jobs.insert` and `jobs.query` both take. */
export function queryConfiguration(session: Session, sql: string, parameters: readonly Parameter[]) {
  return {
    query: sql,
    useLegacySql: false,
    defaultDataset: { projectId: session.project, datasetId: session.dataset },
    parameterMode: "NAMED",
    queryParameters: parameters.map(({ name, type, value }) => ({
      name,
      parameterType: { type },
      parameterValue: { value },
    })),
  };
}

function next(session: Session, deadline: Deadline, { jobReference, pageToken }: Page): Promise<Page> {
  const query = {
    location: session.location,
    timeoutMs: HELD,
    maxResults: PAGE_ROWS,
    "formatOptions.useInt64Timestamp": "true",
    ...(pageToken ? { pageToken } : {}),
  };
  const path = jobsPath(session, `queries/${encodeURIComponent(jobReference.jobId)}`);
  return patiently(deadline, async () => parse(await session.ask({ method: "GET", path, query })));
}

function parse(answer: unknown): Page {
  const parsed = PAGE.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new BigQueryFault("the answer is no page of a query's rows", { reason: "oddAnswer" });
}
