import { type Html, html, type Piece, trusted } from "../html.ts";
import type { PageBlocker, PageFinding, PageNode } from "../model.ts";
import { askedText, evidenceText, homeText, machineText, placeText, reasonBrief, sinceText } from "../texts.ts";
import { fill, wordFor } from "../words.ts";
import { type Made, nodeLink, ofNodes, part } from "./part.ts";

const MOST_CARDS = 12;
const MOST_HOLDERS = 3;

/** The worst findings as cards: before → after, since when, who holds it and why, what to change. */
export function worst(made: Made): Html {
  const { model, words } = made;
  const { phrases } = words;
  const shown = model.findings.slice(0, MOST_CARDS);
  const rest = model.findings.length - shown.length;
  if (shown.length === 0) return part("worst", made, html`<p class="empty">${phrases.headlineNone}</p>`);
  const dearest = Math.max(...shown.map(({ usdPerHour }) => usdPerHour ?? 0), 0);
  const cards = shown.map((finding, rank) => card(finding, rank, dearest, made));
  const more = rest === 0 ? null : html`<p class="remark"><a href="#nodes">${fill(phrases.more, { n: rest })}</a></p>`;
  return part("worst", made, html`<ol class="cards">${cards}</ol>${more}`);
}

function card(finding: PageFinding, rank: number, dearest: number, made: Made): Html {
  const { model, words, format } = made;
  const node = model.nodes[finding.node];
  if (node === undefined) return html``;
  const { phrases } = words;
  const waste = finding.wasteUsdPerHour;
  return html`<li class="card"${ofNodes([finding.node])}>
<div class="title"><span class="rank">${rank + 1}</span><h3>${nodeLink(finding.node, node.name)}</h3>
<p class="waste"><b>${format.rate(waste)}</b> <span>${waste === null ? "" : format.month(waste)}</span></p></div>
<p class="remark">${[placeText(node), askedText(node, made), finding.cordoned ? phrases.cordoned : ""].filter((text) => text !== "").join(" · ")}</p>
${beforeAfter(finding, node, dearest, made)}
<p class="since"><b>${sinceText(finding, made)}</b>${lasted(finding, made)}<span class="remark">${evidenceText(finding, made)}</span></p>
${finding.limitedBy === null ? null : html`<p class="doubt">${wordFor(made.kinds.limitedBy, finding.limitedBy) ?? finding.limitedBy}</p>`}
<ul class="holders">${holders(node.blockers, made)}</ul>
${change(finding, made)}
</li>
`;
}

function lasted({ since, accruedUsd }: PageFinding, { format, takenAt, words }: Made): string {
  const age = since === null ? [] : [format.lasting(takenAt - since)];
  const sum = accruedUsd === 0 ? [] : [fill(words.phrases.soFar, { amount: format.sum(accruedUsd) })];
  const parts = [...age, ...sum];
  return parts.length === 0 ? "" : ` · ${parts.join(" · ")}`;
}

function beforeAfter({ usdPerHour, home }: PageFinding, node: PageNode, dearest: number, made: Made): Html {
  const { words, format } = made;
  const { phrases } = words;
  const relaxed = home?.relaxed.join(", ") ?? "";
  return html`<div class="change">
<p class="before"><span class="label">${phrases.now}</span> <span class="what">${machineText(node, made)}</span> <span class="price">${format.guessed(usdPerHour, node.estimates.length > 0)}</span>${bar(usdPerHour, dearest)}</p>
<p class="after"><span class="label">${phrases.instead}</span> <span class="what">${homeText(home, made)}</span> <span class="price">${home === null ? "" : format.guessed(home.usdPerHour, home.estimated)}</span>${bar(home?.usdPerHour ?? 0, dearest)}</p>
${relaxed === "" ? null : html`<p class="remark">${fill(phrases.relaxed, { what: relaxed })}</p>`}
</div>`;
}

/** A length beside a figure; the figure says it, so a reader of the screen need not hear it. */
function bar(price: number | null, dearest: number): Html {
  const share = price === null || dearest === 0 ? 0 : Math.max((price / dearest) * 100, price > 0 ? 0.8 : 0);
  return html`<svg class="bar" aria-hidden="true" focusable="false">${trusted(`<rect width="${share.toFixed(1)}%" height="100%" rx="2"/>`)}</svg>`;
}

function holders(blockers: readonly PageBlocker[], made: Made): Piece {
  const groups = [
    ...Map.groupBy(blockers, ({ workload, team, reason }) => JSON.stringify([workload, team, reason])).values(),
  ];
  const shown = groups.slice(0, MOST_HOLDERS).map((pods) => holder(pods, made));
  const rest = groups.slice(MOST_HOLDERS).reduce((sum, pods) => sum + pods.length, 0);
  const locks =
    groups.length < 2 ? null : html`<li class="doubt">${fill(made.words.phrases.locks, { n: groups.length })}</li>`;
  return [
    ...shown,
    rest === 0 ? null : html`<li class="remark">${fill(made.words.phrases.more, { n: rest })}</li>`,
    locks,
  ];
}

function holder(pods: readonly PageBlocker[], made: Made): Html {
  const [first] = pods;
  if (first === undefined) return html``;
  const number = pods.length === 1 ? "" : ` ×${pods.length}`;
  const asks = first.requests === "" ? made.words.phrases.asksNothing : first.requests;
  return html`<li><b>${first.workload}</b>${number} <span class="team">${first.team}</span> <span class="why">${reasonBrief(first.reason, made)}</span> <span class="remark">${asks}</span></li>`;
}

function change(finding: PageFinding, { kinds, words }: Made): Html {
  const [first] = finding.advice;
  const link = html`<button type="button" class="open" data-open="${finding.node}">${words.phrases.openStory}</button>`;
  if (first === undefined) return html`<p class="do">${link}</p>`;
  return html`<p class="do"><span>${wordFor(kinds.advice, first.kind) ?? first.kind}</span>${link}</p>`;
}
