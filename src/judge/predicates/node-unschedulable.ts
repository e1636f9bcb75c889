import type { Taint } from "../../model/node.ts";
import type { Toleration } from "../../model/pod.ts";
import { tolerates } from "./taint-toleration.ts";

const CORDON: Taint = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule", addedAt: null };

/**
 * NodeUnschedulable: a cordoned node refuses every pod that does not tolerate the cordon's taint. (The autoscaler's
 * placement skips cordoned nodes even for a pod that does: see `Scheduling.place`.)
 * Source: scheduler `plugins/nodeunschedulable`.
 */
export function nodeUnschedulableRefuses(unschedulable: boolean, tolerations: readonly Toleration[]): boolean {
  return unschedulable && !tolerations.some((toleration) => tolerates(toleration, CORDON));
}
