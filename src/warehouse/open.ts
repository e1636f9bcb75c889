import { UsageFailure } from "../failure.ts";
import { type BigQuerySettings, openBigQuery, realClock, standingBigQuery } from "./bigquery.ts";
import { openDuckDb, standingDuckDb } from "./duckdb.ts";
import type { Standing, Store } from "./store.ts";

/** What a store may need besides its name. */
export interface StoreSettings {
  readonly bigquery: BigQuerySettings;
  /** Is told, in one sentence, what failed without costing the run. */
  readonly note: (sentence: string) => Promise<void>;
  /** Milliseconds since some moment, by a clock that never jumps. */
  readonly elapsed: () => number;
}

export interface OpenOptions {
  /** `true`: for reading alone; nothing is made or brought up to date. */
  readonly readOnly?: boolean;
}

const FORMS = "write it as duckdb:PATH, bigquery:PROJECT.DATASET or none";

/**
 * Opens the store that `spec` names: `duckdb:PATH`, `bigquery:PROJECT.DATASET`, or `none`, which is `null`.
 * @throws UsageFailure when it names none of these
 * @throws StoreFailure when it cannot be opened
 */
export async function openStore(
  spec: string,
  { bigquery, note, elapsed }: StoreSettings,
  options: OpenOptions = {},
): Promise<Store | null> {
  if (spec === "none") return null;
  const { kind, rest } = partsOf(spec);
  if (kind === "duckdb") return await openDuckDb(rest, options);
  // It makes nothing before something is written, whoever opens it.
  return await openBigQuery(rest, bigquery, { clock: realClock(elapsed), note });
}

/**
 * How the store's tables stand to this program's version: what storing would make or change first.
 * @throws StoreFailure when the store cannot be looked at, or is of a newer program
 */
export async function standingOf(spec: string, { bigquery, note, elapsed }: StoreSettings): Promise<Standing> {
  if (spec === "none") return { state: "current", statements: [] };
  const { kind, rest } = partsOf(spec);
  if (kind === "duckdb") return await standingDuckDb(rest);
  return await standingBigQuery(rest, bigquery, { clock: realClock(elapsed), note });
}

/**
 * The statements that storing would run first, to make or change tables; none when there is nothing to change.
 * @throws StoreFailure when the store cannot be looked at
 */
export async function planStore(spec: string, settings: StoreSettings): Promise<readonly string[]> {
  return (await standingOf(spec, settings)).statements;
}

/** Where runs that this store did not take are kept until it does; `null` for no store. */
export function spoolFolder(spec: string): string | null {
  return spec === "none" ? null : `${partsOf(spec).rest}.spool`;
}

function partsOf(spec: string): { readonly kind: "duckdb" | "bigquery"; readonly rest: string } {
  const [, kind, rest] = /^(duckdb|bigquery):(.+)$/su.exec(spec) ?? [];
  if (rest !== undefined && (kind === "duckdb" || kind === "bigquery")) return { kind, rest };
  throw new UsageFailure(`store ${JSON.stringify(spec)}: no such store; ${FORMS}.`);
}
