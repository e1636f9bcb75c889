import type { Labels } from "./labels.ts";
import type { ResourceList } from "./resources.ts";
import type { Instant } from "./time.ts";

/** A taint as the node carries it. An effect outside the three is kept as it is written: the scheduler ignores it. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
  readonly addedAt: Instant | null;
}

/** A node condition (`Ready`, `DiskPressure`, …). */
export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly changedAt: Instant | null;
}

/** A node as the API server holds it, only with what judge, price and audit need. */
export interface Node {
  readonly name: string;
  readonly uid: string;
  readonly labels: Labels;
  /** Only the annotations of the allow-list (`collect/allowed.ts`). */
  readonly annotations: Labels;
  readonly createdAt: Instant | null;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
  readonly conditions: readonly NodeCondition[];
  /** `v1.33.5-gke.1201000`, or "" */
  readonly kubeletVersion: string;
  /** `gce://PROJECT/ZONE/INSTANCE`, or "" */
  readonly providerId: string;
  /** `status.declaredFeatures`; absent: none. */
  readonly declaredFeatures?: ReadonlySet<string>;
}
