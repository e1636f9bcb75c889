import type { FindingBlocker } from "../../audit/finding.ts";
import { asksText, type Holder, holdersOf, objectName } from "../holders.ts";
import { hang, wrap } from "../layout.ts";
import type { Page } from "../page.ts";
import { count, sinceParts } from "../phrases.ts";
import { safeText } from "../text.ts";
import { at } from "../when.ts";
import { reasonPage } from "../words.ts";
import type { Section, Told } from "./section.ts";

/** A crowd of equal pods needs no list: so many are named. */
const SHOWN_PODS = 10;

/** Who holds the node and why, each workload with its pods, and since when. `null` when nobody does. */
export function heldSection({ story, finding }: Told, page: Page): Section | null {
  if (story.blockers.length === 0) return null;
  const columns = page.columns - 2;
  const holders = holdersOf(story.blockers);
  const lines = holders.flatMap((holder) => holderLines(holder, page));
  const locks = holders.length > 1 ? [`${holders.length} locks: each must go before the node can.`] : [];
  const since = finding === null ? [] : [sinceLine(sinceParts(finding.since, page.now, page.words, page.timeZone))];
  return {
    question: finding === null ? "Who holds it?" : "Who holds it, and since when?",
    lines: [...lines, ...[...locks, ...since].flatMap((text) => wrap(text, columns))],
  };
}

function sinceLine([begin, evidence]: readonly [string, string]): string {
  return `${begin.charAt(0).toUpperCase()}${begin.slice(1)}${evidence === "" ? "" : `: ${evidence}`}.`;
}

function holderLines(holder: Holder, page: Page): readonly string[] {
  const { words, paint } = page;
  const columns = page.columns - 4;
  const { meaning } = words.blocking[holder.reason];
  const workload = holder.workload === null ? "No controller" : objectName(holder.workload);
  const head = `${paint.title(workload)} (team ${safeText(holder.team)}): ${count(holder.pods.length, "pod")}, ${asksText(holder.requests)}`;
  const pods = holder.pods.slice(0, SHOWN_PODS).flatMap((pod) => wrap(podText(pod, page), columns));
  const hidden = holder.pods.length - SHOWN_PODS;
  const more = hidden > 0 ? [`… and ${hidden} more`] : [];
  const why = wrap(`${paint.doubt(holder.reason)}: ${meaning} (${reasonPage(holder.reason)})`, columns);
  return [...wrap(head, page.columns - 2), ...hang("  ", [...pods, ...more, ...why])];
}

function podText(pod: FindingBlocker, { timeZone }: Page): string {
  const chain = pod.owners.map((owner) => objectName(owner) + (owner.seen ? "" : " (not in the snapshot)"));
  const started = pod.startedAt === null ? "" : `, started ${at(pod.startedAt, timeZone)}`;
  return `Pod ${safeText(`${pod.namespace}/${pod.name}`)}${chain.length === 0 ? "" : ` of ${chain.join(" of ")}`}${started}`;
}
