import { setImmediate as pause } from "node:timers/promises";
import { audit, auditing } from "./audit/audit.ts";
import type { Audit, AuditSettings } from "./audit/finding.ts";
import { type History, NO_HISTORY } from "./audit/history.ts";
import type { AuditInput } from "./audit/input.ts";
import { runId } from "./audit/run-id.ts";
import type { Books } from "./collect/books.ts";
import { createJudge } from "./judge/judge.ts";
import type { AutoscalerSettings } from "./judge/settings.ts";
import type { Verdict } from "./judge/verdict.ts";
import type { Snapshot } from "./model/snapshot.ts";
import { finished } from "./model/steps.ts";
import { type Instant, parseInstant } from "./model/time.ts";
import { homeFinder } from "./price/homes.ts";

/** What one audit needs; all of it data. */
export interface RunInput {
  readonly snapshot: Snapshot;
  readonly settings: AutoscalerSettings;
  readonly auditSettings: AuditSettings;
  readonly books: Books;
  readonly now: Instant;
  readonly scheduledAt: Instant;
  /** Barnacle's own version. */
  readonly version: string;
  /** What earlier runs of the cluster have left; absent: nothing is known of any. */
  readonly history?: History | undefined;
  /** Contract discounts in the list's prices, for the label; the books apply them. */
  readonly discounts?: ReadonlyMap<string, number>;
}

/** Called when a stage ends, for those who measure: judge, audit. */
export type StageEnd = (stage: "judge" | "audit") => void;

/** Called again and again while nodes are judged, for those who show progress. */
export type NodesJudged = (done: number, all: number) => void;

/** One audit: what the autoscaler says of each node, what it costs, what of that is waste, and what to change. */
export function runAudit(input: RunInput, ended: StageEnd = () => undefined): Audit {
  const judged = finished(judging(input));
  ended("judge");
  const result = audit(judged);
  ended("audit");
  return result;
}

/**
 * The cluster judged and ready to be audited: once, or again with what was learned of the past in between. With pauses: a large cluster
 * takes seconds of pure thinking, during which a process hears no signal, and it must end within five seconds of one.
 */
export async function judgeRunPausing(input: RunInput, judged: NodesJudged): Promise<AuditInput> {
  return await finishedPausing(judging(input), (done) => judged(done, input.snapshot.nodes.length));
}

/** The audit of a judged cluster, with the same pauses. */
export async function auditPausing(input: AuditInput): Promise<Audit> {
  return await finishedPausing(auditing(input));
}

/** What the steps come to, with a pause after each. */
async function finishedPausing<Step, Result>(
  steps: Generator<Step, Result>,
  told: (step: Step) => void = () => undefined,
): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done !== true) told(step.value);
    await pause();
    if (step.done === true) return step.value;
  }
}

/** So many nodes are judged at once: a fraction of a second, even with half a core. */
const AT_ONCE = 500;

function* judging(input: RunInput): Generator<number, AuditInput> {
  const { snapshot, settings, auditSettings, books, now } = input;
  const judge = createJudge(snapshot, settings, now);
  const verdicts: Verdict[] = [];
  for (const [index, node] of snapshot.nodes.entries()) {
    if (index % AT_ONCE === 0) yield index;
    verdicts.push(judge.verdict(node));
  }
  const pricers = { autoscaler: books.pricer("autoscaler"), gke: books.pricer("gke"), list: books.pricer("list") };
  return {
    run: {
      id: runId(snapshot.cluster, input.scheduledAt),
      cluster: snapshot.cluster,
      takenAt: now,
      scheduledAt: input.scheduledAt,
      version: input.version,
      book: auditSettings.book,
      ...(input.discounts === undefined || auditSettings.book !== "list" || input.discounts.size === 0
        ? {}
        : { discounts: input.discounts }),
    },
    snapshot,
    settings,
    auditSettings,
    verdicts,
    scheduling: judge.scheduling,
    pricers,
    homes: homeFinder(pricers[auditSettings.book], books.catalog),
    now,
    history: input.history ?? NO_HISTORY,
  };
}

/**
 * When this run was due: what was asked for, else the timestamp that the CronJob controller wrote on Barnacle's own Job
 * (found through its own pod), else the snapshot's time.
 */
export function scheduledTime(
  asked: Instant | undefined,
  snapshot: Snapshot,
  self: { readonly namespace: string; readonly pod: string } | null,
  now: Instant,
): Instant {
  if (asked !== undefined) return asked;
  return ownJobTime(snapshot, self) ?? now;
}

const SCHEDULED_TIMESTAMP = "batch.kubernetes.io/cronjob-scheduled-timestamp";

function ownJobTime(
  snapshot: Snapshot,
  self: { readonly namespace: string; readonly pod: string } | null,
): Instant | null {
  if (self === null) return null;
  const own = snapshot.pods.find((pod) => pod.name === self.pod && pod.namespace === self.namespace);
  if (own?.owner?.kind !== "Job") return null;
  const job = snapshot.controllers.Job.get(`${own.namespace}/${own.owner.name}`);
  const text = job?.annotations.get(SCHEDULED_TIMESTAMP);
  return text === undefined ? null : parseInstant(text);
}
