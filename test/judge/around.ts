import { createBudgets } from "../../src/judge/budgets.ts";
import type { DrainContext } from "../../src/judge/drain-context.ts";
import { type AutoscalerSettings, GKE_DEFAULTS } from "../../src/judge/settings.ts";
import type { Budget } from "../../src/model/budget.ts";
import type { Controller } from "../../src/model/owner.ts";
import { controller, controllers, NOW } from "./objects.ts";

export function settings(changes: Partial<AutoscalerSettings> = {}): AutoscalerSettings {
  return { ...GKE_DEFAULTS, ...changes };
}

export interface ContextChanges {
  readonly settings?: Partial<AutoscalerSettings>;
  readonly controllers?: readonly Controller[];
  readonly budgets?: readonly Budget[];
}

/** The controllers of all pods that `pod` and `owner` make. */
export const ALL_CONTROLLERS: readonly Controller[] = ["default", "kube-system"].flatMap((namespace) =>
  (["Job", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"] as const).map((kind) =>
    controller(kind, { namespace }),
  ),
);

/** What a drain rule sees: a cluster whose controllers are all there. */
export function context(changes: ContextChanges = {}): DrainContext {
  return {
    now: NOW,
    settings: settings(changes.settings),
    controllers: controllers(changes.controllers ?? ALL_CONTROLLERS),
    budgets: createBudgets(changes.budgets ?? []),
  };
}
