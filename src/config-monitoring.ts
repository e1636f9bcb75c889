import { DEFAULT_NEEDS, type NeedSettings } from "./audit/needs.ts";
import type { ConfigFile } from "./config-schema.ts";
import { DAY, type Duration, MINUTE, millis } from "./model/time.ts";

/** How Cloud Monitoring is asked, and what is made of its answers. */
export interface MonitoringConfig extends NeedSettings {
  /** Runs are looked at for this long. */
  readonly window: Duration;
  readonly maxCalls: number;
  readonly maxWorkloads: number;
  /** For everything that is asked in a run, together. */
  readonly timeout: Duration;
  /** `host:port` of another server, without TLS and credentials; `null`: the service itself. */
  readonly endpoint: string | null;
}

/** Cloud Monitoring keeps minutes for six weeks; a longer window would be of coarser data. */
const WINDOW = millis(30 * DAY);
const TIMEOUT = millis(2 * MINUTE);

/** `host:port` or `[::1]:port`, also with `http://` before it. */
const ENDPOINT = /^(?:http:\/\/)?((?:[^\s/:[\]]+|\[[0-9a-fA-F:]+\]):\d{1,5})\/?$/u;

/** The settings of `history: monitoring`; `null` when the past is not asked for. A wrong endpoint is added to the mistakes. */
export function monitoringConfig(
  { history, monitoring = {} }: ConfigFile,
  endpoint: string | null,
  mistakes: string[],
): MonitoringConfig | null {
  const address = endpoint === null ? null : (ENDPOINT.exec(endpoint)?.[1] ?? null);
  if (endpoint !== null && address === null) {
    mistakes.push(`BARNACLE_MONITORING_ENDPOINT: "${endpoint}" is no address; write it as HOST:PORT.`);
  }
  if (history !== "monitoring") return null;
  return {
    window: monitoring.window ?? WINDOW,
    minRuns: monitoring.minRuns ?? DEFAULT_NEEDS.minRuns,
    risk: monitoring.risk ?? DEFAULT_NEEDS.risk,
    cpuQuantile: monitoring.cpuQuantile ?? DEFAULT_NEEDS.cpuQuantile,
    maxCalls: monitoring.maxCalls ?? 100,
    maxWorkloads: monitoring.maxWorkloads ?? 300,
    timeout: monitoring.timeout ?? TIMEOUT,
    endpoint: address,
  };
}
