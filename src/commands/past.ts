import type { Audit } from "../audit/finding.ts";
import type { AuditInput } from "../audit/input.ts";
import { questionsOf } from "../audit/questions.ts";
import type { MonitoringConfig } from "../config-monitoring.ts";
import { learn } from "../history/monitoring.ts";
import type { KnownUsage } from "../model/learned.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { DAY, type Instant, instant } from "../model/time.ts";
import { knownUsage } from "../report/rows-usage.ts";
import { auditPausing } from "../run.ts";
import type { Store } from "../warehouse/store.ts";

/** An audit with what was learned of workloads, for the store. */
export interface Audited {
  readonly audit: Audit;
  readonly usage: readonly KnownUsage[];
}

/** Calls of Cloud Monitoring side by side. */
const PARALLEL = 6;

/** One audit; if the past is to be asked for, the first look at the cluster says what to ask, and a second one is had with the answers. */
export async function auditWithPast(
  judged: AuditInput,
  monitoring: MonitoringConfig | null,
  known: readonly KnownUsage[],
): Promise<Audited> {
  const first = await auditPausing(judged);
  if (monitoring === null) return { audit: first, usage: [] };
  const { window, maxWorkloads, maxCalls, timeout, endpoint } = monitoring;
  const questions = questionsOf(judged, first, window, maxWorkloads);
  const learned = await learn(questions, { endpoint, maxCalls, timeout, parallel: PARALLEL, known });
  return { audit: await auditPausing({ ...judged, learned, needSettings: monitoring }), usage: learned.usage };
}

/** What earlier runs of the cluster learned of workloads, as far as it may be asked for again. */
export async function usageKnown(
  store: Store,
  monitoring: MonitoringConfig | null,
  cluster: ClusterId | null,
  now: Instant,
): Promise<readonly KnownUsage[]> {
  if (monitoring === null || cluster === null) return [];
  // The day on which the window begins, and that before it.
  const endedFrom = instant(now - monitoring.window - 2 * DAY);
  return knownUsage(await store.usage({ cluster, endedFrom }));
}
