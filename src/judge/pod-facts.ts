import type { Pod } from "../model/pod.ts";
import { type Instant, SECOND } from "../model/time.ts";

const CONFIG_MIRROR = "kubernetes.io/config.mirror";
const DAEMON_SET_POD = "cluster-autoscaler.kubernetes.io/daemonset-pod";

/**
 * `true`: may be moved whatever else it is; `false`: may not; `on-completion`: is waited for. Other values mean
 * nothing.
 */
export const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/**
 * Is it the API server's mirror of a static pod? Its value does not matter. Source: `pkg/utils/pod/pod.go`
 * `IsMirrorPod`.
 */
export function isMirrorPod(pod: Pod): boolean {
  return pod.annotations.has(CONFIG_MIRROR);
}

/**
 * Does it belong to a DaemonSet (of any API group), or does it say that it should be taken so?
 * Source: `pkg/utils/pod/pod.go` `IsDaemonSetPod`.
 */
export function isDaemonSetPod(pod: Pod): boolean {
  return pod.owner?.kind === "DaemonSet" || pod.annotations.get(DAEMON_SET_POD) === "true";
}

const DEFAULT_GRACE_SECONDS = 30;
const EXTRA_SECONDS = 30;

/**
 * Should it have ended long ago? Deleted, and its own grace period (the spec's, 30 s by default) and 30 s more are
 * past. Exactly then it is not yet. Source: `pkg/utils/drain/drain.go` `IsPodLongTerminating`.
 */
export function isLongTerminating(pod: Pod, now: Instant): boolean {
  if (pod.deletedAt === null) return false;
  const grace = pod.spec.terminationGraceSeconds ?? DEFAULT_GRACE_SECONDS;
  return pod.deletedAt + (grace + EXTRA_SECONDS) * SECOND < now;
}
