import { AFFINITIES } from "./affinity.ts";
import { CLUSTER } from "./cluster.ts";
import { NODE_AFFINITY } from "./node-affinity.ts";
import { PORTS } from "./ports.ts";
import type { Features } from "./question.ts";
import { RESOURCES } from "./resources.ts";
import { SPREADS } from "./spread.ts";
import { TAINTS } from "./taints.ts";
import { VOLUMES } from "./volumes.ts";
import { WAITING } from "./waiting.ts";

/** Every branch of the filters that questions must take. */
export const FEATURES: Features = {
  ...TAINTS,
  ...NODE_AFFINITY,
  ...PORTS,
  ...RESOURCES,
  ...VOLUMES,
  ...WAITING,
  ...SPREADS,
  ...AFFINITIES,
  ...CLUSTER,
};
