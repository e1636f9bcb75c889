import type { Verdict } from "../judge/verdict.ts";
import type { WeighedCase } from "./cases.ts";
import type { Context } from "./context.ts";
import { nodeFacts } from "./facts.ts";
import type { NodeStory, NotAFinding, PinnedNode } from "./finding.ts";
import type { Rehomed } from "./rehome.ts";
import { whyNotNumbers } from "./why-not.ts";

/** What an audit knows of a node beyond its verdict, as far as it is pinned. */
export interface Known {
  readonly pinned: WeighedCase | undefined;
  readonly rehomed: Rehomed | undefined;
  readonly finding: PinnedNode | undefined;
}

/** The story of a node: what is said of it, and why it is no finding. */
export function storyOf(context: Context, verdict: Verdict, known: Known): NodeStory {
  const { node, blockers, podsToMove, utilization, uncertain } = verdict;
  const { pinned, rehomed, finding } = known;
  const why = finding === undefined ? whyNot(verdict, pinned, rehomed) : null;
  const home = rehomed?.found.kind === "found" ? rehomed.found.home : null;
  return {
    node: nodeFacts(node),
    verdict: verdict.verdict,
    utilization,
    price: context.priceOf(node),
    pinned: pinned !== undefined,
    whyNot: why,
    whyNotNumbers: whyNotNumbers(context, why, verdict, known),
    wasteUsdPerHour: finding === undefined ? (rehomed?.weighed.wasteUsdPerHour ?? null) : finding.wasteUsdPerHour,
    home,
    blockers: blockers.map(context.tell),
    pods: { all: context.input.scheduling.podsOn(node.name).length, toMove: podsToMove.length },
    uncertain,
  };
}

function whyNot(verdict: Verdict, pinned: WeighedCase | undefined, rehomed: Rehomed | undefined): NotAFinding {
  if (pinned === undefined) return whyNotPinned(verdict);
  if (pinned.excluded !== null) return pinned.excluded;
  if (rehomed?.limitedBy === "room" && rehomed.found.kind === "none") return "no-room";
  return rehomed?.weighed.whyNot ?? "home-not-cheaper";
}

function whyNotPinned({ verdict, withoutBlockers }: Verdict): NotAFinding {
  switch (verdict) {
    case "Removable":
      return "removable";
    case "NotUnderutilized":
      return "not-underutilized";
    case "NotAutoscaled":
    case "ScaleDownDisabledAnnotation":
      return "other-remedy";
    case "BlockedByPod":
      return withoutBlockers === "NoPlaceToMovePods" ? "no-place-without-blockers" : "not-pinned";
    case "NoPlaceToMovePods":
    case "CurrentlyBeingDeleted":
    case "ScaleDownUnreadyDisabled":
    case "UnexpectedError":
      return "not-pinned";
  }
}
