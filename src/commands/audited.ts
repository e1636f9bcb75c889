import type { Audit } from "../audit/finding.ts";
import { loadBooks } from "../collect/books.ts";
import type { KnownUsage } from "../model/learned.ts";
import type { Instant } from "../model/time.ts";
import { regionsOf } from "../price/region.ts";
import { judgeRunPausing, type StageEnd, scheduledTime } from "../run.ts";
import type { Input } from "./input.ts";
import { type Audited, auditWithPast } from "./past.ts";
import type { Shell } from "./shell.ts";
import { VERSION } from "./version.ts";

/** The audit of an input, with what had to be said of reading it among its notes. */
export async function auditOf(input: Input, scheduledAt: Instant | undefined, shell: Shell): Promise<Audit> {
  const { audit } = await auditAndLearn(input, scheduledAt, shell, []);
  return audit;
}

/** The same with what was learned of workloads beyond what is `known` of them. */
export async function auditAndLearn(
  input: Input,
  scheduledAt: Instant | undefined,
  shell: Shell,
  known: readonly KnownUsage[],
  ended: StageEnd = () => undefined,
): Promise<Audited> {
  const { snapshot, settings, now, config } = input;
  const judged = await judgeRunPausing({
    snapshot,
    settings,
    auditSettings: { ...config.audit, book: config.book },
    books: await loadBooks(regionsOf(snapshot.nodes)),
    now,
    scheduledAt: scheduledTime(scheduledAt, snapshot, ownPod(shell), now),
    version: VERSION,
  });
  ended("judge");
  const { audit, usage } = await auditWithPast(judged, config.monitoring, known);
  ended("audit");
  const remarks = input.remarks.map((text) => ({ kind: "input", text }));
  return { audit: { ...audit, notes: [...remarks, ...audit.notes] }, usage };
}

/** Barnacle's own pod, when the manifest tells it through the downward API. */
function ownPod(shell: Shell): { readonly namespace: string; readonly pod: string } | null {
  const namespace = shell.environment["POD_NAMESPACE"];
  const pod = shell.environment["POD_NAME"];
  return namespace === undefined || pod === undefined ? null : { namespace, pod };
}
