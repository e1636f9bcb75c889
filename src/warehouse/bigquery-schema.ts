import { z } from "zod";
import { addColumns, createTable, setLabels, setRetention } from "./bigquery-ddl.ts";
import { BigQueryFault, isMissing, isTaken } from "./bigquery-fault.ts";
import { type Deadline, patiently } from "./bigquery-retry.ts";
import { datasetPath, type Session } from "./bigquery-session.ts";
import {
  DATASET_TABLES,
  type DatasetTable,
  datasetTable,
  expiration,
  fieldOf,
  TYPE_NAMES,
  tableLabels,
  tableResource,
  VERSION_LABEL,
} from "./bigquery-tables.ts";
import { createViews, makeViews, VIEWS_LABEL, viewsDigest } from "./bigquery-views.ts";
import type { Column } from "./column.ts";
import { SCHEMA_VERSION } from "./tables.ts";

const FIELD = z.looseObject({ name: z.string(), type: z.string(), mode: z.string().nullish() });
const TABLE = z.object({
  type: z.string().nullish(),
  etag: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  schema: z.object({ fields: z.array(FIELD).default([]) }).nullish(),
  timePartitioning: z.looseObject({ field: z.string().nullish(), expirationMs: z.string().nullish() }).nullish(),
});

type Found = z.output<typeof TABLE>;

/** One change that a table needs. */
export interface Change {
  readonly table: DatasetTable;
  /** Makes it, adds columns to it, sets its labels or how long rows stay; or makes the views, once all tables are there. */
  readonly kind: "table" | "columns" | "settings" | "views";
  /** What it does, as GoogleSQL for people to read. */
  readonly sql: string;
  /** The request that does it. */
  readonly apply: (session: Session, deadline: Deadline) => Promise<void>;
}

/**
 * What has yet to be changed to bring the tables to this program's version: tables are made, columns are added, none is dropped or retyped.
 * @throws BigQueryFault, with reason `newerSchema` or `oddTable` for tables that this program must not write
 */
export async function schemaChanges(session: Session, deadline: Deadline): Promise<readonly Change[]> {
  const found = await Promise.all(DATASET_TABLES.map((name) => tableOf(session, deadline, name)));
  const tables = DATASET_TABLES.map((name, at) => ({ name, found: found[at] ?? null }));
  for (const { name, found: table } of tables) if (name === "runs" && table !== null) checkVersion(table);
  const changes = tables.flatMap(({ name, found: table }) =>
    table === null ? [missing(session, name)] : changesOf(session, name, table),
  );
  return [...changes, ...viewChanges(session, found.at(-1) ?? null)];
}

/** The views are made anew when `runs`, which is looked at last, tells of others. */
function viewChanges(session: Session, runs: Found | null): readonly Change[] {
  if (runs?.labels?.[VIEWS_LABEL] === viewsDigest()) return [];
  return [{ table: "runs", kind: "views", sql: createViews(session), apply: makeViews }];
}

async function tableOf(session: Session, deadline: Deadline, name: DatasetTable): Promise<Found | null> {
  const path = `${datasetPath(session)}/tables/${name}`;
  try {
    return await patiently(deadline, async () => parse(await session.ask({ method: "GET", path })));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function parse(answer: unknown): Found {
  const parsed = TABLE.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new BigQueryFault("the answer is no table", { reason: "oddAnswer" });
}

function checkVersion({ labels }: Found): void {
  const version = Number(labels?.[VERSION_LABEL] ?? "");
  if (!Number.isInteger(version) || version < 1) {
    throw new BigQueryFault(
      `has a table runs that is not Barnacle's (it has no label ${VERSION_LABEL}); use another dataset, or set the label back`,
      { reason: "oddTable" },
    );
  }
  if (version <= SCHEMA_VERSION) return;
  throw new BigQueryFault(
    `was written by a newer Barnacle (its schema is ${version}, this program knows ${SCHEMA_VERSION}); upgrade Barnacle`,
    { reason: "newerSchema" },
  );
}

function missing(session: Session, name: DatasetTable): Change {
  const { project, dataset } = session;
  const tableReference = { projectId: project, datasetId: dataset, tableId: name };
  const json = { tableReference, ...tableResource(name, session, SCHEMA_VERSION) };
  return {
    table: name,
    kind: "table",
    sql: createTable(pathOf(session), name, session, SCHEMA_VERSION),
    apply: async ({ ask }, deadline) => {
      try {
        await patiently(deadline, () => ask({ method: "POST", path: `${datasetPath(session)}/tables`, json }));
      } catch (error) {
        // Another process, or our own request whose answer was lost, has just made it.
        if (!isTaken(error)) throw error;
      }
    },
  };
}

function pathOf({ project, dataset }: Session): string {
  return `${project}.${dataset}`;
}

function changesOf(session: Session, name: DatasetTable, found: Found): readonly Change[] {
  checkTable(name, found);
  const { layout, columns } = datasetTable(name);
  const fields = found.schema?.fields ?? [];
  const lacking = columns.filter((column) => !fields.some((field) => field.name === column.name));
  const kept = expiration(layout, session);
  const labels = tableLabels(name, session, SCHEMA_VERSION);
  const changes: Change[] = [];
  if (lacking.length > 0) {
    const added = lacking.map((column) => fieldOf({ ...column, mode: "NULLABLE" }));
    const json = { schema: { fields: [...fields, ...added] } };
    changes.push(patch(session, name, "columns", json, addColumns(pathOf(session), name, lacking)));
  }
  if (layout.partitionBy !== null && (found.timePartitioning?.expirationMs ?? null) !== kept) {
    const json = { timePartitioning: { type: "DAY", field: layout.partitionBy, expirationMs: kept } };
    changes.push(patch(session, name, "settings", json, setRetention(pathOf(session), name, kept)));
  }
  if (Object.entries(labels).some(([key, value]) => found.labels?.[key] !== value)) {
    changes.push(
      patch(session, name, "settings", { labels }, setLabels(pathOf(session), name, { ...found.labels, ...labels })),
    );
  }
  return changes;
}

function patch(session: Session, name: DatasetTable, kind: Change["kind"], json: unknown, sql: string): Change {
  const path = `${datasetPath(session)}/tables/${name}`;
  const apply = async ({ ask }: Session, deadline: Deadline) => {
    await patiently(deadline, () => ask({ method: "PATCH", path, json }));
  };
  return { table: name, kind, sql, apply };
}

/** Is it a table that this program can write? Columns may stand in any order; others may be there if they may be null. */
function checkTable(name: DatasetTable, found: Found): void {
  const { layout, columns } = datasetTable(name);
  if (found.type === "VIEW" || found.type === "EXTERNAL") throw odd(name, `it is a ${found.type.toLowerCase()}`);
  const field = found.timePartitioning?.field ?? null;
  if (field !== layout.partitionBy) {
    throw odd(name, `it is partitioned by ${field ?? "nothing"} instead of ${layout.partitionBy ?? "nothing"}`);
  }
  for (const { name: own, type, mode } of found.schema?.fields ?? []) {
    const column = columns.find((wanted) => wanted.name === own);
    if (column === undefined && mode === "REQUIRED")
      throw odd(name, `it demands a column ${own}, which Barnacle has not`);
    if (column === undefined) continue;
    if (mode === "REPEATED" || !names(column).includes(type)) {
      throw odd(
        name,
        `its column ${own} is ${mode === "REPEATED" ? "REPEATED " : ""}${type} instead of ${column.type}`,
      );
    }
    if (mode === "REQUIRED" && column.mode === "NULLABLE") throw odd(name, `its column ${own} may not be null`);
  }
}

function names({ type }: Column): readonly string[] {
  return TYPE_NAMES[type];
}

function odd(name: DatasetTable, what: string): BigQueryFault {
  return new BigQueryFault(
    `has another table ${name} than this program: ${what}; it was changed by hand, undo that or use another dataset`,
    { reason: "oddTable" },
  );
}
