import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { plus, type Quantity, ZERO } from "../model/quantity.ts";
import type { Instant } from "../model/time.ts";
import { gpusOf } from "./gpu.ts";
import { isDaemonSetPod, isLongTerminating, isMirrorPod } from "./pod-facts.ts";
import type { AutoscalerSettings } from "./settings.ts";
import type { Utilization } from "./verdict.ts";

/**
 * How much of a node its pods ask for, as the autoscaler counts it: the larger of cpu and memory (a tie says memory),
 * or of its GPUs alone on a node that has them. `null` where the autoscaler gives up: allocatable cpu or memory is
 * missing or zero. A GPU that is not ready counts as unused. Source: `pkg/simulator/utilization/info.go` `Calculate`.
 *
 * With `ignoreDaemonSetsUtilization` their pods may take all that is allocatable: `max` is then infinite or not a
 * number, as in Go.
 */
export function utilizationOf(
  node: Node,
  pods: readonly Pod[],
  settings: AutoscalerSettings,
  now: Instant,
): Utilization | null {
  const { counted, setAside } = partition(pods, settings, now);
  const share = (resource: string): number | null => shareOf(resource, node, counted, setAside);
  const cpu = share("cpu");
  const memory = share("memory");
  const known = { cpu: finite(cpu), memory: finite(memory) };
  const gpus = gpusOf(node);
  if (gpus?.kind === "resource") {
    const gpu = share(gpus.resource) ?? 0;
    return { resource: gpus.resource, ...known, gpu: finite(gpu), max: gpu };
  }
  if (cpu === null || memory === null) return null;
  return cpu > memory
    ? { resource: "cpu", ...known, gpu: null, max: cpu }
    : { resource: "memory", ...known, gpu: null, max: memory };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

interface Partition {
  /** What counts as used. */
  readonly counted: readonly Pod[];
  /** What is taken off allocatable instead. */
  readonly setAside: readonly Pod[];
}

const NONE: readonly Pod[] = [];

function partition(pods: readonly Pod[], settings: AutoscalerSettings, now: Instant): Partition {
  const { ignoreDaemonSetsUtilization: daemonSets, ignoreMirrorPodsUtilization: mirrors } = settings;
  const living = (pod: Pod): boolean => !isLongTerminating(pod, now);
  if (!daemonSets && !mirrors) return { counted: pods.every(living) ? pods : pods.filter(living), setAside: NONE };
  const aside = (pod: Pod): boolean => (daemonSets && isDaemonSetPod(pod)) || (mirrors && isMirrorPod(pod));
  return { counted: pods.filter((pod) => !aside(pod) && living(pod)), setAside: pods.filter(aside) };
}

/** `null` when the node has none of the resource. Source: `info.go` `CalculateUtilizationOfResource`. */
function shareOf(resource: string, node: Node, counted: readonly Pod[], setAside: readonly Pod[]): number | null {
  const allocatable = millis(node.allocatable.get(resource) ?? ZERO);
  if (allocatable === 0n) return null;
  return Number(millis(sum(resource, counted))) / Number(allocatable - millis(sum(resource, setAside)));
}

function sum(resource: string, pods: readonly Pod[]): Quantity {
  let total = ZERO;
  for (const pod of pods) {
    const amount = pod.runningRequests.get(resource);
    if (amount !== undefined) total = plus(total, amount);
  }
  return total;
}

const MILLI = 1_000_000n;

/** Thousandths, rounded up, as a whole number: their difference is taken before it becomes a float. */
function millis(quantity: Quantity): bigint {
  return (quantity + MILLI - 1n) / MILLI;
}
