import type { Node, Taint } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";

/** The scheduler's filter plugins that the autoscaler's simulation runs, by the scheduler's names. */
export const PREDICATES = [
  "NodeUnschedulable",
  "NodeName",
  "TaintToleration",
  "NodeAffinity",
  "NodePorts",
  "NodeResourcesFit",
  "VolumeRestrictions",
  "NodeVolumeLimits",
  "VolumeBinding",
  "VolumeZone",
  "PodTopologySpread",
  "InterPodAffinity",
  "NodeDeclaredFeatures",
] as const;

export type PredicateName = (typeof PREDICATES)[number];

/** A point to which `Scheduling.revert` can go back. */
export interface Mark {
  readonly depth: number;
}

/**
 * The cluster as the scheduler's filters see it, for asking "would this pod fit there" and for trying moves. The judge uses
 * it for one node at a time, the audit for rehoming the whole cluster together. Every change can be undone by `revert`.
 */
export interface Scheduling {
  /** The first filter that refuses `pod` on `node`; `null` when it fits. A pod that stands there already must be taken off first. */
  refusal(pod: Pod, node: string): PredicateName | null;
  /**
   * Puts `pod` on the first node (in snapshot order, cordoned ones skipped, as the autoscaler does) that `accepts` and whose
   * filters all agree; returns its name, or `null` with nothing changed. With `after` the search begins behind that node and
   * goes round: the autoscaler looks for each pod's place behind the one that it found last (`NewLastIndexOrderMapping`).
   */
  place(pod: Pod, accepts: (node: string) => boolean, after?: string): string | null;
  /** Puts `pod` on `node` without asking. */
  put(pod: Pod, node: string): void;
  /** Takes `pod` off the node it stands on. */
  take(pod: Pod): void;
  /** The pods that stand on `node` now. */
  podsOn(node: string): readonly Pod[];
  /**
   * Takes every pod off `node` and leaves it as a ghost: it takes no pods any more, but with `taint` added it is still one of
   * the nodes that topology spread looks at. So the autoscaler's removal simulation does it (`simulator/cluster.go`).
   */
  ghost(node: string, taint: Taint): void;
  /**
   * On how many nodes each filter is the first to refuse `pod`; filters that refuse nowhere are left out. Cordoned nodes are
   * asked like the others, ghosts are not.
   */
  refusals(pod: Pod): ReadonlyMap<PredicateName, number>;
  /** Adds a node that the snapshot does not have (a hypothetical home). */
  addNode(node: Node): void;
  /** Takes a node away, with the pods on it. */
  removeNode(node: string): void;
  mark(): Mark;
  revert(mark: Mark): void;
}
