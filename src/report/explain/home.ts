import type { Home, NodeStory, NotAFinding, PinnedNode } from "../../audit/finding.ts";
import { wrap } from "../layout.ts";
import { hourly, priced } from "../money.ts";
import type { Page } from "../page.ts";
import { machine } from "../phrases.ts";
import { safeText } from "../text.ts";
import type { Section, Told } from "./section.ts";

/** Where the blockers could have run instead. `null` when that was not asked (the node is not pinned). */
export function homeSection({ story, finding }: Told, page: Page): Section | null {
  if (!story.pinned) return null;
  const columns = page.columns - 2;
  const told = story.home === null ? [noHome(story, finding)] : homeLines(story.home, page);
  const lines = told.flatMap((text) => wrap(text, columns));
  return { question: "Where could its pods have run?", lines };
}

/** Nodes that are left out before a place is sought for their pods. */
const NOT_SOUGHT: ReadonlySet<NotAFinding> = new Set([
  "billed-otherwise",
  "rests-on-unlisted-kind",
  "pool-minimum",
  "not-large",
  "too-young",
]);

function noHome({ whyNot }: NodeStory, finding: PinnedNode | null): string {
  if (whyNot !== null && NOT_SOUGHT.has(whyNot)) return "No place was sought for them, for the reason above.";
  const unpriced = finding !== null && finding.price.usdPerHour !== null && finding.limitedBy === null;
  if (unpriced) return "That is not known: no other machine type is priced where it stands.";
  return "No other place for them was found.";
}

function homeLines(home: Home, { words, paint }: Page): readonly string[] {
  const names = home.nodes.map((name) => paint.good(safeText(name))).join(", ");
  const spare = home.nodes.length === 0 ? "on nodes that stay anyway" : `on ${names}`;
  const where =
    home.kind === "spare"
      ? [`In room that is left ${spare}: it costs nothing more.`]
      : [
          ...(home.nodes.length === 0 ? [] : [`Some of them in room that is left ${spare}.`]),
          `${home.nodes.length === 0 ? "On" : "The rest on"} a new node, ${paint.good(priced(machine(home, words), home.quote))}: the cheapest that holds them.`,
          ...partsOf(home),
        ];
  const relaxed = home.relaxed.map(safeText).join(", ");
  const once = relaxed === "" ? [] : [`This needs them to drop ${relaxed}, which ties them to a place now.`];
  return [...where, ...once, ...home.quote.estimated.map((guess) => paint.doubt(`Guessed: ${safeText(guess)}`))];
}

function partsOf({ quote }: Home): readonly string[] {
  if (quote.parts.length < 2) return [];
  return [`(${quote.parts.map(({ what, usdPerHour }) => `${safeText(what)} ${hourly(usdPerHour)}`).join(", ")})`];
}
