import type { Rule } from "../drain-context.ts";
import { blockDrain, UNDEFINED } from "../outcome.ts";

/** A pod of a disruption budget that allows none. Source: `pkg/simulator/drainability/rules/pdb`. */
export const pdb: Rule = (pod, { budgets }) =>
  budgets.matching(pod).some((budget) => budgets.allowed(budget) < 1) ? blockDrain("NotEnoughPdb") : UNDEFINED;
