import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, quoted } from "./duckdb-ddl.ts";
import { VIEW_NAMES, type ViewName, viewComment, viewSql } from "./views.ts";

/** The statements that make the views which the file lacks, or has from another version of the program; none when all are today's. */
export async function viewStatements(connection: DuckDBConnection): Promise<readonly string[]> {
  const result = await connection.runAndReadAll("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal");
  const comments = new Map(result.getRows().map(([name, comment]) => [`${name}`, `${comment}`]));
  const first = VIEW_NAMES.findIndex((name) => comments.get(name) !== viewComment(name));
  // A view that reads another is made anew with it.
  return first < 0 ? [] : VIEW_NAMES.slice(first).flatMap(createView);
}

function createView(name: ViewName): readonly string[] {
  return [
    `CREATE OR REPLACE VIEW ${quoted(name)} AS\n${viewSql(name)}`,
    `COMMENT ON VIEW ${quoted(name)} IS ${literal(viewComment(name))}`,
  ];
}
