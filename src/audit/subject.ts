import { isDaemonSetPod, isMirrorPod, SAFE_TO_EVICT } from "../judge/pod-facts.ts";
import type { AutoscalerSettings } from "../judge/settings.ts";
import type { BlockingReason } from "../judge/verdict.ts";
import { placeOf } from "../judge/visible.ts";
import type { Pod } from "../model/pod.ts";
import type { ResourceList } from "../model/resources.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { Audit, AuditSettings, NodeStory, OwnerLink } from "./finding.ts";
import { type FollowOwners, ownerFollower } from "./owners.ts";
import { teamOf } from "./team.ts";

/**
 * What a pod is to its node: `holds` it, `moves` away in a drain, is `of-the-node` (DaemonSet, static), is `waited-for`
 * (on-completion), has `ended`, `waits` for a node, or counts for nothing since its priority makes it `expendable`.
 */
export type PodRole = "holds" | "moves" | "of-the-node" | "waited-for" | "ended" | "waits" | "expendable";

/** A pod that somebody asks about. */
export interface PodStory {
  readonly namespace: string;
  readonly name: string;
  readonly role: PodRole;
  /** Why it holds its node; `null` when it does not. */
  readonly reason: BlockingReason | null;
  readonly owners: readonly OwnerLink[];
  readonly team: string;
  readonly requests: ResourceList;
  readonly startedAt: Instant | null;
  /** The node that it counts on; `null` when it is on none, or on one that is not in the snapshot. */
  readonly node: NodeStory | null;
}

/** What makes pods, with those that it has now. */
export interface WorkloadStory {
  readonly workload: Pick<OwnerLink, "kind" | "namespace" | "name">;
  readonly team: string;
  readonly pods: readonly PodStory[];
}

/** What the subjects of a snapshot are told from. */
export interface Seen {
  readonly snapshot: Snapshot;
  readonly audit: Audit;
  readonly settings: AutoscalerSettings;
  readonly auditSettings: Pick<AuditSettings, "teamLabel" | "teamAnnotation">;
}

/** Tells the story of a pod. */
export type TellPod = (pod: Pod) => PodStory;

export function podTeller(seen: Seen, ownersOf: FollowOwners = ownerFollower(seen.snapshot.controllers)): TellPod {
  const { snapshot, audit, auditSettings } = seen;
  const nodes = new Map(audit.nodes.map((story) => [story.node.name, story]));
  return (pod) => {
    const owners = ownersOf(pod);
    const node = nodes.get(placeOf(pod)) ?? null;
    const blocker = node?.blockers.find(({ namespace, name }) => namespace === pod.namespace && name === pod.name);
    return {
      namespace: pod.namespace,
      name: pod.name,
      role: blocker === undefined ? roleOf(pod, seen.settings) : "holds",
      reason: blocker?.reason ?? null,
      owners: owners.links,
      team: teamOf(pod, owners, snapshot.namespaces, auditSettings).team,
      requests: pod.runningRequests,
      startedAt: pod.startedAt,
      node,
    };
  };
}

/** Of a pod that no rule makes a blocker. */
function roleOf(pod: Pod, settings: AutoscalerSettings): Exclude<PodRole, "holds"> {
  if (pod.phase === "Succeeded" || pod.phase === "Failed") return "ended";
  if (placeOf(pod) === "") return "waits";
  if (isDaemonSetPod(pod) || isMirrorPod(pod)) return "of-the-node";
  const { priority } = pod.spec;
  if (priority !== null && priority < settings.expendablePodsPriorityCutoff) return "expendable";
  const waited = settings.onCompletion && pod.annotations.get(SAFE_TO_EVICT) === "on-completion";
  return waited ? "waited-for" : "moves";
}
