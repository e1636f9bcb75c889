import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** The bundled cluster, a few hundred objects of most kinds, and how to ask about it. */
export const BUNDLED = {
  file: "fixtures/bundled/cluster.jsonl.gz",
  now: "2026-11-20T03:00:00Z",
  cluster: "ml-prod/asia-northeast1/training",
} as const;

/** Its objects, without the file's own first line. */
export function bundledItems(): readonly object[] {
  const [, ...lines] = gunzipSync(readFileSync(BUNDLED.file)).toString().trimEnd().split("\n");
  return lines.map((line) => z.looseObject({ kind: z.string() }).parse(JSON.parse(line)));
}
