import type { PodVolume } from "../../model/pod.ts";
import type { Rule } from "../drain-context.ts";
import { blockDrain, UNDEFINED } from "../outcome.ts";

const SAFE_LOCAL_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

/**
 * A pod whose data would be lost with its node: a hostPath volume, or an emptyDir that is not in memory, unless an
 * annotation names the volume as safe. That list is split at commas and nothing is trimmed. Source:
 * `pkg/simulator/drainability/rules/localstorage`, `pkg/utils/drain/drain.go` `HasBlockingLocalStorage`.
 */
export const localStorage: Rule = (pod) => {
  if (!pod.spec.volumes.some(isLocal)) return UNDEFINED;
  const safe = new Set(pod.annotations.get(SAFE_LOCAL_VOLUMES)?.split(",") ?? []);
  const blocks = pod.spec.volumes.some((volume) => isLocal(volume) && !safe.has(volume.name));
  return blocks ? blockDrain("LocalStorageRequested") : UNDEFINED;
};

function isLocal(volume: PodVolume): boolean {
  return volume.kind === "hostPath" || (volume.kind === "emptyDir" && volume.medium !== "Memory");
}
