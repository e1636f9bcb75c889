import type { Blocker, BlockingReason } from "../judge/verdict.ts";
import type { Node } from "../model/node.ts";
import { type Pod, podKey } from "../model/pod.ts";
import type { Instant } from "../model/time.ts";
import type { EndedPod } from "./ended-pods.ts";
import type { Since } from "./finding.ts";
import type { Held } from "./reconcile.ts";
import { createShare, type Measure } from "./shares.ts";

/** When a pinned node's episode began, with the larger pod whose end dates it. */
export interface Beginning {
  readonly since: Since;
  readonly largerPod: Pod | null;
  /** Until when the node was in use: when that pod ended, or as was measured. */
  readonly busyUntil: Instant | null;
  /** It cannot have begun before; `null` when nothing tells. */
  readonly earliest: Instant | null;
}

/**
 * Does a pod that blocks for this reason block from its first moment on? A budget may have been spent since, a controller may have
 * gone: then the pod's own start proves nothing.
 */
const SINCE_ITS_START: Readonly<Record<BlockingReason, boolean>> = {
  NotSafeToEvictAnnotation: true,
  NotReplicated: true,
  LocalStorageRequested: true,
  UnmovableKubeSystemPod: true,
  ControllerNotFound: false,
  MinReplicasReached: false,
  NotEnoughPdb: false,
  UnexpectedError: false,
};

/**
 * Dates a pinned node from the objects alone. It is pinned from the time that both hold: it is underutilized, and a blocker
 * stands on it. The first is proven by the end of a pod whose running had put the node above the threshold; the second by the
 * start of its earliest blocker. Without such an end, the earliest blocker's start and the node's own creation are bounds:
 * it cannot have begun before them ("at most since").
 *
 * @param blockers those whose reasons stand on what was seen
 * @param standing the pods that stand on the node now
 * @param ended the pods that ended on a node of this name
 */
export function beginningOf(
  node: Node,
  blockers: readonly Blocker[],
  standing: readonly Pod[],
  ended: readonly EndedPod[],
  measure: Measure,
): Beginning {
  const here = ended.filter(({ to }) => node.createdAt === null || to > node.createdAt);
  const last = lastAbove(standing, here, measure);
  if (last === null) return begun(bound(node, blockers), null, null);
  const blocker = earliest(blockers.filter(({ reason }) => SINCE_ITS_START[reason]).map(({ pod }) => pod));
  const { pod: largerPod, to, evidence, what } = last;
  if (blocker === null) return begun({ time: to, evidence, proven: false, what }, largerPod, to);
  if (blocker.at <= to) return begun({ time: to, evidence, proven: true, what }, largerPod, to);
  const both = `${what} before Pod ${podKey(blocker.pod)} started`;
  return begun({ time: blocker.at, evidence, proven: true, what: both }, largerPod, to);
}

function begun(since: Since, largerPod: Pod | null, busyUntil: Instant | null): Beginning {
  return { since, largerPod, busyUntil, earliest: since.time };
}

/** Since when blockers hold the node: the earliest of those that block from their start on, else of all; not before the node itself. */
export function heldSince({ createdAt }: Node, blockers: readonly Blocker[]): Held {
  const sure = blockers.filter(({ reason }) => SINCE_ITS_START[reason]);
  const first = earliest((sure.length > 0 ? sure : blockers).map(({ pod }) => pod));
  const since = first === null || (createdAt !== null && createdAt > first.at) ? createdAt : first.at;
  return { since, fromStart: sure.length > 0 };
}

interface Started {
  readonly pod: Pod;
  readonly at: Instant;
}

/** The pod that started first, of those whose start is known. */
function earliest(pods: readonly Pod[]): Started | null {
  let first: Started | null = null;
  for (const pod of pods) {
    const at = pod.startedAt ?? pod.createdAt;
    if (at !== null && (first === null || at < first.at)) first = { pod, at };
  }
  return first;
}

function bound({ createdAt, name }: Node, blockers: readonly Blocker[]): Since {
  const blocker = earliest(blockers.map(({ pod }) => pod));
  if (blocker !== null && (createdAt === null || blocker.at >= createdAt)) {
    return {
      time: blocker.at,
      evidence: "blocker-start",
      proven: false,
      what: `Pod ${podKey(blocker.pod)} started`,
    };
  }
  if (createdAt === null) return { time: null, evidence: "unknown", proven: false, what: "" };
  return { time: createdAt, evidence: "node-age", proven: false, what: `Node ${name} was created` };
}

export interface Step {
  readonly at: number;
  readonly pod: Pod;
  /** The pod that ended then; `null` for a start. */
  readonly ended: EndedPod | null;
}

/**
 * The last end before which the known pods had the node above its threshold; of several at one time the largest. Going
 * back in time, a pod comes at its end and goes at its start. Pods that nobody lists any more can only have added to it.
 */
function lastAbove(standing: readonly Pod[], ended: readonly EndedPod[], measure: Measure): EndedPod | null {
  if (ended.length === 0) return null;
  const share = createShare(measure);
  for (const pod of standing) share.add(pod);
  const steps = stepsBack(standing, ended);
  let next = 0;
  while (next < steps.length) {
    const at = steps[next]?.at;
    const ends: EndedPod[] = [];
    for (let step = steps[next]; step !== undefined && step.at === at; step = steps[++next]) {
      if (step.ended === null) share.remove(step.pod);
      else share.add(step.pod);
      if (step.ended !== null) ends.push(step.ended);
    }
    if (ends.length > 0 && share.max() > measure.threshold) return largest(ends, measure);
  }
  return null;
}

/** Starts and ends on a node, the latest first. */
export function stepsBack(standing: readonly Pod[], ended: readonly EndedPod[]): readonly Step[] {
  const starts = standing.flatMap((pod): readonly Step[] => {
    const at = pod.startedAt ?? pod.createdAt;
    return at === null ? [] : [{ at, pod, ended: null }];
  });
  const past = ended.flatMap((end): readonly Step[] => [
    { at: end.to, pod: end.pod, ended: end },
    { at: end.from, pod: end.pod, ended: null },
  ]);
  return [...starts, ...past].sort((left, right) => right.at - left.at);
}

function largest(ends: readonly EndedPod[], measure: Measure): EndedPod | null {
  let most: { readonly end: EndedPod; readonly share: number } | null = null;
  for (const end of ends) {
    const share = createShare(measure);
    share.add(end.pod);
    if (most === null || share.max() > most.share) most = { end, share: share.max() };
  }
  return most?.end ?? null;
}
