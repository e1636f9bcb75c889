import { wordsIn } from "../words.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./assets.ts";
import { nodeMap } from "./charts/map.ts";
import { overTimeChart } from "./charts/over-time.ts";
import type { ChartSpec, Drawings } from "./charts/spec.ts";
import { timelineChart } from "./charts/timeline.ts";
import { pageData } from "./data.ts";
import { formatIn } from "./format.ts";
import { filters } from "./html/filters.ts";
import { muted, quality, risk, workloads } from "./html/lists.ts";
import { map } from "./html/map.ts";
import { nodes, storyDialog } from "./html/nodes.ts";
import { overTime } from "./html/over-time.ts";
import type { Made } from "./html/part.ts";
import { timeline } from "./html/timeline.ts";
import { clusterName, top } from "./html/top.ts";
import { worst } from "./html/worst.ts";
import { type Html, html, jsonText, trusted } from "./html.ts";
import type { PageModel } from "./model.ts";
import { type WasteOverTime, wasteOverTime } from "./over-time.ts";
import type { Part } from "./words/shape.ts";
import { fill, type PageWords, pageWordsIn } from "./words.ts";

/** A page before its drawings are made: `publish` makes them, since ECharts has to be waited for. */
export interface PagePlan {
  readonly model: PageModel;
  readonly waste: WasteOverTime;
  /** Nodes that are drawn together on the map. */
  readonly merged: number;
  readonly charts: readonly ChartSpec[];
}

/** What is to be drawn for a page. */
export function pagePlan(model: PageModel): PagePlan {
  const words = pageWordsIn(model.language);
  const waste = wasteOverTime(model);
  const map = nodeMap(model, words);
  const charts = [
    ...(waste.teams.length === 0 ? [] : [overTimeChart(waste, model.takenAt, words, model.timeZone)]),
    ...(model.nodes.length === 0 ? [] : [map.chart]),
    ...(model.episodes.length === 0 ? [] : [timelineChart(model, words)]),
  ];
  return { model, waste, merged: map.merged, charts };
}

/** The base64 of a text's SHA-256: the page's policy lets nothing else run. */
export type Sha256 = (text: string) => string;

/** The whole page: one HTML document that needs nothing else and asks for nothing. */
export function pageHtml({ model, waste, merged }: PagePlan, drawings: Drawings, sha256: Sha256): string {
  const words = pageWordsIn(model.language);
  const kinds = wordsIn(model.language);
  const made: Made = { model, words, kinds, drawings, format: formatIn(words, model.timeZone), takenAt: model.takenAt };
  const title = fill(words.phrases.pageTitle, { cluster: clusterName(made) });
  return html`<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(sha256)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#worst" data-worst="">${words.phrases.skip}</a>
${top(made)}${contents(words, model)}${filters(made)}<main>
${worst(made)}${overTime(made, waste)}${map(made, merged)}${timeline(made)}${workloads(made)}${risk(made)}${muted(made)}${nodes(made)}${quality(made)}</main>
<footer><p>${fill(words.phrases.made, { version: model.version })}</p><p class="keys">${words.phrases.keysAbout}</p></footer>
${storyDialog(made)}
<script type="application/json" id="data">${jsonText(pageData(model, words, kinds))}</script>
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}

/** Only our own style and our own script, by their hashes; no network, no frame, no form. */
function policy(sha256: Sha256): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(PAGE_SCRIPT)}'`,
    `style-src 'sha256-${sha256(PAGE_STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

const CONTENTS: readonly Part[] = [
  "worst",
  "overTime",
  "map",
  "timeline",
  "workloads",
  "risk",
  "muted",
  "nodes",
  "quality",
];

function contents(words: PageWords, { history }: PageModel): Html {
  const parts = CONTENTS.filter((id) => id !== "muted" || history !== null);
  const items = parts.map((id) => html`<li><a href="#${id}" data-part="">${words.parts[id].title}</a></li>`);
  return html`<nav class="contents" aria-label="${words.phrases.contents}"><ul>${items}</ul></nav>
`;
}
