import type { Pod } from "../model/pod.ts";
import type { Controllers } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { Budgets } from "./budgets.ts";
import type { Outcome } from "./outcome.ts";
import type { AutoscalerSettings } from "./settings.ts";

/** What a drain rule may look at besides the pod. Source: `pkg/simulator/drainability/context.go`. */
export interface DrainContext {
  readonly now: Instant;
  readonly settings: AutoscalerSettings;
  readonly controllers: Controllers;
  readonly budgets: Budgets;
}

/** One drain rule: a pure function of a pod and what is around it. */
export type Rule = (pod: Pod, context: DrainContext) => Outcome;
