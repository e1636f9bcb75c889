import { thresholdOf } from "../judge/eligibility.ts";
import { utilizationOf } from "../judge/utilization.ts";
import type { Blocker, Verdict } from "../judge/verdict.ts";
import type { Pod } from "../model/pod.ts";
import { ZERO } from "../model/quantity.ts";
import { adviceFor } from "./advice.ts";
import { targetOf } from "./advice-patch.ts";
import { byPriceDown, byText } from "./compare.ts";
import type { Context } from "./context.ts";
import { nodeFacts, otherBilling } from "./facts.ts";
import type { Observation } from "./finding.ts";
import type { FoundHome } from "./home.ts";
import type { Pool } from "./pools.ts";
import { sizedHome } from "./sized-home.ts";
import { podsToHouse, provenBlockers } from "./unlisted.ts";
import { weigh } from "./waste.ts";

/** Requests are far above use when this many times what the runs need would still be less. */
const FAR_ABOVE = 2n;

/**
 * The nodes that only what pods ask for keeps busy, pods that may not be evicted: without these they would be underutilized, and their other
 * pods would find places. Whether those use what they ask for, only their past can say. Dearest first.
 */
export function oversizedCandidates(context: Context): readonly Verdict[] {
  const price = ({ node }: Verdict) => context.priceOf(node).usdPerHour;
  return context.input.verdicts
    .filter((verdict) => isCandidate(context, verdict))
    .sort((left, right) => byPriceDown(price(left), price(right)) || byText(left.node.name, right.node.name));
}

function isCandidate({ input, priceOf }: Context, verdict: Verdict): boolean {
  const { auditSettings, settings, snapshot } = input;
  const { ineligible, withoutBlockers, utilizationWithoutBlockers, node } = verdict;
  if (ineligible !== "NotUnderutilized" || withoutBlockers !== "Removable") return false;
  if (utilizationWithoutBlockers === null || utilizationWithoutBlockers.max > thresholdOf(node, settings)) return false;
  const price = priceOf(node).usdPerHour ?? 0;
  if (price < auditSettings.minWasteUsdPerHour || otherBilling(node.labels) !== null) return false;
  return provenBlockers(verdict, snapshot.kinds).length > 0;
}

/** A busy node that would be pinned, and its home cheap, did its blockers ask for what they need; `null` for all others. */
export function oversized(
  context: Context,
  pools: readonly Pool[],
  verdict: Verdict,
  spare: (node: string) => boolean,
): Observation | null {
  const { input, size } = context;
  if (input.learned === undefined || !isCandidate(context, verdict)) return null;
  const { node } = verdict;
  const blockers = provenBlockers(verdict, input.snapshot.kinds);
  const large = blockers.filter(({ pod }) => isFarAbove(pod, size(pod)));
  if (large.length === 0) return null;
  const price = context.priceOf(node);
  const standing = input.scheduling.podsOn(node.name).map(size);
  const then = utilizationOf(node, standing, input.settings, input.now);
  if (then === null || then.max > thresholdOf(node, input.settings)) return null;
  const found = sizedHome(context, verdict, podsToHouse(blockers), spare);
  const { wasteUsdPerHour, whyNot } = weigh(price, found, input.auditSettings);
  if (wasteUsdPerHour === null || whyNot !== null) return null;
  return {
    kind: "oversized-blocker",
    node: nodeFacts(node),
    price,
    blockers: large.map(context.tell),
    detail: {
      utilization: verdict.utilization?.max ?? 0,
      utilizationSized: then.max,
      oversizedPods: large.length,
      ...workloadsOf(context, large),
      wasteUsdPerHour,
      home: homeName(found),
    },
    advice: adviceFor({
      context,
      pools,
      node,
      facts: nodeFacts(node),
      home: found.kind === "found" ? found.home : null,
      nearMiss: null,
      blockers: large,
      largerPod: null,
    }),
  };
}

function homeName(found: FoundHome): string {
  return found.kind === "found" && found.home.kind === "new" ? found.home.machineType : "spare room";
}

function workloadsOf({ ownersOf }: Context, [first]: readonly Blocker[]): { readonly oversized?: string } {
  if (first === undefined) return {};
  const { kind, namespace, name } = targetOf(first.pod, ownersOf(first.pod).links);
  return { oversized: `${kind} ${namespace}/${name}` };
}

/** Does it ask for at least twice what its runs need, of cpu or memory? */
function isFarAbove(pod: Pod, sized: Pod): boolean {
  if (sized === pod) return false;
  return ["cpu", "memory"].some((resource) => {
    const asked = pod.runningRequests.get(resource) ?? ZERO;
    return asked > ZERO && (sized.runningRequests.get(resource) ?? ZERO) * FAR_ABOVE <= asked;
  });
}
