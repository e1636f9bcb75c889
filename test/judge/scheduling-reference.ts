import { nodeAffinityRefuses } from "../../src/judge/predicates/node-affinity.ts";
import { nodePortsRefuses, type UsedPorts, usePort } from "../../src/judge/predicates/node-ports.ts";
import {
  amountsOf,
  emptyRoom,
  nodeResourcesFitRefuses,
  occupy,
} from "../../src/judge/predicates/node-resources-fit.ts";
import { nodeUnschedulableRefuses } from "../../src/judge/predicates/node-unschedulable.ts";
import { taintTolerationRefuses } from "../../src/judge/predicates/taint-toleration.ts";
import type { PredicateName } from "../../src/judge/scheduling.ts";
import { type LabelSelector, NO_LABELS, selects } from "../../src/model/labels.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod, PodAffinityTerm, SpreadConstraint } from "../../src/model/pod.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

/** A cluster as plain lists. Ghosts are nodes whose name is in `ghosts`. */
export interface World {
  readonly nodes: readonly Node[];
  readonly ghosts: ReadonlySet<string>;
  /** In the order in which the pods came. */
  readonly standing: readonly { readonly pod: Pod; readonly node: string }[];
  readonly namespaces: Snapshot["namespaces"];
}

/**
 * What the scheduler's filters say, by walking over every node and pod for every question: slow, and close to the wording of
 * the plugins. Volumes are left out.
 */
export function referenceRefusal(world: World, pod: Pod, node: Node): PredicateName | null {
  const here = podsOn(world, node.name);
  const ports: UsedPorts = new Map();
  const room = emptyRoom(node.allocatable);
  for (const each of here) {
    for (const port of each.spec.hostPorts) usePort(ports, port, 1);
    occupy(room, amountsOf(each.runningRequests), 1);
  }
  if (nodeUnschedulableRefuses(node.unschedulable, pod.spec.tolerations)) return "NodeUnschedulable";
  if (taintTolerationRefuses(node.taints, pod.spec.tolerations)) return "TaintToleration";
  if (nodeAffinityRefuses(pod.spec, node)) return "NodeAffinity";
  if (nodePortsRefuses(ports, pod.spec.hostPorts)) return "NodePorts";
  if (nodeResourcesFitRefuses(room, amountsOf(pod.spec.requests))) return "NodeResourcesFit";
  if (spreadRefuses(world, pod, node)) return "PodTopologySpread";
  return affinityRefuses(world, pod, node) ? "InterPodAffinity" : null;
}

export function podsOn(world: World, node: string): readonly Pod[] {
  return world.standing.filter((each) => each.node === node).map(({ pod }) => pod);
}

function spreadRefuses(world: World, pod: Pod, node: Node): boolean {
  return pod.spec.spread.some((constraint) => {
    const selector = withOwnLabels(constraint, pod);
    const counts = new Map<string, number>();
    for (const each of world.nodes.filter((candidate) => isEligible(candidate, constraint, pod))) {
      const domain = each.labels.get(constraint.topologyKey) ?? "";
      const matching = podsOn(world, each.name).filter(
        (other) =>
          other.deletedAt === null &&
          other.namespace === pod.namespace &&
          selector?.length !== 0 &&
          selects(selector, other.labels),
      );
      counts.set(domain, (counts.get(domain) ?? 0) + matching.length);
    }
    const domain = node.labels.get(constraint.topologyKey);
    if (domain === undefined) return true;
    const least = counts.size < (constraint.minDomains ?? 1) ? 0 : Math.min(2 ** 31 - 1, ...counts.values());
    const self = selects(selector, pod.labels) ? 1 : 0;
    return (counts.get(domain) ?? 0) + self - least > constraint.maxSkew;
  });
}

function withOwnLabels(constraint: SpreadConstraint, pod: Pod): LabelSelector | null {
  if (constraint.selector === null) return null;
  const own = constraint.matchLabelKeys
    .filter((key) => pod.labels.has(key))
    .map((key) => ({ key, operator: "In" as const, values: [pod.labels.get(key) ?? ""] }));
  return [...constraint.selector, ...own];
}

function isEligible(node: Node, constraint: SpreadConstraint, pod: Pod): boolean {
  if (!pod.spec.spread.every(({ topologyKey }) => node.labels.has(topologyKey))) return false;
  if (constraint.nodeAffinityPolicy === "Honor" && nodeAffinityRefuses(pod.spec, node)) return false;
  return constraint.nodeTaintsPolicy === "Ignore" || !taintTolerationRefuses(node.taints, pod.spec.tolerations);
}

function affinityRefuses(world: World, pod: Pod, node: Node): boolean {
  const { affinity, antiAffinity } = pod.spec;
  const together = (other: Pod): boolean => affinity.every((term) => incomingMatches(world, term, pod, other));
  const near = (topologyKey: string, matches: (other: Pod) => boolean): boolean =>
    sameDomain(world, node, topologyKey).some((name) => podsOn(world, name).some(matches));
  if (affinity.some(({ topologyKey }) => !node.labels.has(topologyKey))) return true;
  if (!affinity.every(({ topologyKey }) => near(topologyKey, together))) {
    const labelled = world.nodes.filter(({ labels }) => affinity.some(({ topologyKey }) => labels.has(topologyKey)));
    if (labelled.some(({ name }) => podsOn(world, name).some(together)) || !together(pod)) return true;
  }
  if (antiAffinity.some((term) => near(term.topologyKey, (other) => incomingMatches(world, term, pod, other))))
    return true;
  return world.standing.some(({ pod: other, node: place }) =>
    other.spec.antiAffinity.some(
      (term) => sameDomain(world, node, term.topologyKey).includes(place) && standingMatches(world, term, other, pod),
    ),
  );
}

function sameDomain(world: World, node: Node, key: string): readonly string[] {
  const value = node.labels.get(key);
  if (value === undefined) return [];
  return world.nodes.filter(({ labels }) => labels.get(key) === value).map(({ name }) => name);
}

/** The asked pod's namespace selector sees the namespaces that are listed; one that matches no labels sees all. */
function incomingMatches(world: World, term: PodAffinityTerm, asking: Pod, other: Pod): boolean {
  const { namespaceSelector } = term;
  const listed = world.namespaces.get(other.namespace);
  const selected =
    selects(namespaceSelector, NO_LABELS) || (listed !== undefined && selects(namespaceSelector, listed));
  return (selected || namesOf(term, asking).includes(other.namespace)) && selects(term.selector, other.labels);
}

/** A standing pod's namespace selector takes a namespace that is not listed for one without labels. */
function standingMatches(world: World, term: PodAffinityTerm, standing: Pod, asking: Pod): boolean {
  const labels = world.namespaces.get(asking.namespace) ?? NO_LABELS;
  const selected = selects(term.namespaceSelector, labels) || namesOf(term, standing).includes(asking.namespace);
  return selected && selects(term.selector, asking.labels);
}

function namesOf(term: PodAffinityTerm, owner: Pod): readonly string[] {
  return term.namespaces.length === 0 && term.namespaceSelector === null ? [owner.namespace] : term.namespaces;
}
