import type { Advice, Audit, Home, NodeFacts, Observation, PinnedNode } from "../../audit/finding.ts";
import { objectName } from "../holders.ts";
import type { PageAdvice, PageConsidered, PageFinding, PageHome, PageNode, PageObservation, PagePod } from "./model.ts";

/** What an audit knows beyond the rows that a store keeps of it: every patch, the parts of prices, numbers of observations. */
export interface PageExtras {
  nodes(nodes: readonly PageNode[]): readonly PageNode[];
  findings(findings: readonly PageFinding[], nodes: readonly PageNode[]): readonly PageFinding[];
  observations(nodes: readonly PageNode[]): readonly PageObservation[];
}

/** What the snapshot tells of nodes and pods, by the node's name. */
export interface PageSeen {
  /** All pods on a node; `null` when they are not to be told. */
  readonly pods: (node: string) => readonly PagePod[] | null;
  /** What the scheduler's filters said of the other nodes, for the pods that hold a node. */
  readonly considered: (node: string) => readonly PageConsidered[];
}

/** Pods that the page takes along at most: those of findings and observed nodes first. */
const MOST_PODS = 4_000;

/** Makes the extras of an audit, which has its nodes in the order of its rows. */
export function extrasOf(audit: Audit, seen: PageSeen): PageExtras {
  const pinned = new Map(audit.findings.map((finding) => [keyOf(finding.node), finding]));
  const order = new Map(audit.nodes.map(({ node }, index) => [keyOf(node), index]));
  return {
    nodes: (nodes) => withPods(nodes, seen),
    findings: (findings) =>
      findings.map((finding) => {
        const story = audit.nodes[finding.node];
        const known = story === undefined ? undefined : pinned.get(keyOf(story.node));
        return known === undefined ? finding : withFinding(finding, known, seen);
      }),
    observations: () =>
      audit.observations.flatMap((observation) => {
        const node = order.get(keyOf(observation.node));
        return node === undefined ? [] : [observationOf(observation, node)];
      }),
  };
}

function keyOf({ name, uid }: NodeFacts): string {
  return `${name}/${uid}`;
}

/** How much a reader may want to see a node's pods. */
function interest(node: PageNode): number {
  if (node.whyNot === null) return 3;
  if (node.pinned || node.observed.length > 0) return 2;
  return node.blockers.length > 0 ? 1 : 0;
}

function withPods(nodes: readonly PageNode[], seen: PageSeen): readonly PageNode[] {
  const turn = nodes
    .map((node, index) => ({ node, index }))
    .sort((left, right) => interest(right.node) - interest(left.node) || left.index - right.index);
  const taken = new Set<number>();
  let room = MOST_PODS;
  for (const { node, index } of turn) {
    if (node.pods > room) continue;
    room -= node.pods;
    taken.add(index);
  }
  return nodes.map((node, index) => (taken.has(index) ? { ...node, podList: seen.pods(node.name) } : node));
}

function withFinding(finding: PageFinding, known: PinnedNode, seen: PageSeen): PageFinding {
  return {
    ...finding,
    home: known.home === null ? null : homeOf(known.home),
    advice: known.advice.map(adviceOf),
    parts: known.price.parts.map(({ what, usdPerHour }) => ({ what, usdPerHour })),
    considered: seen.considered(known.node.name),
  };
}

function homeOf(home: Home): PageHome {
  return {
    kind: home.kind,
    machineType: home.kind === "new" ? home.machineType : null,
    provisioning: home.kind === "new" ? home.provisioning : null,
    usdPerHour: home.quote.usdPerHour,
    estimated: home.quote.estimated.length > 0,
    nodes: home.nodes,
    relaxed: home.relaxed,
  };
}

function adviceOf({ kind, text, target, patch, command }: Advice): PageAdvice {
  return { kind, text, target: target === null ? null : objectName(target), patch, command };
}

function observationOf(observation: Observation, node: number): PageObservation {
  const stake = observation.detail["wasteUsdPerHour"];
  return {
    node,
    kind: observation.kind,
    detail: observation.detail,
    stakeUsdPerHour: typeof stake === "number" ? stake : null,
    advice: (observation.advice ?? []).map(adviceOf),
  };
}
