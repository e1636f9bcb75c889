import type { Budget } from "../model/budget.ts";
import { type Labels, selects } from "../model/labels.ts";
import type { Pod } from "../model/pod.ts";
import { createSelectorIndex, type SelectorIndex } from "./selector-index.ts";

/** Could these pods be evicted within the disruption budgets? */
export interface BudgetAnswer {
  /** No matching budget is used up. */
  readonly canRemove: boolean;
  /** Every matching budget holds for all of them at once; if not, the eviction is slow and risky. */
  readonly inParallel: boolean;
  /** The pod that a budget is too small for. */
  readonly blocking: Pod | null;
}

/** What is left of the disruption budgets. Source: `pkg/core/scaledown/pdb/basic.go`. */
export interface Budgets {
  /** The budgets of the pod's namespace that select it, in snapshot order. */
  matching(pod: Pod): readonly Budget[];
  /** How many disruptions are left. */
  allowed(budget: Budget): number;
  canRemove(pods: readonly Pod[]): BudgetAnswer;
  /** Uses the budgets up: each pod takes one from every budget that selects it. */
  remove(pods: readonly Pod[]): void;
}

const NONE: readonly Budget[] = [];

/**
 * A fresh count of `budgets`. Pods share their label maps (`collect` interns them), so that each map is matched once
 * a namespace, and with those budgets only that ask for one of its labels.
 */
export function createBudgets(budgets: readonly Budget[]): Budgets {
  const byNamespace = new Map<string, Namespace>();
  for (const [position, budget] of budgets.entries()) {
    const namespace = byNamespace.get(budget.namespace) ?? { index: createSelectorIndex(), matched: new WeakMap() };
    byNamespace.set(budget.namespace, namespace);
    namespace.index.add({ position, budget }, budget.selector);
  }
  const used = new Map<Budget, number>();
  const matching = (pod: Pod): readonly Budget[] => matchingIn(byNamespace.get(pod.namespace), pod.labels);
  const allowed = (budget: Budget): number => budget.disruptionsAllowed - (used.get(budget) ?? 0);
  return {
    matching,
    allowed,
    canRemove: (pods) => canRemove(budgets, pods, matching, allowed),
    remove(pods) {
      for (const pod of pods) {
        for (const budget of matching(pod)) used.set(budget, (used.get(budget) ?? 0) + 1);
      }
    },
  };
}

interface Placed {
  /** Among all budgets of the snapshot. */
  readonly position: number;
  readonly budget: Budget;
}

interface Namespace {
  readonly index: SelectorIndex<Placed>;
  readonly matched: WeakMap<Labels, readonly Budget[]>;
}

function matchingIn(namespace: Namespace | undefined, labels: Labels): readonly Budget[] {
  if (namespace === undefined) return NONE;
  const known = namespace.matched.get(labels);
  if (known !== undefined) return known;
  const found = namespace.index
    .candidates(labels)
    .filter(({ budget }) => selects(budget.selector, labels))
    .sort((left, right) => left.position - right.position)
    .map(({ budget }) => budget);
  namespace.matched.set(labels, found);
  return found;
}

/** One budget after the other, as the autoscaler asks: the first one that is used up ends it. */
function canRemove(
  budgets: readonly Budget[],
  pods: readonly Pod[],
  matching: Budgets["matching"],
  allowed: Budgets["allowed"],
): BudgetAnswer {
  const claims = new Map<Budget, Pod[]>();
  for (const pod of pods) {
    for (const budget of matching(pod)) {
      const claim = claims.get(budget);
      if (claim === undefined) claims.set(budget, [pod]);
      else claim.push(pod);
    }
  }
  let tooMany: Pod | null = null;
  for (const budget of budgets) {
    const claim = claims.get(budget);
    const first = claim?.[0];
    if (claim === undefined || first === undefined) continue;
    if (allowed(budget) < 1) return { canRemove: false, inParallel: false, blocking: first };
    if (claim.length > allowed(budget)) tooMany = claim.at(-1) ?? null;
  }
  return { canRemove: true, inParallel: tooMany === null, blocking: tooMany };
}
