import type { UnremovableReason } from "../judge/verdict.ts";
import type { UsdPerHour } from "../model/money.ts";
import type { Duration, Instant } from "../model/time.ts";
import type { EpisodeBlocker, EpisodeHome, Rates } from "./episode.ts";
import type { NodeFacts, RunFacts, Since } from "./finding.ts";

/** A node that a run found pinned, as far as episodes need it: nothing of it rests on other runs. */
export interface PinnedLook {
  readonly kind: "pinned";
  readonly node: NodeFacts;
  /** Is it a finding of the run? */
  readonly finding: boolean;
  readonly rates: Rates;
  /** As this snapshot alone tells. */
  readonly since: Since;
  /** Until when the node was in use: when the last larger pod ended, or as was measured; `null` when nothing tells. */
  readonly busyUntil: Instant | null;
  readonly nodeUsdPerHour: UsdPerHour | null;
  readonly priceEstimated: boolean;
  readonly home: EpisodeHome | null;
  readonly blockers: readonly EpisodeBlocker[];
}

/** A node that the run saw and that is not pinned. */
export interface FreeLook {
  readonly kind: "free";
  readonly node: NodeFacts;
  readonly verdict: "Removable" | UnremovableReason;
  /** When a node that is in use came to be so; `null` when it is not in use, or nothing tells. */
  readonly busySince: Instant | null;
  /** The pods on it, by `podId`; `null` when no episode is open on it, or when that is not known any more. */
  readonly standing: ReadonlySet<string> | null;
  /** Those of them that block. */
  readonly blocking: ReadonlySet<string>;
}

/** `doubtful`: what was not listed leaves open whether the node is pinned: no evidence either way. */
export type NodeLook = PinnedLook | FreeLook | { readonly kind: "doubtful"; readonly node: NodeFacts };

/** The end of a pod or a Job, as the objects tell it. */
export interface Ending {
  readonly kind: "Pod" | "Job";
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly endedAt: Instant;
}

/** A pod that blocks somewhere: where its workload goes on. */
export interface HeldPod {
  readonly node: string;
  /** `Kind namespace/name` */
  readonly workload: string;
  readonly pod: string;
  readonly startedAt: Instant | null;
}

/** All that one run tells of episodes. The same whether it is taken from the audit itself or from its stored rows. */
export interface RunLook {
  readonly run: Pick<RunFacts, "id" | "cluster" | "takenAt" | "scheduledAt" | "book">;
  readonly maxGap: Duration;
  /** By `nodeKey`. A node that is not here was not there. */
  readonly nodes: ReadonlyMap<string, NodeLook>;
  readonly endings: readonly Ending[];
  readonly held: readonly HeldPod[];
  /** Kinds that could not be listed or were not given. */
  readonly missingKinds: ReadonlySet<string>;
}

/** A node through all runs of a cluster: its uid, since a new node may have an old name. Dumps without uids have name and creation. */
export function nodeKey({ uid, name, createdAt }: Pick<NodeFacts, "uid" | "name" | "createdAt">): string {
  return uid === "" ? `${name}@${createdAt ?? ""}` : uid;
}

/** A pod through all runs of a cluster. */
export function podId(pod: { readonly uid: string; readonly namespace: string; readonly name: string }): string {
  return pod.uid === "" ? `${pod.namespace}/${pod.name}` : pod.uid;
}

/** `CronJob batch/x` */
export function workloadName({ kind, namespace, name }: EpisodeBlocker["workload"]): string {
  return `${kind} ${namespace}/${name}`;
}
