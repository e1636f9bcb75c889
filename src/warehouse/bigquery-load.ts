import { loadCell } from "./bigquery-cells.ts";
import type { Work } from "./bigquery-jobs.ts";
import type { Session } from "./bigquery-session.ts";
import { type DatasetTable, datasetTable, POSITION } from "./bigquery-tables.ts";
import type { AnyRow } from "./run-tables.ts";

/** Rows as a load job takes them, a line each. Where the table keeps their order, it is written with them. */
export function ndjson(table: DatasetTable, rows: readonly AnyRow[]): string {
  const { columns } = datasetTable(table);
  const own = columns.filter(({ name }) => name !== POSITION.name);
  const ordered = own.length < columns.length;
  const lines = rows.map((row, at) => {
    const cells = own.map((column) => [column.name, loadCell(column, row[column.name])] as const);
    return JSON.stringify(Object.fromEntries(ordered ? [...cells, [POSITION.name, at]] : cells));
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The load job that appends rows: all of them or none. */
export function loadWork(session: Session, table: DatasetTable, rows: string): Work {
  const { project, dataset } = session;
  return {
    rows,
    configuration: {
      load: {
        destinationTable: { projectId: project, datasetId: dataset, tableId: table },
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        encoding: "UTF-8",
        createDisposition: "CREATE_NEVER",
        writeDisposition: "WRITE_APPEND",
        maxBadRecords: 0,
        ignoreUnknownValues: false,
      },
    },
  };
}
