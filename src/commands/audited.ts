import type { History } from "../audit/history.ts";
import { runId } from "../audit/run-id.ts";
import { loadBooks } from "../collect/books.ts";
import type { KnownUsage } from "../model/learned.ts";
import type { Instant } from "../model/time.ts";
import { regionsOf } from "../price/region.ts";
import { judgeRunPausing, type StageEnd, scheduledTime } from "../run.ts";
import type { Input } from "./input.ts";
import { nameNotes } from "./name-notes.ts";
import { type Audited, auditWithPast } from "./past.ts";
import { priceNotes } from "./price-notes.ts";
import type { Place } from "./remembered.ts";
import type { Shell } from "./shell.ts";
import { VERSION } from "./version.ts";

/** What earlier runs have left, and why that could not be read. */
export interface Remembered {
  readonly history: History;
  readonly unread: string | null;
  /** What earlier runs learned of workloads. */
  readonly usage: readonly KnownUsage[];
}

/**
 * The audit of an input, going on from earlier runs, with what had to be said of reading it and them among its notes; and what was learned
 * of workloads beyond what they knew.
 */
export async function auditAndLearn(
  input: Input,
  scheduledAt: Instant | undefined,
  shell: Shell,
  { history, unread, usage: known }: Remembered,
  ended: StageEnd = () => undefined,
): Promise<Audited> {
  const { snapshot, settings, now, config, status } = input;
  const books = await loadBooks(regionsOf(snapshot.nodes), undefined, config.prices);
  const run = {
    snapshot,
    settings,
    auditSettings: { ...config.audit, book: config.book },
    books,
    discounts: config.prices.discounts,
    now,
    scheduledAt: scheduledTime(scheduledAt, snapshot, ownPod(shell), now),
    version: VERSION,
    history,
  };
  const judged = await judgeRunPausing(run, (done, all) => status.show(`judging nodes: ${done} of ${all}`));
  status.clear();
  ended("judge");
  const { audit, usage } = await auditWithPast(judged, config.monitoring, known);
  ended("audit");
  const remarks = input.remarks.map((text) => ({ kind: "input", text }));
  const names = nameNotes(config.slack, snapshot);
  const forgotten = unread === null ? [] : [{ kind: "history-unread", text: unreadText(unread) }];
  return {
    audit: { ...audit, notes: [...remarks, ...priceNotes(config, books), ...names, ...audit.notes, ...forgotten] },
    usage,
  };
}

function unreadText(why: string): string {
  return `What earlier runs found could not be read, so that every beginning and bill is what this snapshot alone tells: ${why}`;
}

/** Where the run of this input stands among the runs of its cluster. */
export function placeOf({ snapshot, now }: Input, scheduledAt: Instant | undefined, shell: Shell): Place {
  const due = scheduledTime(scheduledAt, snapshot, ownPod(shell), now);
  return { id: runId(snapshot.cluster, due), cluster: snapshot.cluster, takenAt: now, scheduledAt: due };
}

/** Barnacle's own pod, when the manifest tells it through the downward API. */
function ownPod(shell: Shell): { readonly namespace: string; readonly pod: string } | null {
  const namespace = shell.environment["POD_NAMESPACE"];
  const pod = shell.environment["POD_NAME"];
  return namespace === undefined || pod === undefined ? null : { namespace, pod };
}
