import { thresholdOf } from "../judge/eligibility.ts";
import type { Blocker, Verdict } from "../judge/verdict.ts";
import { byText } from "./compare.ts";
import { type Context, homeAlone } from "./context.ts";
import { nodeFacts, otherBilling } from "./facts.ts";
import type { Observation, ObservationKind } from "./finding.ts";
import { mixedWork } from "./mixed-work.ts";
import type { Excluded } from "./pinned.ts";
import { movesAway } from "./rehome.ts";
import { podsToHouse, provenBlockers } from "./unlisted.ts";
import { weigh } from "./waste.ts";

/** A node that may be worth knowing of: its verdict, and why it is no finding if it is pinned. */
export interface Observed {
  readonly verdict: Verdict;
  readonly excluded: Excluded | null;
  /** Is there room on this node that costs nothing more? */
  readonly spare: (node: string) => boolean;
}

type Detail = Observation["detail"];

interface Seen {
  readonly kind: ObservationKind;
  /** The pods that hold it, or would. */
  readonly blockers: readonly Blocker[];
  readonly detail: Detail;
}

/**
 * What there is to say of a node that is no finding; `null` for most. Only nodes that would be findings otherwise are told:
 * those whose small pods have a home that is as much cheaper as a finding's must be. A node whose price is not known is passed over.
 */
export function observe(context: Context, observed: Observed): Observation | null {
  const { verdict } = observed;
  const { auditSettings } = context.input;
  const price = context.priceOf(verdict.node);
  if (price.usdPerHour === null || price.usdPerHour < auditSettings.minWasteUsdPerHour) return null;
  const seen = look(context, observed);
  if (seen === null) return null;
  const found = homeAlone(context, verdict, podsToHouse(seen.blockers), observed.spare);
  const { wasteUsdPerHour, whyNot } = weigh(price, found, auditSettings);
  if (wasteUsdPerHour === null || whyNot !== null) return null;
  const home = found.kind === "found" ? found.home : null;
  return {
    kind: seen.kind,
    node: nodeFacts(verdict.node),
    price,
    blockers: seen.blockers.map(context.tell),
    detail: {
      ...seen.detail,
      wasteUsdPerHour,
      home: home?.kind === "new" ? home.machineType : "spare room",
    },
  };
}

function look(context: Context, { verdict, excluded, spare }: Observed): Seen | null {
  const blockers = provenBlockers(verdict, context.input.snapshot.kinds);
  if (blockers.length === 0 && verdict.blockers.length > 0) return null;
  const billing = otherBilling(verdict.node.labels);
  if (billing !== null) {
    return excluded === "billed-otherwise" ? { kind: "billed-otherwise", blockers, detail: { ...billing } } : null;
  }
  const cause = excluded === "pool-minimum" ? excluded : settingOf(context, verdict, spare);
  if (cause !== null) return { kind: "other-remedy", blockers, detail: { cause } };
  return verdict.ineligible === "NotUnderutilized" ? aboveThreshold(context, verdict, blockers) : null;
}

/** The setting without which the node would be removable, or pinned; `null` when there is none. */
function settingOf(context: Context, verdict: Verdict, spare: (node: string) => boolean): string | null {
  const { utilization, withoutBlockers, node, ineligible } = verdict;
  if (ineligible !== "NotAutoscaled" && ineligible !== "ScaleDownDisabledAnnotation") return null;
  if (utilization === null || utilization.max > thresholdOf(node, context.input.settings)) return null;
  const moves =
    withoutBlockers === null ? movesAway(context.input.scheduling, verdict, spare) : withoutBlockers === "Removable";
  return moves ? ineligible : null;
}

function aboveThreshold({ input }: Context, verdict: Verdict, blockers: readonly Blocker[]): Seen | null {
  const { settings, now, scheduling } = input;
  if (blockers.length === 0) return null;
  const work = mixedWork(verdict, blockers, scheduling.podsOn(verdict.node.name), settings, now);
  if (work === null) return null;
  const { kind, small, ending, utilization } = work;
  const [first] = ending;
  const detail = {
    utilization: verdict.utilization?.max ?? 0,
    threshold: thresholdOf(verdict.node, settings),
    utilizationThen: utilization,
    smallBlockers: small.length,
    movablePods: verdict.podsToMove.length,
    endingPods: ending.length,
    ...(first === undefined ? {} : { ending: `${first.namespace}/${first.name}` }),
  };
  return { kind, blockers: small, detail };
}

/** What might be saved most stands first; ties by name. */
export function worstObserved(observations: readonly Observation[]): readonly Observation[] {
  const rate = ({ detail }: Observation) => Number(detail["wasteUsdPerHour"] ?? 0);
  return observations.toSorted((left, right) => rate(right) - rate(left) || byText(left.node.name, right.node.name));
}
