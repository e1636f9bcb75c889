import { audit } from "../audit/audit.ts";
import type { Audit } from "../audit/finding.ts";
import type { AuditInput } from "../audit/input.ts";
import { questionsOf } from "../audit/questions.ts";
import type { MonitoringConfig } from "../config-monitoring.ts";
import { StoreFailure } from "../failure.ts";
import { learn } from "../history/monitoring.ts";
import type { KnownUsage } from "../model/learned.ts";
import { DAY, instant } from "../model/time.ts";
import { knownUsage } from "../report/rows-usage.ts";
import { safeText } from "../report/text.ts";
import { openStore } from "../warehouse/open.ts";
import type { Input } from "./input.ts";
import type { Shell } from "./shell.ts";
import { storeSettings } from "./store-settings.ts";

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
  const first = audit(judged);
  if (monitoring === null) return { audit: first, usage: [] };
  const { window, maxWorkloads, maxCalls, timeout, endpoint } = monitoring;
  const questions = questionsOf(judged, first, window, maxWorkloads);
  const learned = await learn(questions, { endpoint, maxCalls, timeout, parallel: PARALLEL, known });
  return { audit: audit({ ...judged, learned, needSettings: monitoring }), usage: learned.usage };
}

/** What earlier runs learned of workloads. A store that cannot be read is told, and costs calls, no more. */
export async function usageKnown(input: Input, shell: Shell): Promise<readonly KnownUsage[]> {
  const { config, snapshot, now } = input;
  const { monitoring } = config;
  if (monitoring === null || snapshot.cluster === null) return [];
  try {
    const store = await openStore(config.store, storeSettings(config, shell));
    if (store === null) return [];
    try {
      // The day on which the window begins, and that before it.
      const endedFrom = instant(now - monitoring.window - 2 * DAY);
      return knownUsage(await store.usage({ cluster: snapshot.cluster, endedFrom }));
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    await shell.stderr.write(`barnacle: ${safeText(error.message)} (read for the usage that earlier runs learned)\n`);
    return [];
  }
}
