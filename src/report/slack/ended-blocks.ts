import type { Ending } from "../../audit/notify/plan.ts";
import type { Story } from "../../audit/notify/story.ts";
import { safeText } from "../text.ts";
import { type Block, context, fitted, header, type Inline, richText, section, text } from "./blocks.ts";
import { machine, name, savedLine, sinceLine } from "./burning.ts";
import { linkLine } from "./links.ts";
import { rateLine, sum, time, type Voice } from "./voice.ts";

/** A message about an episode that is over: the whole bill, what ended it, and what is saved from now on. */
export function endedBlocks(episode: Ending | null, story: Story, voice: Voice): readonly Block[] {
  const node = episode?.node.name ?? story.nodeName;
  const parts = [
    section(
      text(name(node), { bold: true, code: true }),
      text(episode === null ? "" : `  ${machine(episode.node, voice)}`),
      text("\n"),
      ...endLine(episode, story, voice),
    ),
    ...(episode === null
      ? []
      : [
          section(
            ...sinceLine(sinceOf(episode), { ...voice, now: story.closedAt ?? voice.now }),
            ...lasted(episode, voice),
          ),
        ]),
    section(...linkLine(node, null, voice)),
  ];
  const before = story.beforeUsd > 0 ? voice.slack.beforeInThread(sum(story.beforeUsd, voice)) : "";
  return fitted([
    header(voice.slack.resolved(wholeBill(episode, story, voice))),
    ...richText(parts),
    ...context([before, rateLine(voice)]),
  ]);
}

/** What it came to in all; `null` when nobody knows, which is not nothing. */
export function wholeBill(
  priced: { readonly wasteUsdPerHour: number | null } | null,
  story: Story,
  voice: Voice,
): string | null {
  const total = story.usd + story.beforeUsd;
  return total === 0 && (priced?.wasteUsdPerHour ?? null) === null ? null : sum(total, voice);
}

/** `Ended Nov 20, 2026 9:00 PM: the pod that held it finished (Pod batch/x finished)` */
export function endLine(episode: Ending | null, story: Story, voice: Voice): readonly Inline[] {
  const { ended, endedAt } = voice.slack;
  const what = ended[episode?.endCause ?? "unknown"];
  // That a node is gone needs no second word.
  const untold = episode === null || episode.endWhat === "" || episode.endCause === "node-gone";
  const detail = untold ? "" : ` (${name(voice.slack.fact(episode.endWhat))})`;
  return story.closedAt === null
    ? [text(`${what}${detail}`)]
    : [text(endedAt[0]), time(story.closedAt, voice), text(`${endedAt[1]}: ${what}${detail}`)];
}

/** What no object proves was seen by a run, and may have begun before it: it is no "at most since". */
function sinceOf({ openedAt, openedEvidence, openedWhat }: Ending) {
  return { time: openedAt, evidence: openedEvidence, proven: true, what: openedWhat };
}

function lasted(episode: Ending, voice: Voice): readonly Inline[] {
  const hours = new Intl.NumberFormat(voice.slack.locale, { maximumFractionDigits: 1 }).format(episode.confirmedHours);
  const waste = episode.wasteUsdPerHour;
  // A node that is in use again costs what it did.
  const none = waste === null || waste <= 0 || episode.endCause === "busy-again";
  const saved = none ? "" : `\n${savedLine(waste, voice)}`;
  return [text(` · ${safeText(voice.slack.lasted(hours))}${saved}`)];
}
