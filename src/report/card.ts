import type { PinnedNode } from "../audit/finding.ts";
import { asksText, type Holder, holdersOf, objectName } from "./holders.ts";
import { clamp, hang, shortenWords, spread, wrap } from "./layout.ts";
import { amount, hourly, monthly, priced } from "./money.ts";
import { needLines, sizedText } from "./needs.ts";
import type { Page } from "./page.ts";
import { askedText, homeText, machine, place, sinceParts } from "./phrases.ts";
import { safeText } from "./text.ts";
import { displayWidth, padEnd, padStart, shorten } from "./width.ts";

const MARGIN = 4;
const MOST_HOLDERS = 3;
const MOST_CHANGE_LINES = 3;

/** One finding in a few lines: node and waste, before → after, since when, who holds it and why, what to change. */
export function card(finding: PinnedNode, rank: number, page: Page): readonly string[] {
  const columns = page.columns - MARGIN;
  const body = [...prices(finding, columns, page), ...since(finding, columns, page), ...where(finding, columns, page)];
  const people = [
    ...holders(finding, columns, page),
    ...needs(finding, columns, page),
    ...change(finding, columns, page),
  ];
  return [title(finding, rank, page), ...hang(" ".repeat(MARGIN), [...body, ...people])];
}

function title(finding: PinnedNode, rank: number, { paint, columns }: Page): string {
  const waste = finding.wasteUsdPerHour === null ? "waste unknown" : `waste ${hourly(finding.wasteUsdPerHour)}`;
  const number = padEnd(padStart(String(rank), 2), MARGIN);
  const room = Math.max(columns - displayWidth(number) - displayWidth(waste) - 2, 12);
  return `${number + padEnd(paint.strong(shorten(safeText(finding.node.name), room)), room)}  ${paint.waste(waste)}`;
}

function prices(finding: PinnedNode, columns: number, { paint, words }: Page): readonly string[] {
  const before = priced(machine(finding.node, words), finding.price);
  const after = shortenWords(homeText(finding.home, words), columns - 4);
  const month = finding.wasteUsdPerHour === null ? "" : `${monthly(finding.wasteUsdPerHour)}/month`;
  const relaxed = finding.home?.relaxed.map(safeText).join(", ") ?? "";
  const once = `once they drop ${relaxed}`;
  return [
    ...twoParts(shortenWords(before, columns), ` ${paint.faint("→")} ${paint.good(after)}`, month, columns),
    ...(relaxed === "" ? [] : wrap(paint.faint(shortenWords(once, columns)), columns)),
  ];
}

function since(finding: PinnedNode, columns: number, { now, words, timeZone }: Page): readonly string[] {
  const accrued = finding.accruedUsd === 0 ? "" : `${amount(finding.accruedUsd)} so far`;
  const [begin, evidence] = sinceParts(finding.since, now, words, timeZone);
  return twoParts(begin, evidence === "" ? "" : `: ${shortenWords(evidence, columns - 4)}`, accrued, columns);
}

/** Both parts on a line with `right` at its end; where they do not shorten, the second part goes under the first. */
function twoParts(first: string, second: string, right: string, columns: number): readonly string[] {
  const room = columns - (right === "" ? 0 : displayWidth(right) + 2);
  if (displayWidth(first + second) <= room) return spread(first + second, right, columns);
  const under = second.replace(/^[: ]+/u, "");
  return [...spread(first, right, columns), ...hang("  ", wrap(under, columns - 2))];
}

function where(finding: PinnedNode, columns: number, { paint, words }: Page): readonly string[] {
  const asked = finding.utilization === null ? [] : [`its pods ask for ${askedText(finding.utilization)}`];
  const stands = place(finding.node);
  const parts = [...asked, ...(stands === "" ? [] : [stands]), ...(finding.cordoned ? ["cordoned"] : [])];
  const limited = finding.limitedBy === null ? [] : wrap(paint.doubt(words.limitedBy[finding.limitedBy]), columns);
  return [
    ...(parts.length === 0 ? [] : wrap(paint.faint(shortenWords(parts.join(" · "), columns)), columns)),
    ...limited,
  ];
}

function holders(finding: PinnedNode, columns: number, page: Page): readonly string[] {
  const label = "held by  ";
  const all = holdersOf(finding.blockers);
  const room = columns - displayWidth(label);
  const lines = all.slice(0, MOST_HOLDERS).flatMap((holder) => holderLines(holder, room, page));
  const rest = all.slice(MOST_HOLDERS);
  const pods = rest.reduce((sum, holder) => sum + holder.pods.length, 0);
  const more =
    rest.length === 0 ? [] : [page.paint.faint(`… and ${pods} more, of ${rest.length} other workloads or reasons`)];
  return hang(`${page.paint.faint(label.trimEnd())}  `, [...lines, ...more.flatMap((line) => wrap(line, room))]);
}

function holderLines(holder: Holder, columns: number, { words, paint }: Page): readonly string[] {
  const [first] = holder.pods;
  const pod = safeText(first === undefined ? "" : `${first.namespace}/${first.name}`);
  const pods = holder.pods.length === 1 ? `Pod ${pod}` : `${holder.pods.length} pods`;
  const of = holder.workload === null ? "without a controller" : `of ${objectName(holder.workload)}`;
  const team = paint.faint(shortenWords(`(team ${safeText(holder.team)})`, columns));
  const who = `${paint.strong(shortenWords(pods, columns))} ${shortenWords(of, columns)} ${team}`;
  const why = `${words.blocking[holder.reason].brief}; ${paint.faint(asksText(holder.requests))}`;
  return [...wrap(who, columns), ...wrap(why, columns)];
}

function needs(finding: PinnedNode, columns: number, page: Page): readonly string[] {
  const label = "needs    ";
  const room = columns - displayWidth(label);
  const sized = sizedText(finding, page);
  const then = sized === "" ? [] : [`then they could run ${sized}`];
  const lines = [...needLines(finding).slice(0, MOST_HOLDERS), ...then];
  return hang(
    `${page.paint.faint(label.trimEnd())}    `,
    lines.flatMap((line) => wrap(shortenWords(line, room), room)),
  );
}

function change(finding: PinnedNode, columns: number, { paint }: Page): readonly string[] {
  const [first] = finding.advice;
  if (first === undefined) return [];
  const label = "change   ";
  const room = columns - displayWidth(label);
  const target = first.target === null ? "" : `${shortenWords(objectName(first.target), room - 1)}: `;
  const lines = clamp(wrap(target + shortenWords(safeText(first.text), room), room), MOST_CHANGE_LINES, room);
  const locks = holdersOf(finding.blockers).length;
  const all = locks < 2 ? [] : wrap(paint.doubt(`${locks} locks: the node goes only when all of them are gone`), room);
  return hang(`${paint.faint("change")}   `, [...lines, ...all]);
}
