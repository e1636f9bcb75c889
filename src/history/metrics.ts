import type { Query } from "./client.ts";
import type { Shape } from "./series.ts";

/** A metric of GKE's system metrics, and how it is asked for. */
export interface Metric extends Shape {
  readonly aligner: Query["aligner"];
  readonly reducer: Query["reducer"];
  readonly terms: readonly string[];
}

const NON_EVICTABLE = 'metric.labels.memory_type = "non-evictable"';
const CONTAINER = "kubernetes.io/container";
const BYTES = ["By"];
const ONE = ["1", "{restarts}", "{restart}"];

/** What containers ask for: sampled once a minute, so a span of a minute has each container once. */
export const REQUESTED = {
  cpu: requested("cpu/request_cores", ["{cpu}", "{cores}", "1"]),
  memory: requested("memory/request_bytes", BYTES),
  gpu: requested("accelerator/request", ["{devices}", "{device}", "1"]),
} as const;

function requested(name: string, units: readonly string[]): Metric {
  const metric = `${CONTAINER}/${name}`;
  return { metric, units, counter: false, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM", terms: [] };
}

/** What containers used, by the day. */
export const USED = {
  peak: {
    metric: `${CONTAINER}/memory/used_bytes`,
    units: BYTES,
    counter: false,
    aligner: "ALIGN_MAX",
    reducer: "REDUCE_MAX",
    terms: [NON_EVICTABLE],
  },
  limit: {
    metric: `${CONTAINER}/memory/limit_bytes`,
    units: BYTES,
    counter: false,
    aligner: "ALIGN_MAX",
    reducer: "REDUCE_MAX",
    terms: [],
  },
  cpu: {
    metric: `${CONTAINER}/cpu/core_usage_time`,
    units: ["s{CPU}", "s"],
    counter: true,
    aligner: "ALIGN_DELTA",
    reducer: "REDUCE_SUM",
    terms: [],
  },
  /** How many samples there are, one a minute: how long it ran. */
  minutes: {
    metric: `${CONTAINER}/memory/used_bytes`,
    // A count has no unit of its own; some answers keep the metric's.
    units: [...BYTES, ...ONE],
    counter: false,
    aligner: "ALIGN_COUNT",
    reducer: "REDUCE_SUM",
    terms: [NON_EVICTABLE],
  },
  restarts: {
    metric: `${CONTAINER}/restart_count`,
    units: ONE,
    counter: true,
    aligner: "ALIGN_DELTA",
    reducer: "REDUCE_SUM",
    terms: [],
  },
} as const satisfies Record<string, Metric>;

export type Used = keyof typeof USED;

/** Labels by which answers are told apart; cluster and location only to be checked. */
export const NODE_LABEL = "metadata.system_labels.node_name";
export const CONTROLLER_LABEL = "metadata.system_labels.top_level_controller_name";
export const CONTROLLER_TYPE_LABEL = "metadata.system_labels.top_level_controller_type";
export const PLACE_LABELS = ["resource.labels.cluster_name", "resource.labels.location"] as const;
