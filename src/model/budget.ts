import type { LabelSelector } from "./labels.ts";

/** A PodDisruptionBudget. */
export interface Budget {
  readonly namespace: string;
  readonly name: string;
  /** `null`: matches nothing. The empty list: every pod of the namespace. */
  readonly selector: LabelSelector | null;
  /** `status.disruptionsAllowed`; 0 where the status lacks it. */
  readonly disruptionsAllowed: number;
}
