import { type Duration, HOUR, MINUTE, millis } from "../model/time.ts";

/** The autoscaler's flags, by their own names. */
export interface AutoscalerSettings {
  readonly scaleDownUtilizationThreshold: number;
  readonly scaleDownGpuUtilizationThreshold: number;
  readonly skipNodesWithSystemPods: boolean;
  readonly skipNodesWithLocalStorage: boolean;
  readonly skipNodesWithCustomControllerPods: boolean;
  readonly minReplicaCount: number;
  /** How long a kube-system pod without a budget blocks; infinite before 1.33. */
  readonly bspDisruptionTimeout: Duration;
  readonly ignoreDaemonSetsUtilization: boolean;
  readonly ignoreMirrorPodsUtilization: boolean;
  readonly scaleDownUnreadyEnabled: boolean;
  readonly expendablePodsPriorityCutoff: number;
  readonly scaleDownUnneededTime: Duration;
  readonly scaleDownUnreadyTime: Duration;
  /** Node pools without autoscaling; `null`: take it from the status ConfigMap, else all are autoscaled. */
  readonly notAutoscaledPools: readonly string[] | null;
  /** Does `safe-to-evict: "on-completion"` mean anything (1.36 and later)? */
  readonly onCompletion: boolean;
}

/** GKE's defaults, at the newest mirrored version. */
export const GKE_DEFAULTS: AutoscalerSettings = {
  scaleDownUtilizationThreshold: 0.5,
  scaleDownGpuUtilizationThreshold: 0.5,
  skipNodesWithSystemPods: true,
  skipNodesWithLocalStorage: false,
  skipNodesWithCustomControllerPods: true,
  minReplicaCount: 0,
  bspDisruptionTimeout: HOUR,
  ignoreDaemonSetsUtilization: false,
  ignoreMirrorPodsUtilization: false,
  scaleDownUnreadyEnabled: true,
  expendablePodsPriorityCutoff: -10,
  scaleDownUnneededTime: millis(10 * MINUTE),
  scaleDownUnreadyTime: millis(20 * MINUTE),
  notAutoscaledPools: null,
  onCompletion: true,
};

export const PROFILE_NAMES = ["gke", "oss"] as const;

export type ProfileName = (typeof PROFILE_NAMES)[number];

/**
 * Whose defaults hold. `oss`: the open-source autoscaler's own flags (`config/flags/flags.go`), which differ from GKE's in one:
 * pods with local storage block. GKE's `optimize-utilization` is not here, since Google does not publish its values.
 */
export const PROFILES: Readonly<Record<ProfileName, AutoscalerSettings>> = {
  gke: GKE_DEFAULTS,
  oss: { ...GKE_DEFAULTS, skipNodesWithLocalStorage: true },
};

/** The autoscaler's version that is assumed when neither config nor snapshot names one. */
export const NEWEST_VERSION = "1.36";

/** `settings` as an autoscaler of minor `version` (`1.36`) would take them: what it does not know yet is off. */
export function atVersion(settings: AutoscalerSettings, version: string): AutoscalerSettings {
  const minor = Number(version.split(".")[1]);
  return {
    ...settings,
    bspDisruptionTimeout: minor < 33 ? millis(Number.POSITIVE_INFINITY) : settings.bspDisruptionTimeout,
    onCompletion: minor >= 36 && settings.onCompletion,
  };
}
