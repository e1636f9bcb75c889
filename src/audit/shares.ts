import { thresholdOf } from "../judge/eligibility.ts";
import { isDaemonSetPod, isLongTerminating, isMirrorPod } from "../judge/pod-facts.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Pod } from "../model/pod.ts";
import { ZERO } from "../model/quantity.ts";
import type { RequestLimits } from "../model/requested.ts";
import type { Instant } from "../model/time.ts";

/** What decides whether a node is underutilized, for following it through time. */
export interface Measure {
  /** The node's GPUs alone where it has any, else cpu and memory; with what there is of each. */
  readonly resources: readonly { readonly name: string; readonly allocatable: bigint }[];
  /** Underutilized at this share and below. */
  readonly threshold: number;
  /** Does the pod count as use? Not if the settings pass it over, or it should have ended long ago. */
  readonly counts: (pod: Pod) => boolean;
}

/** The measure of a node on which `standing` stand now; pods that are passed over take from what there is. */
export function measureOf(
  { node, utilization }: Verdict,
  standing: readonly Pod[],
  settings: AutoscalerSettings,
  now: Instant,
): Measure {
  const gpu = utilization !== null && utilization.gpu !== null ? utilization.resource : null;
  const setAside = (pod: Pod) =>
    (settings.ignoreDaemonSetsUtilization && isDaemonSetPod(pod)) ||
    (settings.ignoreMirrorPodsUtilization && isMirrorPod(pod));
  const aside = standing.filter(setAside);
  return {
    resources: (gpu === null ? ["cpu", "memory"] : [gpu]).map((name) => {
      const taken = aside.reduce((sum, pod) => sum + (pod.runningRequests.get(name) ?? ZERO), 0n);
      return { name, allocatable: (node.allocatable.get(name) ?? ZERO) - taken };
    }),
    threshold: thresholdOf(node, settings),
    counts: (pod) => !setAside(pod) && !isLongTerminating(pod, now),
  };
}

/** A running sum of requests over what the node has. */
export interface Share {
  add(pod: Pod): void;
  remove(pod: Pod): void;
  /** The largest share of any resource that decides; one of which there is nothing counts as unused. */
  max(): number;
}

export function createShare(measure: Measure): Share {
  const sums = measure.resources.map(() => 0n);
  const change = (pod: Pod, sign: bigint) => {
    if (!measure.counts(pod)) return;
    for (const [at, { name }] of measure.resources.entries()) {
      sums[at] = (sums[at] ?? 0n) + sign * (pod.runningRequests.get(name) ?? ZERO);
    }
  };
  return {
    add: (pod) => change(pod, 1n),
    remove: (pod) => change(pod, -1n),
    max: () => Math.max(...measure.resources.map(({ allocatable }, at) => ratio(sums[at] ?? 0n, allocatable))),
  };
}

const MILLI = 1_000_000n;

/** As the autoscaler divides: thousandths, rounded up. */
function ratio(part: bigint, whole: bigint): number {
  return whole <= 0n ? 0 : Number(thousandths(part)) / Number(thousandths(whole));
}

function thousandths(amount: bigint): bigint {
  return (amount + MILLI - 1n) / MILLI;
}

const NANO = 1e9;

/** Without bound: asked for all the same, for it shows that the node was there. */
const ANY = Number.MAX_VALUE;

/** What may be asked for at the threshold, in cores, bytes or GPUs. */
export function limitsOf({ resources, threshold }: Measure): RequestLimits {
  const limits: { cpu?: number; memory?: number; gpu?: number } = {};
  for (const { name, allocatable } of resources) {
    const limit = (Number(allocatable) / NANO) * threshold;
    if (name === "cpu" || name === "memory") limits[name] = limit;
    else limits.gpu = limit;
  }
  return limits.gpu === undefined ? limits : { ...limits, cpu: ANY };
}
