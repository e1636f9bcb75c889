import { randomUUID } from "node:crypto";
import type { Answer, Engine } from "./fake-sql.ts";
import {
  type Behaviour,
  checked,
  DATASET,
  type Field,
  JOB,
  type JobError,
  type JobResource,
  LOCATION,
  type Load,
  PROJECT,
  QUERY_REQUEST,
  type Query,
  Refusal,
  type TableResource,
} from "./fake-state.ts";

/** Refused rows: the message tells only that there are some, the details which. */
class RowsRefused extends Error {
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[]) {
    super(message);
    this.details = details;
  }
}

/** Jobs of the project. An id is given once, whatever becomes of the job. */
export class Jobs {
  readonly all = new Map<string, JobResource>();
  readonly #engine: Engine;
  readonly #tables: Map<string, TableResource>;
  readonly #behaviour: Behaviour;
  readonly #answers = new Map<string, Answer & { notYet: number }>();

  constructor(engine: Engine, tables: Map<string, TableResource>, behaviour: Behaviour) {
    this.#engine = engine;
    this.#tables = tables;
    this.#behaviour = behaviour;
  }

  async insert(body: unknown, rows: string | null): Promise<unknown> {
    const { jobReference, configuration } = checked(JOB, body);
    const { load, query } = configuration;
    const { jobId: id, location } = jobReference;
    if (this.all.has(id)) throw new Refusal(409, "duplicate", `Already Exists: Job ${PROJECT}:${LOCATION}.${id}`);
    const type = load === undefined ? "LOAD" : "QUERY";
    const job: JobResource = {
      id,
      type: load === undefined ? "QUERY" : "LOAD",
      table: load?.destinationTable.tableId ?? "",
      looks: this.#behaviour.looks,
      errors: [],
    };
    this.all.set(id, job);
    try {
      if (location.toLowerCase() !== LOCATION)
        throw new Refusal(
          404,
          "notFound",
          `Not found: Dataset ${PROJECT}:${DATASET} was not found in location ${location}`,
        );
      this.#behaviour.onJob(job);
      if (load !== undefined && rows !== null) await this.#load(load, rows);
      else if (query !== undefined && rows === null) await this.#engine.run(query, this.#tables);
      else throw new Refusal(400, "invalid", `a ${type} with what the other takes`);
    } catch (error) {
      job.errors = errorsOf(error);
    }
    return resource(job);
  }

  get(id: string, parameters: URLSearchParams): unknown {
    const job = this.#located(id, parameters);
    if (job.looks > 0) job.looks -= 1;
    return resource(job);
  }

  #located(id: string, parameters: URLSearchParams): JobResource {
    const job = this.all.get(id);
    // Outside of US and EU, a job is found only where it ran.
    if (job === undefined || parameters.get("location") !== LOCATION)
      throw new Refusal(404, "notFound", `Not found: Job ${PROJECT}:${id}`);
    return job;
  }

  async query(body: unknown): Promise<unknown> {
    const { location, maxResults, ...query } = checked(QUERY_REQUEST, body);
    if (location !== LOCATION)
      throw new Refusal(
        404,
        "notFound",
        `Not found: Dataset ${PROJECT}:${DATASET} was not found in location ${location}`,
      );
    if (!query.formatOptions.useInt64Timestamp) throw new Refusal(400, "invalid", "times as doubles");
    this.#behaviour.onQuery(query.query);
    const id = randomUUID();
    this.#answers.set(id, { ...(await this.#run(query)), notYet: this.#behaviour.notYet });
    return this.#page(id, 0, maxResults);
  }

  page(id: string, parameters: URLSearchParams): unknown {
    if (parameters.get("location") !== LOCATION) throw new Refusal(404, "notFound", `Not found: Job ${PROJECT}:${id}`);
    if (parameters.get("formatOptions.useInt64Timestamp") !== "true")
      throw new Refusal(400, "invalid", "times as doubles");
    return this.#page(id, Number(parameters.get("pageToken") ?? 0), Number(parameters.get("maxResults")));
  }

  #page(id: string, from: number, most: number): unknown {
    const answer = this.#answers.get(id);
    if (answer === undefined) throw new Refusal(404, "notFound", `Not found: Job ${PROJECT}:${id}`);
    const jobReference = { projectId: PROJECT, jobId: id, location: LOCATION };
    if (answer.notYet > 0) {
      answer.notYet -= 1;
      return { jobComplete: false, jobReference };
    }
    const until = from + Math.min(most, this.#behaviour.pageRows);
    const rows = answer.rows.slice(from, until).map((row) => ({ f: row.map((v) => ({ v })) }));
    return {
      jobComplete: true,
      jobReference,
      schema: { fields: answer.fields },
      ...(rows.length === 0 ? {} : { rows }),
      ...(until < answer.rows.length ? { pageToken: String(until) } : {}),
    };
  }

  #run(query: Query): Promise<Answer> {
    return this.#engine.run(query, this.#tables);
  }

  /** Runs a statement without any checks, as an administrator. */
  ask(text: string): Promise<Answer> {
    const defaultDataset = { projectId: PROJECT, datasetId: DATASET };
    const query: Query = {
      query: text,
      useLegacySql: false,
      defaultDataset,
      parameterMode: "NAMED",
      queryParameters: [],
    };
    return this.#engine.run(query, new Map());
  }

  async #load({ destinationTable: { datasetId, tableId } }: Load, text: string): Promise<void> {
    const table = this.#tables.get(tableId);
    if (datasetId !== DATASET || table === undefined)
      throw new Refusal(404, "notFound", `Not found: Table ${PROJECT}:${datasetId}.${tableId}`);
    await this.#engine.append(datasetId, tableId, table.schema.fields, checkedRows(table.schema.fields, text));
  }
}

function errorsOf(error: unknown): readonly JobError[] {
  if (error instanceof RowsRefused)
    return [error.message, ...error.details].map((message) => ({ reason: "invalid", message }));
  if (error instanceof Refusal) return [{ reason: error.reason, message: error.message }];
  return [{ reason: "internalError", message: error instanceof Error ? error.message : String(error) }];
}

function resource({ id, type, looks, errors }: JobResource): unknown {
  const [errorResult] = errors;
  const ended = errorResult === undefined ? {} : { errorResult, errors };
  return {
    kind: "bigquery#job",
    jobReference: { projectId: PROJECT, jobId: id, location: LOCATION },
    configuration: { jobType: type },
    status: looks > 0 ? { state: "RUNNING" } : { state: "DONE", ...ended },
  };
}

/** The rows of a load, each checked against the table as BigQuery does. */
function checkedRows(fields: readonly Field[], text: string): readonly Readonly<Record<string, unknown>>[] {
  let position = 0;
  const problems: string[] = [];
  const rows = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const row: Record<string, unknown> = JSON.parse(line);
      const problem = problemOf(fields, row);
      if (problem !== null)
        problems.push(
          `Error while reading data, error message: JSON parsing error in row starting at position ${position}: ${problem}`,
        );
      position += Buffer.byteLength(line) + 1;
      return row;
    });
  if (problems.length === 0) return rows;
  throw new RowsRefused(
    `Error while reading data, error message: JSON table encountered too many errors, giving up. Rows: ${rows.length}; errors: ${problems.length}. Please look into the errors[] collection for more details.`,
    problems,
  );
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  INTEGER: /^-?\d+$/u,
  INT64: /^-?\d+$/u,
  NUMERIC: /^-?\d{1,29}(?:\.\d{1,9})?$/u,
  FLOAT: /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u,
  FLOAT64: /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u,
  BOOLEAN: /^(?:true|false)$/u,
  BOOL: /^(?:true|false)$/u,
  TIMESTAMP: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/u,
  DATE: /^\d{4}-\d{2}-\d{2}$/u,
};

function problemOf(fields: readonly Field[], row: Readonly<Record<string, unknown>>): string | null {
  for (const name of Object.keys(row)) {
    if (!fields.some((field) => field.name === name)) return `No such field: ${name}.`;
  }
  for (const { name, type, mode } of fields) {
    const value = row[name] ?? null;
    if (value === null && mode === "REQUIRED")
      return `Only optional fields can be set to NULL. Field: ${name}; Value: NULL`;
    if (value !== null && !(SHAPES[type] ?? /^/u).test(String(value)))
      return `Could not convert value to ${type.toLowerCase()}. Field: ${name}; Value: ${String(value)}`;
    if (type === "STRING" && value !== null && typeof value !== "string")
      return `Could not convert value to string. Field: ${name}`;
    // A number of JSON is a double: a NUMERIC or an INT64 in it may have lost digits already.
    if (typeof value === "number" && !["FLOAT", "FLOAT64"].includes(type) && name !== "position")
      return `a number where text is exact: ${name}`;
  }
  return null;
}
