import type { Provisioning, SinceEvidence } from "../audit/finding.ts";

export const SINCE_EVIDENCE = [
  "pod-finished",
  "job-finished",
  "earlier-run",
  "monitoring",
  "blocker-start",
  "node-age",
  "unknown",
] as const satisfies readonly SinceEvidence[];

export const PROVISIONING = [
  "standard",
  "spot",
  "preemptible",
  "flex-start",
] as const satisfies readonly Provisioning[];

/** The one of `known` that `text` is; `null` for none of them. */
export function oneOf<Known extends string>(known: readonly Known[], text: string | null): Known | null {
  return known.find((each) => each === text) ?? null;
}
