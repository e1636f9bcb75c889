import { thresholdOf } from "../judge/eligibility.ts";
import { isReady } from "../judge/readiness.ts";
import type { Verdict } from "../judge/verdict.ts";
import { between } from "../model/time.ts";
import type { Context } from "./context.ts";
import type { NodeStory, NotAFinding } from "./finding.ts";
import { groupQuota } from "./node-group.ts";
import type { Known } from "./stories.ts";

/** The numbers that a reason for being no finding rests on; their names are `report`'s to put into words. */
export type WhyNotNumbers = NodeStory["whyNotNumbers"];

type Numbers = (context: Context, verdict: Verdict, known: Known) => WhyNotNumbers;

/** The numbers of `whyNot`; none for a finding, and for reasons that rest on no number. */
export function whyNotNumbers(
  context: Context,
  whyNot: NotAFinding | null,
  verdict: Verdict,
  known: Known,
): WhyNotNumbers {
  return whyNot === null ? {} : NUMBERS[whyNot](context, verdict, known);
}

const none: Numbers = () => ({});

const NUMBERS = {
  removable: ({ input: { settings } }, { node }) => ({
    waitMs: isReady(node) ? settings.scaleDownUnneededTime : settings.scaleDownUnreadyTime,
  }),
  "not-pinned": none,
  "not-underutilized": ({ input }, { node, utilization }) =>
    utilization === null ? {} : { utilization: utilization.max, threshold: thresholdOf(node, input.settings) },
  "no-place-without-blockers": none,
  "not-large": ({ input, priceOf }, { node }, { rehomed }) => ({
    ...known("usdPerHour", priceOf(node).usdPerHour),
    ...known("saved", rehomed?.weighed.wasteUsdPerHour ?? null),
    leastSaved: input.auditSettings.minWasteUsdPerHour,
  }),
  "too-young": ({ input: { settings, now } }, { node }, { pinned }) => {
    const since = pinned?.beginning.since.time ?? null;
    return {
      ...known("pinnedMs", since === null ? null : between(since, now)),
      waitMs: isReady(node) ? settings.scaleDownUnneededTime : settings.scaleDownUnreadyTime,
    };
  },
  "no-room": none,
  "pool-minimum": ({ input }, { node }) => {
    const group = groupQuota(input.snapshot).groupOf(node);
    return group === null ? {} : { size: group.target, minimum: group.min };
  },
  "billed-otherwise": none,
  "other-remedy": none,
  "rests-on-unlisted-kind": none,
  "home-not-cheaper": ({ input, priceOf }, { node }, { rehomed }) => ({
    ...known("usdPerHour", priceOf(node).usdPerHour),
    ...known("home", rehomed?.found.kind === "found" ? rehomed.found.home.quote.usdPerHour : null),
    mostShare: input.auditSettings.maxHomeShare,
  }),
} satisfies Readonly<Record<NotAFinding, Numbers>>;

function known(name: string, value: number | null): WhyNotNumbers {
  return value === null ? {} : { [name]: value };
}
