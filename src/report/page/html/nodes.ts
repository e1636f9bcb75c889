import { type Html, html } from "../html.ts";
import { type Made, part } from "./part.ts";

/** The columns of the table of nodes, by the name that the address has for them; the page's script fills the rows. */
const COLUMNS = [
  { sort: "name", title: "node", figures: false },
  { sort: "pool", title: "pool", figures: false },
  { sort: "type", title: "machineType", figures: false },
  { sort: "price", title: "price", figures: true },
  { sort: "asked", title: "requested", figures: true },
  { sort: "waste", title: "wasted", figures: true },
  { sort: "verdict", title: "verdict", figures: false },
] as const;

/** Every node, in pages; what the filter lets through, in the order that the reader chose. */
export function nodes(made: Made): Html {
  const { phrases, parts } = made.words;
  const head = COLUMNS.map(
    ({ sort, title, figures }) =>
      html`<th scope="col" class="${figures ? "figure" : ""}"><button type="button" data-sort="${sort}">${phrases[title]}</button></th>`,
  );
  return part(
    "nodes",
    made,
    html`<div class="scroll" tabindex="0" role="group" aria-label="${parts.nodes.title}"><table id="node-table"><thead><tr>${head}</tr></thead><tbody id="node-rows"></tbody></table></div>
<p class="empty" id="node-none" hidden>${phrases.noneMatch}</p>
<div class="pager" id="pager"><button type="button" data-page="-1">${phrases.previousPage}</button><span id="page-of"></span><button type="button" data-page="1">${phrases.nextPage}</button></div>`,
  );
}

/** The frame in which the script tells a node's story. */
export function storyDialog({ words }: Made): Html {
  const { phrases } = words;
  return html`<dialog id="story" aria-labelledby="story-title"><div class="tools"><div class="steps"><button type="button" id="story-previous" title="${phrases.previousFinding}" aria-label="${phrases.previousFinding}">←</button><button type="button" id="story-next" title="${phrases.nextFinding}" aria-label="${phrases.nextFinding}">→</button></div><button type="button" id="story-close">${phrases.close}</button></div><article id="story-body"></article></dialog>`;
}
