import { thresholdOf } from "../judge/eligibility.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import { utilizationOf } from "../judge/utilization.ts";
import type { Blocker, Verdict } from "../judge/verdict.ts";
import type { Pod } from "../model/pod.ts";
import type { Instant } from "../model/time.ts";
import { byText } from "./compare.ts";

/**
 * Why a node with blockers is above the threshold. `at-risk`: only because of pods that move or of Jobs' big pods, which end; then the
 * small ones hold it. `crowded`: the small ones alone put it there.
 */
export interface MixedWork {
  readonly kind: "at-risk" | "crowded-by-blockers";
  readonly small: readonly Blocker[];
  /** The Jobs' big pods without which the node is underutilized. */
  readonly ending: readonly Pod[];
  /** The share of the node that stays when those and the movable pods are gone. */
  readonly utilization: number;
}

/** A pod is big when it alone asks for more than this part of the threshold. */
const BIG = 0.5;

/**
 * @param blockers those whose reasons stand on what was seen
 * @param pods all that stand on the node
 * @returns `null` when neither holds: its big work does not end by itself, or it has no small blockers
 */
export function mixedWork(
  { node, podsToMove }: Verdict,
  blockers: readonly Blocker[],
  pods: readonly Pod[],
  settings: AutoscalerSettings,
  now: Instant,
): MixedWork | null {
  const threshold = thresholdOf(node, settings);
  const share = (counted: readonly Pod[]) => utilizationOf(node, counted, settings, now)?.max ?? 0;
  const big = blockers
    .map((blocker) => ({ blocker, share: share([blocker.pod]) }))
    .filter((each) => each.share > threshold * BIG)
    .sort((left, right) => right.share - left.share || byText(left.blocker.pod.name, right.blocker.pod.name))
    .map(({ blocker }) => blocker);
  const large = new Set(big);
  const small = blockers.filter((blocker) => !large.has(blocker));
  const gone = new Set(podsToMove);
  const left = () => share(pods.filter((pod) => !gone.has(pod)));
  const ending: Pod[] = [];
  for (const { pod } of big) {
    if (left() <= threshold || pod.owner?.kind !== "Job") break;
    gone.add(pod);
    ending.push(pod);
  }
  const utilization = left();
  if (utilization <= threshold) {
    const holding = blockers.filter(({ pod }) => !gone.has(pod));
    return holding.length === 0 ? null : { kind: "at-risk", small: holding, ending, utilization };
  }
  for (const { pod } of big) gone.add(pod);
  const crowded = small.length > 1 && left() > threshold;
  return crowded ? { kind: "crowded-by-blockers", small, ending: [], utilization: left() } : null;
}
