import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { StoreFailure } from "../failure.ts";
import { literal, quoted } from "./duckdb-ddl.ts";
import { TABLE_NAMES } from "./duckdb-schema.ts";

/**
 * Writes each table as `TABLE.parquet`: readers without DuckDB take it, and it is nobody's lock. Only rows of committed runs.
 * @throws StoreFailure when the folder cannot be written
 */
export async function exportParquet(connection: DuckDBConnection, folder: string): Promise<readonly string[]> {
  const target = resolve(folder);
  await mkdir(target, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StoreFailure(
      `${folder}: the folder for the export cannot be made (${error.code ?? "unknown"}); name another one.`,
    );
  });
  const files: string[] = [];
  for (const table of TABLE_NAMES) {
    const file = join(target, `${table}.parquet`);
    try {
      await connection.run(`COPY ${quoted(table)} TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`);
    } catch (error) {
      const [why = ""] = error instanceof Error ? error.message.split("\n") : [];
      throw new StoreFailure(`${file}: the export cannot be written (${why}); make room, or name another folder.`);
    }
    files.push(file);
  }
  return files;
}
