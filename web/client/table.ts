import type { PageNode } from "../../src/report/page/model.ts";
import { machineText, nodeAddress, verdictBrief } from "../../src/report/page/texts.ts";
import { fill } from "../../src/report/page/words.ts";
import { all, byId, make } from "./dom.ts";
import { sorted, wasteOf } from "./filter.ts";
import type { Page } from "./page.ts";
import type { State } from "./state.ts";

/** Rows of one page: as many as a browser lays out at once without a pause. */
const ROWS = 50;

/** Shows the page of the table that the state asks for; only its rows are made, however many nodes there are. */
export function showTable(page: Page, shown: readonly number[], state: State): void {
  const directions = new Map([
    [state.sort.replace(/^-/u, ""), state.sort.startsWith("-") ? "descending" : "ascending"],
  ]);
  const order = sorted(page.nodes, shown, state.sort);
  const pages = Math.max(Math.ceil(order.length / ROWS), 1);
  const at = Math.min(state.page, pages);
  const rows = order.slice((at - 1) * ROWS, at * ROWS).map((index) => row(page, index));
  byId("node-rows", HTMLElement).replaceChildren(...rows);
  byId("node-none", HTMLElement).hidden = order.length > 0;
  const pager = byId("pager", HTMLElement);
  pager.hidden = pages < 2;
  byId("page-of", HTMLElement).textContent = fill(page.words.phrases.pageOf, { page: at, pages });
  for (const button of pager.querySelectorAll("button")) {
    const next = at + Number(button.dataset["page"]);
    button.disabled = next < 1 || next > pages;
  }
  for (const button of all("#node-table [data-sort]")) {
    const column = button instanceof HTMLElement ? (button.dataset["sort"] ?? "") : "";
    button.parentElement?.setAttribute("aria-sort", directions.get(column) ?? "none");
  }
}

function row(page: Page, index: number): HTMLElement {
  const node = page.nodes[index];
  if (node === undefined) return make("tr", {});
  const { format } = page;
  const link = make("a", { class: "node", href: nodeAddress(node.name), "data-open": String(index) }, node.name);
  const figure = (text: string) => make("td", { class: "figure" }, text);
  return make(
    "tr",
    { class: kindOf(node) },
    make("th", { scope: "row" }, link),
    make("td", {}, node.pool ?? ""),
    make("td", {}, machineText(node, page)),
    figure(format.guessed(node.usdPerHour, node.estimates.length > 0)),
    figure(node.utilization === null ? page.words.phrases.unknown : format.share(node.utilization)),
    figure(wasteText(page, node)),
    make("td", {}, verdictText(page, node)),
  );
}

function kindOf(node: PageNode): string {
  if (node.whyNot === null) return "pinned";
  return node.observed.includes("at-risk") ? "risk" : "";
}

function wasteText({ format }: Page, node: PageNode): string {
  if (node.whyNot !== null) return "";
  return format.rate(node.wasteUsdPerHour === null ? null : wasteOf(node));
}

function verdictText(page: Page, node: PageNode): string {
  const observed = node.observed.flatMap((kind) => {
    const words = Object.entries(page.kinds.observation).find(([name]) => name === kind);
    return words === undefined ? [] : [words[1].title];
  });
  return [verdictBrief(node.verdict, page), ...observed].join(" · ");
}
