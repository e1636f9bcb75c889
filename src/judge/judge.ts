import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { createBudgets } from "./budgets.ts";
import { createScheduling } from "./cluster-scheduling.ts";
import { type Drain, drainOf, movesWithoutBlockers, takenOff } from "./drain.ts";
import type { DrainContext } from "./drain-context.ts";
import { ineligibility } from "./eligibility.ts";
import { nodeGroupsOf } from "./node-groups.ts";
import { type Judgement, judgePod, rulesFor } from "./order.ts";
import { type Placement, simulateRemoval } from "./removal.ts";
import type { Scheduling } from "./scheduling.ts";
import type { AutoscalerSettings } from "./settings.ts";
import { uncertainties } from "./uncertain.ts";
import { utilizationOf } from "./utilization.ts";
import type { Utilization, Verdict } from "./verdict.ts";
import { placeOf, podsByNode, stands, visiblePods } from "./visible.ts";

/** What differs from an autoscaler's loop over a whole cluster. */
export interface JudgeOptions {
  /**
   * Ended and expendable pods count too: the autoscaler's simulator asked without its loop, which would drop them
   * first.
   */
  readonly rawPods?: boolean;
  /** Names of nodes in no autoscaled group, in place of what settings and status say. */
  readonly notAutoscaledNodes?: ReadonlySet<string>;
}

/** A snapshot before the autoscaler's rules. Each method looks at the snapshot as it is, and leaves it so. */
export interface Judge {
  /**
   * The cluster as the scheduler's filters see it, its nodes ordered by name. Whoever changes it must revert it
   * before the judge is asked again.
   */
  readonly scheduling: Scheduling;
  /** What has to be said of the verdicts as a whole. */
  readonly notes: readonly string[];
  /** One a node, in the snapshot's order. */
  verdicts(): readonly Verdict[];
  verdict(node: Node): Verdict;
  /** The pods that count on a node, in the snapshot's order. */
  podsOn(node: string): readonly Pod[];
  /** What the drain rules say of a pod, judged alone with the full disruption budget. */
  judgePod(pod: Pod): Judgement;
  /** Do the movable pods of a node find other places, whatever the node checks and its blockers say? */
  placement(node: Node): Placement;
}

/** What the autoscaler would say of each node at `now`, in the snapshot's order. */
export function judge(snapshot: Snapshot, settings: AutoscalerSettings, now: Instant): readonly Verdict[] {
  return createJudge(snapshot, settings, now).verdicts();
}

/** The same with everything that led to it, for the audit and for comparing with the autoscaler itself. */
export function createJudge(
  snapshot: Snapshot,
  settings: AutoscalerSettings,
  now: Instant,
  options: JudgeOptions = {},
): Judge {
  const names = new Set(snapshot.nodes.map(({ name }) => name));
  const seen = options.rawPods === true ? snapshot.pods.filter(stands) : visiblePods(snapshot.pods, settings);
  const pods = seen.filter((pod) => names.has(placeOf(pod)));
  const podsOn = podsByNode(pods);
  const byName = snapshot.nodes.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const scheduling = createScheduling({ ...snapshot, nodes: byName }, podsOn);
  const firstNode = byName[0]?.name ?? "";
  const groups = nodeGroupsOf(snapshot, settings);
  const excluded = options.notAutoscaledNodes;
  const context: DrainContext = {
    now,
    settings,
    controllers: snapshot.controllers,
    budgets: createBudgets(snapshot.budgets),
  };
  const rules = rulesFor(settings);
  const judgeOne = (pod: Pod): Judgement => judgePod(rules, pod, context);
  const drain = (node: Node): Drain => drainOf(podsOn(node.name), judgeOne);
  const court: Court = {
    snapshot,
    podsOn,
    drain,
    autoscaled: (node) => (excluded === undefined ? groups.autoscaled(node) : !excluded.has(node.name)),
    utilization: (node, counted) => utilizationOf(node, counted, settings, now),
    ineligibility: (node, utilization, autoscaled) => ineligibility(node, utilization, autoscaled, settings, now),
    place: (node, podsToMove) => simulateRemoval({ scheduling, firstNode, node, now }, podsToMove),
  };
  return {
    scheduling,
    notes: excluded === undefined && groups.note !== null ? [groups.note] : [],
    verdicts: () => snapshot.nodes.map((node) => verdictOf(node, court)),
    verdict: (node) => verdictOf(node, court),
    podsOn,
    judgePod: judgeOne,
    placement: (node) => court.place(node, movesWithoutBlockers(podsOn(node.name), drain(node))),
  };
}

/** The questions that a verdict is made of. */
interface Court {
  readonly snapshot: Snapshot;
  readonly podsOn: (node: string) => readonly Pod[];
  readonly drain: (node: Node) => Drain;
  readonly autoscaled: (node: Node) => boolean;
  readonly utilization: (node: Node, pods: readonly Pod[]) => Utilization | null;
  readonly ineligibility: (node: Node, utilization: Utilization | null, autoscaled: boolean) => Verdict["ineligible"];
  readonly place: (node: Node, podsToMove: readonly Pod[]) => Placement;
}

/**
 * Node checks, then drain rules, then the removal simulation. Places are looked for once at most: a node without
 * blockers that fails its checks needs none, and without its blockers a node is what the simulation makes of it.
 */
function verdictOf(node: Node, court: Court): Verdict {
  const pods = court.podsOn(node.name);
  const utilization = court.utilization(node, pods);
  const ineligible = court.ineligibility(node, utilization, court.autoscaled(node));
  const drain = court.drain(node);
  const { blockers, podsToMove } = drain;
  const blocked = blockers.length > 0;
  const moved = blocked || ineligible === null ? movesWithoutBlockers(pods, drain) : [];
  const placement = court.place(node, moved);
  const simulated = placement.fits ? "Removable" : "NoPlaceToMovePods";
  return {
    node,
    verdict: ineligible ?? (blocked ? "BlockedByPod" : simulated),
    ineligible,
    utilization,
    blockers,
    podsToMove,
    withoutBlockers: blocked ? simulated : null,
    utilizationWithoutBlockers: blocked ? court.utilization(node, takenOff(pods, blockers)) : null,
    stuck: placement.fits ? null : placement.stuck,
    uncertain: uncertainties({ node, drain, moved }, court.snapshot),
  };
}
