import type { Node, NodeCondition } from "../model/node.ts";

const NOT_READY_TAINTS: ReadonlySet<string> = new Set([
  "node.kubernetes.io/not-ready",
  "node.kubernetes.io/disk-pressure",
  "node.kubernetes.io/network-unavailable",
]);

/**
 * Does the autoscaler take a node for ready? It says so itself, and neither a condition nor a taint speaks against
 * it; a node that says nothing is not. Source: `pkg/utils/kubernetes/ready.go` `GetReadinessState`.
 */
export function isReady(node: Node): boolean {
  const says = node.conditions.some(({ type }) => type === "Ready");
  return says && !node.conditions.some(speaksAgainst) && !node.taints.some(({ key }) => NOT_READY_TAINTS.has(key));
}

function speaksAgainst({ type, status }: NodeCondition): boolean {
  if (type === "Ready") return status === "False" || status === "Unknown";
  return (type === "DiskPressure" || type === "NetworkUnavailable") && status === "True";
}
