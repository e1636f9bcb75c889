import type { ClusterId } from "../model/snapshot.ts";
import { formatInstant, type Instant } from "../model/time.ts";
import type { Parameter } from "./bigquery-query.ts";
import type { ColumnType } from "./column.ts";

/** Conditions with their values, put together as they come. Values are parameters, never text. */
export class Where {
  readonly #conditions: string[] = [];
  readonly #parameters: Parameter[];

  /** `after`: conditions of the same statement whose parameters come first. */
  constructor(after?: Where) {
    this.#parameters = after === undefined ? [] : [...after.parameters];
  }

  /** Each `?` in the condition takes the next value. */
  and(condition: string, type: ColumnType, ...values: readonly string[]): this {
    const names = values.map((value) => this.#add(type, value));
    let at = 0;
    this.#conditions.push(condition.replaceAll("?", () => `@${names[at++]}`));
    return this;
  }

  /** A condition without values. */
  plain(condition: string): this {
    this.#conditions.push(condition);
    return this;
  }

  ofCluster(cluster: ClusterId | null | undefined, table = ""): this {
    if (cluster === undefined) return this;
    if (cluster === null) return this.plain(`${table}cluster IS NULL`);
    const { project, location, name } = cluster;
    return this.and(
      `${table}project = ? AND ${table}location = ? AND ${table}cluster = ?`,
      "STRING",
      project,
      location,
      name,
    );
  }

  time(condition: string, time: Instant | undefined): this {
    return time === undefined ? this : this.and(condition, "TIMESTAMP", formatInstant(time));
  }

  in(column: string, texts: readonly string[] | undefined): this {
    if (texts === undefined) return this;
    if (texts.length === 0) return this.plain("FALSE");
    return this.and(`${column} IN (${texts.map(() => "?").join(", ")})`, "STRING", ...texts);
  }

  /** `WHERE …`, or nothing. */
  get sql(): string {
    return this.#conditions.length === 0 ? "" : `WHERE ${this.#conditions.join(" AND ")}`;
  }

  get parameters(): readonly Parameter[] {
    return this.#parameters;
  }

  #add(type: ColumnType, value: string): string {
    const name = `p${this.#parameters.length}`;
    this.#parameters.push({ name, type, value });
    return name;
  }
}
