import type { ControllerKind, OwnerReference } from "../../model/owner.ts";
import type { Pod } from "../../model/pod.ts";
import type { DrainContext, Rule } from "../drain-context.ts";
import { blockDrain, type Outcome, UNDEFINED } from "../outcome.ts";
import { isDaemonSetPod } from "../pod-facts.ts";

/**
 * A pod whose controller is gone would not come back, nor should one of a controller that has the fewest replicas
 * allowed already. Controllers are looked up by kind, namespace and name: of Jobs, ReplicaSets and
 * ReplicationControllers any API group will do, a StatefulSet or DaemonSet of another group is not looked up. On only
 * while `skipNodesWithCustomControllerPods` is. Source: `pkg/simulator/drainability/rules/replicacount`.
 */
export const replicaCount: Rule = (pod, context) => {
  const owner = pod.owner;
  if (owner === null) return UNDEFINED;
  const group = apiGroup(owner.apiVersion);
  if (group === null) return UNDEFINED;
  if (owner.kind === "ReplicationController") return enoughReplicas("ReplicationController", pod, owner, context);
  if (isDaemonSetPod(pod)) {
    return group === "apps" && owner.kind === "DaemonSet" ? exists("DaemonSet", pod, owner, context) : UNDEFINED;
  }
  if (owner.kind === "Job") return exists("Job", pod, owner, context);
  if (owner.kind === "ReplicaSet") return enoughReplicas("ReplicaSet", pod, owner, context);
  if (owner.kind === "StatefulSet" && group === "apps") return exists("StatefulSet", pod, owner, context);
  return UNDEFINED;
};

function exists(kind: ControllerKind, pod: Pod, owner: OwnerReference, context: DrainContext): Outcome {
  const found = context.controllers[kind].has(`${pod.namespace}/${owner.name}`);
  return found ? UNDEFINED : blockDrain("ControllerNotFound");
}

function enoughReplicas(kind: ControllerKind, pod: Pod, owner: OwnerReference, context: DrainContext): Outcome {
  const controller = context.controllers[kind].get(`${pod.namespace}/${owner.name}`);
  if (controller === undefined) return blockDrain("ControllerNotFound");
  const tooFew = controller.replicas !== null && controller.replicas < context.settings.minReplicaCount;
  return tooFew ? blockDrain("MinReplicasReached") : UNDEFINED;
}

/**
 * The group of an `apiVersion`; `null` when it is none (two slashes). Source: apimachinery
 * `schema.ParseGroupVersion`.
 */
function apiGroup(apiVersion: string): string | null {
  const slash = apiVersion.indexOf("/");
  if (slash === -1) return "";
  return apiVersion.includes("/", slash + 1) ? null : apiVersion.slice(0, slash);
}
