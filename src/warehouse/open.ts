import { UsageFailure } from "../failure.ts";
import { openDuckDb } from "./duckdb.ts";
import type { Store } from "./store.ts";

/**
 * Opens the store that `spec` names: `duckdb:PATH`, or `none`, which is `null`.
 * @throws UsageFailure when it names none of these
 * @throws StoreFailure when it cannot be opened
 */
export async function openStore(spec: string): Promise<Store | null> {
  if (spec === "none") return null;
  const [, kind, rest] = /^(duckdb|bigquery):(.*)$/su.exec(spec) ?? [];
  if (kind === "bigquery") {
    throw new UsageFailure(
      `store ${JSON.stringify(spec)}: this version stores in DuckDB only; choose duckdb:PATH or none.`,
    );
  }
  if (kind === undefined || rest === undefined || rest === "") {
    throw new UsageFailure(`store ${JSON.stringify(spec)}: no such store; write it as duckdb:PATH or none.`);
  }
  return await openDuckDb(rest);
}
