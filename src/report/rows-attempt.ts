import type { RunRows } from "../warehouse/tables.ts";

/** Stands in the rows until the digest of all of them is known. */
export const UNKNOWN_ATTEMPT = "";

/**
 * The rows with their attempt's id: the run's id and a digest of all rows. The same audit gives the same attempt; a retry that took a
 * new snapshot gives another.
 */
export function withAttempt(rows: RunRows): RunRows {
  const attempt_id = `${rows.run.run_id}_${digestOf(rows)}`;
  const mark = <Row extends { readonly attempt_id: string }>(row: Row): Row => ({ ...row, attempt_id });
  return {
    run: mark(rows.run),
    nodeVerdicts: rows.nodeVerdicts.map(mark),
    findings: rows.findings.map(mark),
    blockers: rows.blockers.map(mark),
    episodes: rows.episodes.map(mark),
    endings: rows.endings.map(mark),
  };
}

/** Two FNV-1a digests of 32 bits with different seeds, over the UTF-16 units of all rows, as 16 hex digits. */
function digestOf(rows: RunRows): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  const add = (row: object) => {
    const text = JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x01000193) ^ (first >>> 15);
    }
  };
  add(rows.run);
  for (const table of [rows.nodeVerdicts, rows.findings, rows.blockers, rows.episodes, rows.endings])
    table.forEach(add);
  return hex(first) + hex(second);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
