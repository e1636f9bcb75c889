import type { MonitoringOptions } from "../../src/history/monitoring.ts";
import type { Questions } from "../../src/model/learned.ts";
import type { ClusterId } from "../../src/model/snapshot.ts";
import { DAY, HOUR, type Instant, instant, millis } from "../../src/model/time.ts";
import { counted, type Labels, type StoredSeries, sampled } from "./server/series.ts";

export const NOW: Instant = instant(Date.UTC(2026, 10, 20, 12));
export const CLUSTER: ClusterId = { project: "research", location: "asia-northeast1", name: "ml-prod" };
export const GIB = 1024 ** 3;

/** A container's life with what it asked for and used. */
export interface Life {
  readonly node: string;
  readonly namespace?: string;
  readonly pod: string;
  readonly container?: string;
  readonly controller?: readonly [kind: string, name: string];
  readonly from: number;
  readonly to: number;
  /** Cores and bytes that it asks for. */
  readonly cpu?: number;
  readonly memory?: number;
  readonly gpus?: number;
  /** Bytes that it uses at a time. */
  readonly uses?: (at: number) => number;
  /** Cores that it uses. */
  readonly cores?: number;
  readonly limit?: number | undefined;
  readonly restarts?: number;
  readonly cluster?: ClusterId;
}

/** When in a minute a container is sampled: each has a time of its own. */
function phaseOf(text: string): number {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + char.charCodeAt(0)) % 60_000;
  return hash;
}

/** All series that GKE would write of these lives. */
export function seriesOf(lives: readonly Life[]): readonly StoredSeries[] {
  return lives.flatMap(seriesOfOne);
}

function seriesOfOne(life: Life): readonly StoredSeries[] {
  const { cluster = CLUSTER, namespace = "batch", pod, container = "main", node, controller } = life;
  const phase = phaseOf(`${pod}/${container}`);
  const base = {
    metricLabels: {} as Labels,
    resourceType: "k8s_container",
    resourceLabels: {
      project_id: cluster.project,
      location: cluster.location,
      cluster_name: cluster.name,
      namespace_name: namespace,
      pod_name: pod,
      container_name: container,
    },
    systemLabels: {
      node_name: node,
      ...(controller === undefined
        ? {}
        : { top_level_controller_type: controller[0], top_level_controller_name: controller[1] }),
    },
  };
  const gauge = (metric: string, valueType: "INT64" | "DOUBLE", unit: string, value: (at: number) => number) => ({
    ...base,
    metric: `kubernetes.io/container/${metric}`,
    kind: "GAUGE" as const,
    valueType,
    unit,
    points: sampled(life, phase, value),
  });
  const found: StoredSeries[] = [];
  const { cpu, memory, gpus, uses, cores, limit, restarts } = life;
  const constant = (metric: string, valueType: "INT64" | "DOUBLE", unit: string, value: number | undefined) => {
    if (value === undefined) return;
    const steady = { from: life.from, to: life.to, phase, value };
    found.push({ ...gauge(metric, valueType, unit, () => value), constant: steady });
  };
  constant("cpu/request_cores", "DOUBLE", "{cpu}", cpu);
  constant("memory/request_bytes", "INT64", "By", memory);
  constant("accelerator/request", "INT64", "{devices}", gpus);
  constant("memory/limit_bytes", "INT64", "By", limit);
  if (uses !== undefined) {
    const used = gauge("memory/used_bytes", "INT64", "By", uses);
    found.push({ ...used, metricLabels: { memory_type: "non-evictable" } });
    const cache = gauge("memory/used_bytes", "INT64", "By", () => 900 * GIB);
    found.push({ ...cache, metricLabels: { memory_type: "evictable" } });
  }
  if (cores !== undefined) {
    found.push({
      ...base,
      metric: "kubernetes.io/container/cpu/core_usage_time",
      kind: "CUMULATIVE",
      valueType: "DOUBLE",
      unit: "s{CPU}",
      points: counted(life, phase, (at) => ((at - life.from) / 1_000) * cores),
    });
  }
  if (restarts !== undefined) {
    found.push({
      ...base,
      metric: "kubernetes.io/container/restart_count",
      kind: "CUMULATIVE",
      valueType: "INT64",
      unit: "1",
      points: counted(life, phase, (at) => (at > (life.from + life.to) / 2 ? restarts : 0)),
    });
  }
  return found;
}

export function questions(more: Partial<Questions>): Questions {
  return { cluster: CLUSTER, now: NOW, window: millis(30 * DAY), nodes: [], workloads: [], ...more };
}

export function options(endpoint: string, more: Partial<MonitoringOptions> = {}): MonitoringOptions {
  return { endpoint, maxCalls: 100, timeout: 60_000, parallel: 4, known: [], ...more };
}

export function hoursAgo(hours: number): Instant {
  return instant(NOW - hours * HOUR);
}
