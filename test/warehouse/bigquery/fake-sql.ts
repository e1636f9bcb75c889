import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import { type Field, type Parameter, type Query, Refusal, type TableResource } from "./fake-state.ts";

const DUCK: Readonly<Record<string, string>> = {
  STRING: "VARCHAR",
  INTEGER: "BIGINT",
  INT64: "BIGINT",
  NUMERIC: "DECIMAL(38,9)",
  FLOAT: "DOUBLE",
  FLOAT64: "DOUBLE",
  BOOLEAN: "BOOLEAN",
  BOOL: "BOOLEAN",
  TIMESTAMP: "TIMESTAMPTZ",
  DATE: "DATE",
};

export interface Answer {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * DuckDB in memory, which runs the statements that the adapter writes: they keep to what GoogleSQL and DuckDB have in common.
 * It checks the writer and the protocol, not GoogleSQL.
 */
export class Engine {
  readonly #connection: DuckDBConnection;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Engine> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
    return new Engine(connection);
  }

  close(): void {
    this.#connection.closeSync();
  }

  /** One after the other: what BigQuery keeps apart by snapshots. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  createTable(dataset: string, name: string, fields: readonly Field[]): Promise<void> {
    const columns = fields.map((field) => columnOf(field)).join(", ");
    return this.#inTurn(async () => {
      await this.#connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(dataset)}`);
      await this.#connection.run(`CREATE TABLE ${quoted(dataset)}.${quoted(name)} (${columns})`);
    });
  }

  addColumn(dataset: string, name: string, field: Field): Promise<void> {
    return this.#inTurn(async () => {
      await this.#connection.run(`ALTER TABLE ${quoted(dataset)}.${quoted(name)} ADD COLUMN ${columnOf(field)}`);
    });
  }

  append(dataset: string, name: string, fields: readonly Field[], rows: readonly Readonly<Record<string, unknown>>[]) {
    return this.#inTurn(async () => {
      await this.#connection.run("BEGIN TRANSACTION");
      for (let from = 0; from < rows.length; from += 200) {
        const values = rows
          .slice(from, from + 200)
          .map((row) => `(${fields.map((field) => text(textOf(row[field.name]))).join(", ")})`);
        const columns = fields.map(({ name: own }) => quoted(own)).join(", ");
        await this.#connection.run(
          `INSERT INTO ${quoted(dataset)}.${quoted(name)} (${columns}) VALUES ${values.join(", ")}`,
        );
      }
      await this.#connection.run("COMMIT");
    });
  }

  /** Runs a statement or a script as its dataset's; the last statement's rows are the answer. */
  run(query: Query, tables: ReadonlyMap<string, TableResource>): Promise<Answer> {
    const statements = query.query.split(/;\s*(?:\n|$)/u).filter((text) => text.trim() !== "");
    return this.#inTurn(async () => {
      await this.#connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(query.defaultDataset.datasetId)}`);
      await this.#connection.run(`SET schema = '${query.defaultDataset.datasetId}'`);
      let open = false;
      try {
        let answer: Answer = { fields: [], rows: [] };
        for (const statement of statements) {
          checkStatement(statement, tables);
          if (/^BEGIN TRANSACTION/u.test(statement)) open = true;
          answer = await this.#statement(substituted(viewOf(statement) ?? statement, query.queryParameters));
          if (/^COMMIT TRANSACTION/u.test(statement)) open = false;
        }
        return answer;
      } catch (error) {
        if (open) await this.#connection.run("ROLLBACK");
        if (error instanceof Refusal) throw error;
        throw new Refusal(400, "invalidQuery", error instanceof Error ? error.message : String(error));
      }
    });
  }

  async #statement(sql: string): Promise<Answer> {
    const [, condition, message = ""] = /^ASSERT (.+) AS '(.*)'$/su.exec(sql) ?? [];
    const result = await this.#connection.runAndReadAll(condition === undefined ? sql : `SELECT ${condition}`);
    if (condition !== undefined && result.getRows()[0]?.[0] !== true) throw new Refusal(400, "invalidQuery", message);
    const types = result.columnTypes();
    const fields = result.columnNames().map((name, at) => ({ name, type: googleType(types[at]) }));
    return { fields, rows: result.getRows().map((row) => row.map((value) => wire(value))) };
  }
}

/** What the real server refuses and DuckDB would not. */
function checkStatement(statement: string, tables: ReadonlyMap<string, TableResource>): void {
  for (const [name, { requirePartitionFilter, timePartitioning }] of tables) {
    const field = timePartitioning?.field ?? "";
    if (!requirePartitionFilter || !new RegExp(`(?:FROM|JOIN|INTO|UPDATE) ${name}\\b`, "u").test(statement)) continue;
    // A branch of a union has a filter of its own.
    for (const branch of statement.split("UNION ALL")) {
      if (!new RegExp(`\\b${name}\\b`, "u").test(branch.replaceAll(/'[^']*'/gu, ""))) continue;
      if (new RegExp(`\\b${field} (?:=|>=) `, "u").test(branch)) continue;
      const message = `Cannot query over table '${name}' without a filter over column(s) '${field}' that can be used for partition elimination`;
      throw new Refusal(400, "invalidQuery", message);
    }
  }
}

/** The statement that makes a view, in DuckDB's words; `null` for any other. The real server keeps no default dataset with a view. */
function viewOf(statement: string): string | null {
  const parts =
    /^CREATE OR REPLACE VIEW (`[^`]+`)\nOPTIONS \(description = "[^"]*", labels = \[.*\]\) AS\n(.+)$/su.exec(statement);
  if (parts === null) return null;
  const [, name = "", body = ""] = parts;
  const bare = /\b(?:FROM|JOIN) (?!`|\()(\w+)(?! FROM)/u.exec(body.replaceAll(/^--.*$|EXTRACT\(\w+ FROM/gmu, ""));
  if (bare !== null) throw new Refusal(400, "invalid", `Table "${bare[1]}" must be qualified with a dataset`);
  const own = (text: string) => text.replaceAll(/`[^`.]+\.([^`.]+)\.([^`.]+)`/gu, '"$1"."$2"');
  return `CREATE OR REPLACE VIEW ${own(name)} AS\n${own(body)}`;
}

function substituted(sql: string, parameters: readonly Parameter[]): string {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return sql.replaceAll(/@(\w+)/gu, (_, name: string) => {
    const parameter = byName.get(name);
    if (parameter === undefined) throw new Refusal(400, "invalidQuery", `Query parameter '${name}' not found`);
    return literal(parameter.parameterType.type, parameter.parameterValue.value);
  });
}

function literal(type: string, value: string | null): string {
  return `CAST(${text(value)} AS ${DUCK[type]})`;
}

function text(value: string | null): string {
  return value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function columnOf({ name, type, mode }: Field): string {
  return `${quoted(name)} ${DUCK[type]}${mode === "REQUIRED" ? " NOT NULL" : ""}`;
}

function quoted(name: string): string {
  return `"${name}"`;
}

const GOOGLE: Partial<Record<DuckDBTypeId, string>> = {
  [DuckDBTypeId.VARCHAR]: "STRING",
  [DuckDBTypeId.BIGINT]: "INTEGER",
  [DuckDBTypeId.INTEGER]: "INTEGER",
  [DuckDBTypeId.HUGEINT]: "INTEGER",
  [DuckDBTypeId.DECIMAL]: "NUMERIC",
  [DuckDBTypeId.DOUBLE]: "FLOAT",
  [DuckDBTypeId.BOOLEAN]: "BOOLEAN",
  [DuckDBTypeId.TIMESTAMP_TZ]: "TIMESTAMP",
  [DuckDBTypeId.DATE]: "DATE",
};

function googleType(type: DuckDBType | undefined): string {
  return (type === undefined ? undefined : GOOGLE[type.typeId]) ?? "STRING";
}

/** Values as the API writes them: all of them text, times in microseconds. */
function wire(value: DuckDBValue): string | null {
  if (value === null) return null;
  if (typeof value === "object" && "micros" in value) return String(value.micros);
  if (typeof value === "object" && "scale" in value)
    return String(value)
      .replace(/(\.\d*?)0+$/u, "$1")
      .replace(/\.$/u, "");
  return String(value);
}
