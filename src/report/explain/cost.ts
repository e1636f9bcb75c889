import type { PinnedNode } from "../../audit/finding.ts";
import { BOOK_NAMES, type Quote } from "../../price/quote.ts";
import { wrap } from "../layout.ts";
import { amount, hourly, monthly, quoted } from "../money.ts";
import type { Page } from "../page.ts";
import { safeText } from "../text.ts";
import { padEnd } from "../width.ts";
import { bookText } from "../words.ts";
import type { Section, Told } from "./section.ts";

/** What the node costs, of what that is made, and how much of it is waste by each price book. */
export function costSection({ story, finding, audit }: Told, page: Page): Section {
  const columns = page.columns - 2;
  const { words, paint } = page;
  const known = story.price.usdPerHour !== null;
  const month = known ? `, ${monthly(story.price.usdPerHour)}/month` : "";
  const price = `${paint.strong(known ? quoted(story.price) : "Its price is unknown")}${month} (${bookText(audit.run, words)})`;
  const waste = finding === null ? [] : wasteLines(finding, page);
  return {
    question: "What does it cost?",
    lines: [...wrap(price, columns), ...partLines(story.price), ...guesses(story.price, page), ...waste],
  };
}

function partLines({ parts }: Quote): readonly string[] {
  return parts.length < 2
    ? []
    : parts.map(({ what, usdPerHour }) => `  ${padEnd(hourly(usdPerHour), 10)} ${safeText(what)}`);
}

function guesses({ estimated }: Quote, { paint, columns }: Page): readonly string[] {
  return estimated.flatMap((guess) => wrap(paint.doubt(`Guessed: ${safeText(guess)}`), columns - 2));
}

function wasteLines(finding: PinnedNode, { words, paint, columns }: Page): readonly string[] {
  const rate = finding.wasteUsdPerHour;
  const waste =
    rate === null
      ? "How much of it is waste is unknown."
      : `Of it ${paint.waste(hourly(rate))} is waste, ${monthly(rate)}/month; confirmed so far: ${amount(finding.accruedUsd)}.`;
  const others = BOOK_NAMES.filter((book) => book !== finding.price.book);
  const byBook = others.map((book) => `${book} ${hourly(finding.wasteUsdPerHourByBook[book])}`);
  const limited = finding.limitedBy === null ? [] : [`But ${words.limitedBy[finding.limitedBy]}.`];
  return [waste, ...limited, paint.faint(`By the other price books: ${byBook.join(", ")}.`)].flatMap((text) =>
    wrap(text, columns - 2),
  );
}
