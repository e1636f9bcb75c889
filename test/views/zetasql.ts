import { createServer } from "node:net";
import { promisify } from "node:util";
import zetasql from "@fivetrandevelopers/zetasql";
import type { Cell, Column, ColumnType } from "../../src/warehouse/column.ts";
import { packed, unpacked } from "./zetasql-cells.ts";

/** A table with its rows, as GoogleSQL's engine is given it; a view's result has the same shape, so that others can read it. */
export interface Content {
  readonly columns: readonly Pick<Column, "name" | "type">[];
  readonly rows: readonly (readonly Cell[])[];
}

/** GoogleSQL's own engine. */
export interface GoogleSql {
  /** The result of a query over these tables. Throws with line and caret what the engine refuses. */
  evaluate(sql: string, tables: ReadonlyMap<string, Content>): Promise<Content>;
  close(): void;
}

const KINDS = {
  STRING: "TYPE_STRING",
  INT64: "TYPE_INT64",
  NUMERIC: "TYPE_NUMERIC",
  FLOAT64: "TYPE_DOUBLE",
  BOOL: "TYPE_BOOL",
  TIMESTAMP: "TYPE_TIMESTAMP",
  DATE: "TYPE_DATE",
} as const satisfies Record<ColumnType, string>;

/** Starts the engine as a child process, which ends with `close`. */
export async function openGoogleSql(): Promise<GoogleSql> {
  const port = await freePort();
  zetasql.runServer(port).catch(() => {});
  zetasql.ZetaSQLClient.init(port);
  const client = zetasql.ZetaSQLClient.getInstance();
  await client.testConnection();
  const api = zetasql.ZetaSQLClient.API;
  const ask = promisify(api.evaluateQuery.bind(api));
  const languageOptions = {
    ...(await client.getLanguageOptions({ maximumFeatures: true })),
    productMode: "PRODUCT_EXTERNAL" as const,
    supportedStatementKinds: ["RESOLVED_QUERY_STMT" as const],
  };
  const options = {
    languageOptions,
    defaultTimezone: "UTC",
    errorMessageMode: "ERROR_MESSAGE_MULTI_LINE_WITH_CARET" as const,
  };
  return {
    async evaluate(sql, all) {
      // Only what the query reads is sent: most of the time would go into the rest.
      const tables = [...all].filter(([name]) => new RegExp(`\\b${name}\\b`, "u").test(sql));
      const simpleCatalog = {
        name: "dataset",
        builtinFunctionOptions: { languageOptions },
        table: tables.map(([name, { columns }]) => ({
          name,
          column: columns.map((column) => ({ name: column.name, type: { typeKind: KINDS[column.type] } })),
        })),
      };
      const tableContent = Object.fromEntries(tables.map(([name, content]) => [name, packed(content)]));
      return unpacked(await ask({ sql, simpleCatalog, options, tableContent }));
    },
    close: () => zetasql.terminateServer(),
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
