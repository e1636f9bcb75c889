import { z } from "zod";

export const PROJECT = "my-project";
export const DATASET = "barnacle";
export const LOCATION = "asia-northeast1";

export interface JobError {
  readonly reason: string;
  readonly message: string;
}

export interface JobResource {
  readonly id: string;
  readonly type: "LOAD" | "QUERY";
  /** The table of a load; "" for a query. */
  readonly table: string;
  looks: number;
  errors: readonly JobError[];
}

/** How the server behaves where BigQuery may behave in several ways. */
export interface Behaviour {
  /** So often a job is found RUNNING before it is DONE; `Infinity`: for ever. */
  looks: number;
  /** Most rows in one page of a query's answer. */
  pageRows: number;
  /** So often a query's answer is "not yet". */
  notYet: number;
  /** Called before a job does its work; what it throws is the job's failure. */
  onJob: (job: JobResource) => void;
  /** Called before a query is run, with its text; what it throws is the answer. */
  onQuery: (text: string) => void;
}

/** An answer that is an error, as BigQuery words it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const FIELD = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,299}$/u),
  type: z.enum(["STRING", "INTEGER", "INT64", "NUMERIC", "FLOAT", "FLOAT64", "BOOLEAN", "BOOL", "TIMESTAMP", "DATE"]),
  mode: z.enum(["REQUIRED", "NULLABLE"]),
  description: z.string().max(1_024).optional(),
});

export type Field = z.output<typeof FIELD>;

const LABELS = z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/u), z.string().regex(/^[a-z0-9_-]{0,63}$/u));
const REFERENCE = z.strictObject({ projectId: z.string(), datasetId: z.string(), tableId: z.string() });
const PARTITIONING = z.strictObject({
  type: z.literal("DAY"),
  field: z.string(),
  expirationMs: z.string().regex(/^\d+$/u).nullish(),
});

export const TABLE = z.strictObject({
  tableReference: REFERENCE,
  description: z.string().max(16_384),
  labels: LABELS,
  schema: z.strictObject({ fields: z.array(FIELD) }),
  clustering: z.strictObject({ fields: z.array(z.string()).min(1).max(4) }),
  timePartitioning: PARTITIONING.optional(),
  requirePartitionFilter: z.boolean().optional(),
});

export const TABLE_PATCH = TABLE.omit({ tableReference: true }).partial();

export type TableResource = z.output<typeof TABLE>;

const JOB_REFERENCE = z.strictObject({
  projectId: z.string(),
  jobId: z.string().regex(/^[A-Za-z0-9_-]{1,1024}$/u),
  location: z.string(),
});

const LOAD = z.strictObject({
  destinationTable: REFERENCE,
  sourceFormat: z.literal("NEWLINE_DELIMITED_JSON"),
  encoding: z.literal("UTF-8").optional(),
  createDisposition: z.literal("CREATE_NEVER"),
  writeDisposition: z.literal("WRITE_APPEND"),
  maxBadRecords: z.literal(0).optional(),
  ignoreUnknownValues: z.literal(false).optional(),
});

const PARAMETER = z.strictObject({
  name: z.string(),
  parameterType: z.strictObject({
    type: z.enum(["STRING", "INT64", "NUMERIC", "FLOAT64", "BOOL", "TIMESTAMP", "DATE"]),
  }),
  parameterValue: z.strictObject({ value: z.string().nullable() }),
});

export type Parameter = z.output<typeof PARAMETER>;

const QUERY = z.strictObject({
  query: z.string().min(1),
  useLegacySql: z.literal(false),
  defaultDataset: z.strictObject({ projectId: z.string(), datasetId: z.string() }),
  parameterMode: z.literal("NAMED"),
  queryParameters: z.array(PARAMETER).max(10_000),
});

export type Query = z.output<typeof QUERY>;

export const JOB = z.strictObject({
  jobReference: JOB_REFERENCE,
  configuration: z.strictObject({ labels: LABELS, load: LOAD.optional(), query: QUERY.optional() }),
});

export type Load = z.output<typeof LOAD>;

export const QUERY_REQUEST = QUERY.extend({
  location: z.string(),
  labels: LABELS,
  timeoutMs: z.number(),
  maxResults: z.number().int().positive(),
  formatOptions: z.strictObject({ useInt64Timestamp: z.boolean() }),
});

/** Checks a body at the door: a field that the API does not know is a mistake of ours. */
export function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal(400, "invalid", `Invalid JSON payload received. ${z.prettifyError(parsed.error)}`);
}
