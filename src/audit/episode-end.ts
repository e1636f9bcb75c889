import type { Instant } from "../model/time.ts";
import type { EndCause, EndEvidence, Episode, EpisodeBlocker } from "./episode.ts";
import { type Ending, type FreeLook, nodeKey, podId, type RunLook, workloadName } from "./look.ts";

/** How an episode ended. */
export interface Ended {
  readonly at: Instant;
  readonly evidence: EndEvidence;
  readonly cause: EndCause;
  readonly what: string;
  /** Until when it is counted beyond the last run that found it; `null`: no further. */
  readonly counted: Instant | null;
}

/**
 * The end of an episode whose node the run saw without finding it pinned, or did not see any more (`null`). Proven when every blocker
 * has ended since it was last seen, and nothing else had set the node free before. `null`: the run is no evidence, for what was
 * not listed may be what held the node.
 */
export function endOf(before: Episode, seen: FreeLook | null, look: RunLook): Ended | null {
  const last = lastEnding(before, look);
  if (last !== null && (seen === null || holdsUntil(seen, last.endedAt))) {
    const evidence = last.kind === "Job" ? "job-finished" : "pod-finished";
    const what = `${last.kind} ${last.namespace}/${last.name} finished`;
    return { at: last.endedAt, evidence, cause: "pod-finished", what, counted: last.endedAt };
  }
  if (seen !== null && restsOnMissing(before, look)) return null;
  return { at: look.run.takenAt, evidence: "later-run", counted: null, ...causeOf(before, seen, look) };
}

/** The last of the blockers' ends, when all of them are known to have ended since they were last seen. */
function lastEnding({ blockers, lastSeenAt }: Episode, { endings, run }: RunLook): Ending | null {
  let last: Ending | null = null;
  for (const blocker of blockers) {
    const ending = endings.find(
      (each) => isOf(each, blocker) && each.endedAt > lastSeenAt && each.endedAt <= run.takenAt,
    );
    if (ending === undefined) return null;
    if (last === null || ending.endedAt > last.endedAt) last = ending;
  }
  return last;
}

function isOf(ending: Ending, blocker: EpisodeBlocker): boolean {
  if (ending.kind === "Pod") return podId(ending) === podId(blocker);
  return ending.namespace === blocker.namespace && ending.name === blocker.job;
}

/** Was the node held until then? Not for certain when something else than its blockers' end made it what it is. */
function holdsUntil({ verdict, busySince }: FreeLook, end: Instant): boolean {
  if (verdict === "NotUnderutilized") return busySince !== null && busySince > end;
  return verdict === "Removable" || verdict === "CurrentlyBeingDeleted";
}

/** Without the budgets, what only a budget holds looks free. */
function restsOnMissing({ blockers }: Episode, { missingKinds }: RunLook): boolean {
  return missingKinds.has("PodDisruptionBudget") && blockers.some(({ reason }) => reason === "NotEnoughPdb");
}

type Cause = Pick<Ended, "cause" | "what">;

function causeOf(before: Episode, seen: FreeLook | null, look: RunLook): Cause {
  if (seen === null) return { cause: "node-gone", what: `Node ${before.node.name} is gone` };
  if (seen.verdict === "NotUnderutilized") return { cause: "busy-again", what: "" };
  const here = before.blockers.filter((blocker) => seen.blocking.has(podId(blocker)));
  if (here.length > 0) return { cause: "unknown", what: seen.verdict };
  const freed = before.blockers.find((blocker) => seen.standing?.has(podId(blocker)) === true);
  if (freed !== undefined)
    return { cause: "rule-changed", what: `Pod ${freed.namespace}/${freed.name} blocks no longer` };
  return elsewhere(before, look) ?? { cause: "pod-gone", what: "" };
}

/** Does a workload that held the node go on on another one, by a pod that started since? */
function elsewhere({ blockers, lastSeenAt, node }: Episode, { held }: RunLook): Cause | null {
  const workloads = new Set(blockers.map(({ workload }) => workloadName(workload)));
  const gone = new Set(blockers.map(podId));
  const moved = held.find(
    ({ workload, node: on, startedAt, pod }) =>
      workloads.has(workload) && on !== nodeKey(node) && !gone.has(pod) && startedAt !== null && startedAt > lastSeenAt,
  );
  return moved === undefined ? null : { cause: "pod-moved", what: moved.workload };
}
