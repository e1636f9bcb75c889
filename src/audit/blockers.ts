import type { Blocker } from "../judge/verdict.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { AuditSettings, FindingBlocker } from "./finding.ts";
import { marksOf } from "./marks.ts";
import type { FollowOwners } from "./owners.ts";
import { teamOf } from "./team.ts";

/** Tells of a blocker what a person needs to act on it. */
export type TellBlocker = (blocker: Blocker) => FindingBlocker;

export function blockerTeller(
  snapshot: Snapshot,
  settings: Pick<AuditSettings, "teamLabel" | "teamAnnotation" | "markLabels" | "markAnnotations">,
  ownersOf: FollowOwners,
): TellBlocker {
  return ({ pod, reason }) => {
    const owners = ownersOf(pod);
    const { team, teamFrom } = teamOf(pod, owners, snapshot.namespaces, settings);
    const marks = marksOf(pod, owners, settings);
    return {
      namespace: pod.namespace,
      name: pod.name,
      uid: pod.uid,
      reason,
      requests: pod.runningRequests,
      owners: owners.links,
      team,
      teamFrom,
      startedAt: pod.startedAt,
      ...(marks.size === 0 ? {} : { marks }),
    };
  };
}
