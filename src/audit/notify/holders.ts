import type { FindingBlocker } from "../finding.ts";
import { digestOf } from "./digest-of.ts";

/**
 * Who holds a node, as names for equality: its workloads, each with its reason, so that the next pod of the same CronJob is nobody
 * new. Bare pods count one by one.
 */
export function holderDigests(blockers: readonly FindingBlocker[]): readonly string[] {
  return [...new Set(blockers.map(holderDigest))].sort();
}

/** The workload that a person knows: `CronJob batch/x`, or the bare pod itself. */
export function workloadOf(blocker: FindingBlocker): { kind: string; namespace: string; name: string } {
  const top = blocker.owners.at(-1);
  if (top === undefined) return { kind: "Pod", namespace: blocker.namespace, name: blocker.name };
  return { kind: top.kind, namespace: top.namespace, name: top.name };
}

export function holderDigest(blocker: FindingBlocker): string {
  const { kind, namespace, name } = workloadOf(blocker);
  return digestOf(JSON.stringify([kind, namespace, name, blocker.reason]));
}
