import { UsageFailure } from "../failure.ts";
import { type BigQuerySettings, openBigQuery, planBigQuery, realClock } from "./bigquery.ts";
import { openDuckDb } from "./duckdb.ts";
import type { Store } from "./store.ts";

/** What a store may need besides its name. */
export interface StoreSettings {
  readonly bigquery: BigQuerySettings;
  /** Is told, in one sentence, what failed without costing the run. */
  readonly note: (sentence: string) => Promise<void>;
  /** Milliseconds since some moment, by a clock that never jumps. */
  readonly elapsed: () => number;
}

const FORMS = "write it as duckdb:PATH, bigquery:PROJECT.DATASET or none";

/**
 * Opens the store that `spec` names: `duckdb:PATH`, `bigquery:PROJECT.DATASET`, or `none`, which is `null`.
 * @throws UsageFailure when it names none of these
 * @throws StoreFailure when it cannot be opened
 */
export async function openStore(spec: string, { bigquery, note, elapsed }: StoreSettings): Promise<Store | null> {
  if (spec === "none") return null;
  const { kind, rest } = partsOf(spec);
  if (kind === "bigquery") return await openBigQuery(rest, bigquery, { clock: realClock(elapsed), note });
  return await openDuckDb(rest);
}

/** The statements that storing would run first, to make or change tables; none when there is nothing to change. */
export async function planStore(spec: string, { bigquery, note, elapsed }: StoreSettings): Promise<readonly string[]> {
  if (spec === "none") return [];
  const { kind, rest } = partsOf(spec);
  return kind === "bigquery" ? await planBigQuery(rest, bigquery, { clock: realClock(elapsed), note }) : [];
}

function partsOf(spec: string): { readonly kind: "duckdb" | "bigquery"; readonly rest: string } {
  const [, kind, rest] = /^(duckdb|bigquery):(.+)$/su.exec(spec) ?? [];
  if (rest !== undefined && (kind === "duckdb" || kind === "bigquery")) return { kind, rest };
  throw new UsageFailure(`store ${JSON.stringify(spec)}: no such store; ${FORMS}.`);
}
