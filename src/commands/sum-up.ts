import type { Audit } from "../audit/finding.ts";
import type { RunMetrics } from "../audit/run-metrics.ts";
import type { Duration } from "../model/time.ts";
import { summaryOf } from "../report/summary.ts";
import type { Shell } from "./shell.ts";

/** One line a run: for a log, and for a person at a terminal; not among the lines that a script reads. */
export async function sumUp(
  audit: Audit,
  metrics: RunMetrics | null,
  { period, stored }: { readonly period: Duration; readonly stored: boolean },
  shell: Shell,
): Promise<void> {
  if (metrics === null) return;
  const { line, fields, overran } = summaryOf(audit, metrics, period, stored);
  if (!(shell.stderr.isTerminal || shell.stderr.takesEntries === true || overran)) return;
  await shell.stderr.write(`barnacle: ${line}\n`, { severity: overran ? "WARNING" : "INFO", fields });
}
