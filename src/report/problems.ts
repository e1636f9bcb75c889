import type { Problem } from "../model/snapshot.ts";
import { safeText } from "./text.ts";

/** More lines than this tell nobody more; the number of the others is said. */
const SHOWN = 50;

/** Problems of the input as warning lines, safe to print: `cluster.json: Pod batch/x: status.phase: …`. The first 50, then a count. */
export function problemLines(problems: readonly Problem[], limit = SHOWN): readonly string[] {
  const lines = problems.slice(0, limit).map(problemLine);
  const hidden = problems.length - lines.length;
  return hidden === 0 ? lines : [...lines, `… and ${hidden} more problems in the input like these`];
}

function problemLine({ where, object, field, what }: Problem): string {
  return [where, object, field, what]
    .filter((part) => part !== "")
    .map(safeText)
    .join(": ");
}
