import type { Rule } from "../drain-context.ts";
import { blockDrain, UNDEFINED } from "../outcome.ts";

const REPLICATED_KINDS: ReadonlySet<string> = new Set(["ReplicationController", "Job", "ReplicaSet", "StatefulSet"]);

/**
 * A pod that no controller would make again. With `skipNodesWithCustomControllerPods` only Kubernetes' own kinds
 * count (by kind, in any API group), otherwise every controller does. Source:
 * `pkg/simulator/drainability/rules/replicated`.
 */
export const replicated: Rule = ({ owner }, { settings }) => {
  if (owner === null) return blockDrain("NotReplicated");
  const trusted = !settings.skipNodesWithCustomControllerPods || REPLICATED_KINDS.has(owner.kind);
  return trusted ? UNDEFINED : blockDrain("NotReplicated");
};
