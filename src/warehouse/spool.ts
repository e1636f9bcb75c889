import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreFailure } from "../failure.ts";
import { rowJson, rowOfJson } from "./row-json.ts";
import { inCommitOrder, RUN_TABLE_NAMES, type RunTable, runRowsOf } from "./run-tables.ts";
import { type RunRows, SCHEMA_VERSION } from "./tables.ts";

/** The kind of each line: a row, and the last one, without which the run was not written whole. */
const ROW = "BarnacleSpooledRow";
const END = "BarnacleSpooledRun";

/** A run as JSON Lines, a row a line; the last line says that it is whole. */
export function spoolText(rows: RunRows): string {
  const { run_id: run, attempt_id: attempt } = rows.run;
  const lines = inCommitOrder(rows).flatMap(([table, part]) =>
    part.map((row) => JSON.stringify({ kind: ROW, attempt, table, row: rowJson(table, row) })),
  );
  return `${[...lines, JSON.stringify({ kind: END, run, attempt, schema: SCHEMA_VERSION, rows: lines.length })].join("\n")}\n`;
}

/** Writes the run into the folder under its attempt's name: wholly, or not at all. Gives the file. */
export async function spoolRun(folder: string, rows: RunRows): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${rows.run.attempt_id}.jsonl`);
  await writeFile(`${file}.new`, spoolText(rows), { flush: true });
  await rename(`${file}.new`, file);
  return file;
}

/** The files of spooled runs in the folder, by name; none when there is no folder. */
export async function spooledFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => join(folder, name));
}

/** What was read of spooled runs. */
export interface Spooled {
  /** In the order in which they were taken. */
  readonly runs: readonly RunRows[];
  /** Attempts whose last line is missing: the writer died, or the log was cut. */
  readonly torn: readonly string[];
}

/**
 * Reads runs from a spool file, or from a log among whose lines they are.
 * @throws StoreFailure when a row is not what its table takes, or of a newer program
 */
export function spooledRuns(name: string, text: string): Spooled {
  const tables = new Map<string, Map<RunTable, unknown[]>>();
  const runs: RunRows[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    const parsed = parseLine(line);
    if (parsed === null) continue;
    const attempt = String(parsed["attempt"]);
    const part = tables.get(attempt) ?? new Map<RunTable, unknown[]>();
    tables.set(attempt, part);
    if (parsed["kind"] === ROW) addRow(part, parsed);
    else {
      runs.push(wholeRun(`${name}:${at + 1}`, parsed, part));
      tables.delete(attempt);
    }
  }
  runs.sort((left, right) => left.run.taken_at - right.run.taken_at || left.run.scheduled_at - right.run.scheduled_at);
  return { runs, torn: [...tables.keys()] };
}

export async function readSpool(file: string): Promise<Spooled> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new StoreFailure(
      `${file}: the spooled run cannot be read (${error.code ?? "unknown"}); check its name and rights.`,
    );
  });
  return spooledRuns(file, text);
}

/** Once its runs are stored. */
export async function dropSpool(file: string): Promise<void> {
  await rm(file, { force: true });
}

type Parsed = Readonly<Record<string, unknown>>;

/** A line of a spooled run, also behind a log's prefix or as the message of a log's entry; `null` for any other. */
function parseLine(line: string): Parsed | null {
  if (!line.includes("BarnacleSpooled")) return null;
  const outer = parseObject(line.slice(Math.max(0, line.indexOf("{"))));
  const message = outer?.["message"];
  const parsed = typeof message === "string" ? parseObject(message) : outer;
  return parsed?.["kind"] === ROW || parsed?.["kind"] === END ? parsed : null;
}

function parseObject(text: string): Parsed | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function addRow(part: Map<RunTable, unknown[]>, { table, row }: Parsed): void {
  const name = RUN_TABLE_NAMES.find((known) => known === table);
  if (name === undefined) return;
  const rows = part.get(name) ?? [];
  rows.push(row);
  part.set(name, rows);
}

function wholeRun(where: string, end: Parsed, part: ReadonlyMap<RunTable, readonly unknown[]>): RunRows {
  if (Number(end["schema"]) > SCHEMA_VERSION) {
    throw new StoreFailure(
      `${where}: the run was spooled by a newer Barnacle (its schema is ${end["schema"]}, this program knows ${SCHEMA_VERSION}); upgrade Barnacle.`,
    );
  }
  const count = [...part.values()].reduce((sum, rows) => sum + rows.length, 0);
  const of = <Name extends RunTable>(table: Name) =>
    (part.get(table) ?? []).map((row) => rowOfJson(table, typeof row === "object" && row !== null ? { ...row } : {}));
  try {
    const rows = runRowsOf({
      runs: of("runs"),
      node_verdicts: of("node_verdicts"),
      findings: of("findings"),
      blockers: of("blockers"),
      episodes: of("episodes"),
      endings: of("endings"),
    });
    if (rows === null || count !== end["rows"]) throw new RangeError(`${count} rows instead of ${end["rows"]}`);
    return rows;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StoreFailure(
      `${where}: the spooled run is damaged: ${error.message}; take the file from where it was written, or leave it out.`,
    );
  }
}
