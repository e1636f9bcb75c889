import type { Out } from "./shell.ts";

const CHUNK = 1_000;

/** Writes one JSON document a line, in chunks, waiting for the reader. */
export async function writeLines(out: Out, values: readonly unknown[]): Promise<void> {
  for (let start = 0; start < values.length; start += CHUNK) {
    const lines = values.slice(start, start + CHUNK).map((value) => `${JSON.stringify(value)}\n`);
    await out.write(lines.join(""));
  }
}
