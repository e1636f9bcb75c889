import type { Pod } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { lastFinish } from "./ended-pods.ts";
import type { Ending } from "./look.ts";

const ENDED: ReadonlySet<string> = new Set(["Succeeded", "Failed"]);

/**
 * The ends of pods and Jobs that the snapshot tells: of a pod its last container's finish, else its Job's completion; of a Job whose
 * pods are all gone its own completion. Not of one that runs several pods at a time, nor of one that another pod is listed of: its
 * completion says nothing of any one pod that is gone.
 */
export function endingsOf(
  { pods, controllers }: Pick<Snapshot, "pods" | "controllers">,
  now: Instant,
): readonly Ending[] {
  const endings: Ending[] = [];
  const listed = new Set<string>();
  for (const pod of pods) {
    const job = jobOf(pod);
    if (job !== null) listed.add(job);
    if (!ENDED.has(pod.phase)) continue;
    const endedAt = lastFinish(pod) ?? (job === null ? null : (controllers.Job.get(job)?.finishedAt ?? null));
    if (endedAt === null || endedAt > now) continue;
    endings.push({ kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid, endedAt });
  }
  for (const [key, { namespace, name, uid, finishedAt, replicas }] of controllers.Job) {
    if (finishedAt === null || finishedAt > now || listed.has(key) || (replicas ?? 1) > 1) continue;
    endings.push({ kind: "Job", namespace, name, uid, endedAt: finishedAt });
  }
  return endings;
}

function jobOf({ namespace, owner }: Pod): string | null {
  return owner?.kind === "Job" ? `${namespace}/${owner.name}` : null;
}
