import type { Audit } from "../audit/finding.ts";
import { loadBooks } from "../collect/books.ts";
import type { Instant } from "../model/time.ts";
import { regionsOf } from "../price/region.ts";
import { runAudit, scheduledTime } from "../run.ts";
import type { Input } from "./input.ts";
import type { Shell } from "./shell.ts";
import { VERSION } from "./version.ts";

/** The audit of an input, with what had to be said of reading it among its notes. */
export async function auditOf(input: Input, scheduledAt: Instant | undefined, shell: Shell): Promise<Audit> {
  const { snapshot, settings, now, config } = input;
  const audit = runAudit({
    snapshot,
    settings,
    auditSettings: { ...config.audit, book: config.book },
    books: await loadBooks(regionsOf(snapshot.nodes)),
    now,
    scheduledAt: scheduledTime(scheduledAt, snapshot, ownPod(shell), now),
    version: VERSION,
  });
  const remarks = input.remarks.map((text) => ({ kind: "input", text }));
  return { ...audit, notes: [...remarks, ...audit.notes] };
}

/** Barnacle's own pod, when the manifest tells it through the downward API. */
function ownPod(shell: Shell): { readonly namespace: string; readonly pod: string } | null {
  const namespace = shell.environment["POD_NAMESPACE"];
  const pod = shell.environment["POD_NAME"];
  return namespace === undefined || pod === undefined ? null : { namespace, pod };
}
