import type { Format } from "../format.ts";
import { type Html, html, type Piece } from "../html.ts";
import { type Trend, trendOf } from "../trend.ts";
import { counted, fill, type PageWords } from "../words.ts";
import type { Made } from "./part.ts";

/** The cluster, the time, and the figures that everything else explains. */
export function top(made: Made): Html {
  const { model, words, format } = made;
  const { phrases } = words;
  return html`<header class="top">
<div class="name"><p class="brand"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 20 8 7h8l5 13Z" fill="var(--accent)"/><path d="M9 7h6l-3 5Z" fill="var(--card)"/><path d="M8 20 10 12M16 20 14 12M12 20v-6" stroke="var(--card)" stroke-width="1.2" fill="none"/></svg>Barnacle</p>
<h1>${clusterName(made)}</h1>
<p class="when">${fill(phrases.takenAt, { time: format.time(model.takenAt) })}</p></div>
<p class="headline">${headline(made)}${trend(made)}</p>
<dl class="figures">${figures(made)}</dl>
<p class="book">${fill(phrases.prices, { book: made.kinds.book[model.book] })}</p>
</header>
`;
}

export function clusterName({ model, words }: Pick<Made, "model" | "words">): string {
  return model.cluster ?? words.phrases.unnamedCluster;
}

function headline({ model, words, format }: Made): string {
  const { findings, totals } = model;
  const { phrases, counts } = words;
  if (findings.length === 0) return phrases.headlineNone;
  const pods = findings.reduce((sum, { node }) => sum + (model.nodes[node]?.blockers.length ?? 0), 0);
  const values = {
    nodes: counted(counts.nodesAre, findings.length),
    pods: counted(counts.smallPods, pods),
    month: format.month(totals.wasteUsdPerHour).replace(words.units.aMonth, ""),
  };
  return fill(totals.wasteUsdPerHour > 0 ? phrases.headline : phrases.headlineUnknown, values);
}

function trend({ model, words, format }: Made): Html | null {
  const change = trendOf(model);
  if (change === null) return null;
  return html` <span class="trend ${change.kind}">${trendText(change, words, format)}</span>`;
}

function trendText({ kind, share }: Trend, { phrases }: PageWords, format: Format): string {
  if (share === null) return phrases.trendNew;
  if (kind === "same") return phrases.trendSame;
  return fill(kind === "better" ? phrases.trendBetter : phrases.trendWorse, { share: format.share(share) });
}

function figure(name: string, kind: string, value: string, beside: string, remarks: readonly string[]): Html {
  const lines = remarks.filter((line) => line !== "").map((line) => html`<dd class="remark">${line}</dd>`);
  return html`<div class="${kind}"><dt>${name}</dt><dd class="value">${value}</dd><dd class="beside">${beside}</dd>${lines}</div>
`;
}

function figures({ model, words, format }: Made): Piece {
  const { totals } = model;
  const { phrases, counts } = words;
  const share = (part: number) => (totals.usdPerHour > 0 ? part / totals.usdPerHour : 0);
  const size = [counted(counts.nodes, totals.nodes).trim(), counted(counts.pods, totals.pods).trim()].join(" · ");
  const guessed = Math.min(share(totals.estimatedUsdPerHour), 1);
  const wasted = totals.wasteUsdPerHour > 0;
  return [
    figure(phrases.cost, "cost", format.rate(totals.usdPerHour), format.month(totals.usdPerHour), [size]),
    figure(
      phrases.waste,
      wasted ? "waste" : "none",
      format.rate(totals.wasteUsdPerHour),
      format.month(totals.wasteUsdPerHour),
      [wasted ? fill(phrases.shareOfCost, { share: format.share(share(totals.wasteUsdPerHour)) }) : ""],
    ),
    figure(phrases.accrued, totals.accruedUsd > 0 ? "waste" : "none", format.sum(totals.accruedUsd), "", [
      totals.accruedUsd > 0 || model.findings.length === 0 ? phrases.accruedAbout : phrases.accruedNothing,
    ]),
    figure(phrases.estimated, guessed > 0 ? "doubt" : "none", format.share(guessed), "", [
      guessed > 0 ? phrases.estimatedAbout : phrases.estimatedNothing,
    ]),
  ];
}
