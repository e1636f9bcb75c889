import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Sheet } from "./generate/sheet.ts";
import type { Answers, Refusal } from "./oracle.ts";

/** A sheet with what the scheduler's own code said at each of its stops. */
export interface Recorded {
  readonly sheet: Sheet;
  readonly answers: readonly Answers[];
}

/** As it stands in the file: each refusal once, in the answers by its place in that list; -1 is a fit. */
interface Stored {
  readonly refusals: readonly Refusal[];
  readonly sheets: readonly { readonly sheet: Sheet; readonly answers: readonly (readonly (readonly number[])[])[] }[];
}

const RECORDED: string = new URL("recorded.json.gz", import.meta.url).pathname;

/** The recorded sheets of this project, or of another file that `writeRecorded` made. */
export function readRecorded(file: string = RECORDED): readonly Recorded[] {
  const stored: Stored = JSON.parse(gunzipSync(readFileSync(file)).toString());
  const refusal = (index: number): Refusal | null => stored.refusals[index] ?? null;
  return stored.sheets.map(({ sheet, answers }) => ({
    sheet,
    answers: answers.map((stop) => stop.map((row) => row.map(refusal))),
  }));
}

/** Writes the file; returns its size in bytes. The same sheets give the same bytes. */
export function writeRecorded(recorded: readonly Recorded[], file: string = RECORDED): number {
  const indices = new Map<string, number>();
  const refusals: Refusal[] = [];
  const indexOf = (refusal: Refusal | null): number => {
    if (refusal === null) return -1;
    const key = JSON.stringify(refusal);
    const seen = indices.get(key) ?? refusals.push(refusal) - 1;
    indices.set(key, seen);
    return seen;
  };
  const sheets = recorded.map(({ sheet, answers }) => ({
    sheet,
    answers: answers.map((stop) => stop.map((row) => row.map(indexOf))),
  }));
  const packed = gzipSync(JSON.stringify({ refusals, sheets } satisfies Stored), { level: 9 });
  writeFileSync(file, packed);
  return packed.length;
}
