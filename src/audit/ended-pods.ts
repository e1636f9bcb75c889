import type { Pod } from "../model/pod.ts";
import { podKey } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";

/** A pod that has ended but is still listed, with when it ran and what dates its end. */
export interface EndedPod {
  readonly pod: Pod;
  readonly from: Instant;
  readonly to: Instant;
  readonly evidence: "pod-finished" | "job-finished";
  /** `Pod batch/big-x finished`, `Job batch/big finished` */
  readonly what: string;
}

const ENDED: ReadonlySet<string> = new Set(["Succeeded", "Failed"]);

/** The ended pods of the nodes in `names`, by node; those without a beginning or an end in the objects are left out. */
export function endedPods(
  snapshot: Pick<Snapshot, "pods" | "controllers">,
  names: ReadonlySet<string>,
  now: Instant,
): ReadonlyMap<string, readonly EndedPod[]> {
  const byNode = new Map<string, EndedPod[]>();
  for (const pod of snapshot.pods) {
    if (!ENDED.has(pod.phase) || !names.has(pod.nodeName)) continue;
    const ended = endOf(pod, snapshot.controllers);
    if (ended === null || ended.to > now || ended.from >= ended.to) continue;
    const same = byNode.get(pod.nodeName);
    if (same === undefined) byNode.set(pod.nodeName, [ended]);
    else same.push(ended);
  }
  return byNode;
}

/** The last container's finish time; without any, the completion of its Job, which was no earlier. */
function endOf(pod: Pod, controllers: Snapshot["controllers"]): EndedPod | null {
  const from = pod.startedAt ?? pod.createdAt;
  if (from === null) return null;
  const last = lastFinish(pod);
  if (last !== null) {
    return { pod, from, to: last, evidence: "pod-finished", what: `Pod ${podKey(pod)} finished` };
  }
  if (pod.owner?.kind !== "Job") return null;
  const job = controllers.Job.get(`${pod.namespace}/${pod.owner.name}`);
  if (job?.finishedAt == null) return null;
  const what = `Job ${podKey(job)} finished`;
  return { pod, from, to: job.finishedAt, evidence: "job-finished", what };
}

/** When the last of its containers finished; `null` when the pod does not tell. */
export function lastFinish(pod: Pod): Instant | null {
  const finished = pod.ends.flatMap((end) => (end.finishedAt === null ? [] : [end.finishedAt]));
  return finished.length === 0 ? null : finished.reduce((latest, at) => (at > latest ? at : latest));
}
