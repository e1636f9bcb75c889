import { fill } from "../../src/report/page/words.ts";
import { all, byId } from "./dom.ts";
import { haystackOf, isFiltered, matching } from "./filter.ts";
import { type Page, readPage } from "./page.ts";
import { readState, type State, writeState } from "./state.ts";
import { noStory, story } from "./story.ts";
import { showTable } from "./table.ts";

const page = readPage(byId("data", HTMLScriptElement).text);
const form = byId("filters", HTMLFormElement);
const dialog = byId("story", HTMLDialogElement);
let state = readState(location.hash);

const FIELDS = ["q", "team", "pool", "reason"] as const;

/** Takes a new state: the address says it, so that a reload or a sent link shows the same. */
function go(change: Partial<State>, remember: "push" | "replace" = "replace"): void {
  state = { ...state, ...change };
  const address = writeState(state);
  const here = `${location.pathname}${location.search}`;
  if (address !== location.hash) {
    if (remember === "push") history.pushState(null, "", here + address);
    else history.replaceState(null, "", here + address);
  }
  show(page);
}

/** What the search looks in; made when somebody first searches. */
let haystacks: readonly string[] = [];
/** What was shown last: a story that is opened changes neither the filter nor the table. */
let shownFor = "";

function show({ nodes, words }: Page): void {
  const { node: _, ...rest } = state;
  const wanted = JSON.stringify(rest);
  if (wanted !== shownFor) showNodes(nodes, words);
  shownFor = wanted;
  showStory();
}

function showNodes(nodes: Page["nodes"], words: Page["words"]): void {
  if (state.q !== "" && haystacks.length === 0) haystacks = nodes.map(haystackOf);
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      if (field.value !== state[name]) field.value = state[name];
    }
  }
  const through = matching(nodes, haystacks, state);
  const shown = nodes.flatMap((_, index) => (through[index] === true ? [index] : []));
  byId("matching", HTMLElement).textContent = isFiltered(state)
    ? fill(words.phrases.matching, { shown: shown.length, all: nodes.length })
    : "";
  hide(through);
  showTable(page, shown, state);
}

/** Rows and cards go, marks in drawings pale. */
function hide(through: readonly boolean[]): void {
  for (const element of all("[data-nodes]")) {
    const mine = (element.getAttribute("data-nodes") ?? "").split(" ").map(Number);
    element.toggleAttribute("hidden", !mine.some((index) => through[index] === true));
  }
  for (const element of all("[data-n]")) {
    element.classList.toggle("pale", through[Number(element.getAttribute("data-n"))] !== true);
  }
}

function showStory(): void {
  if (state.node === "") {
    if (dialog.open) dialog.close();
    return;
  }
  const index = page.byName.get(state.node);
  byId("story-body", HTMLElement).replaceChildren(
    ...(index === undefined ? noStory(page, state.node) : story(page, index)),
  );
  const place = page.data.findings.findIndex(({ node }) => node === index);
  for (const [id, next] of [
    ["story-previous", place - 1],
    ["story-next", place + 1],
  ] as const) {
    byId(id, HTMLButtonElement).disabled = page.data.findings[next] === undefined;
  }
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("story-title", HTMLElement).focus();
}

function open(index: number | undefined): void {
  const name = index === undefined ? undefined : page.nodes[index]?.name;
  if (name !== undefined) go({ node: name }, "push");
}

/** The finding `step` places from the one that is open. */
function step(by: number): void {
  const index = page.byName.get(state.node);
  const place = page.data.findings.findIndex(({ node }) => node === index);
  open(page.data.findings[place + by]?.node);
}

const worst = () => open(page.data.findings[0]?.node);

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const on = (selector: string) => target.closest(selector);
  const opener = on("[data-open],[data-n]");
  if (opener !== null) {
    event.preventDefault();
    open(Number(opener.getAttribute("data-open") ?? opener.getAttribute("data-n")));
  } else if (on("[data-worst]") !== null && page.data.findings.length > 0) {
    event.preventDefault();
    worst();
  } else if (on("a[href^='#']") !== null) {
    event.preventDefault();
    toPart(on("a[href^='#']")?.getAttribute("href") ?? "");
  } else {
    press(target);
  }
});

/** A place on the page is gone to without losing what the address says. */
function toPart(href: string): void {
  const part = document.getElementById(href.slice(1));
  part?.scrollIntoView();
  const heading = part?.querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

function press(target: Element): void {
  const button = target.closest("button");
  if (button === null) return;
  const { sort, page: by } = button.dataset;
  if (sort !== undefined) go({ sort: state.sort === `-${sort}` ? sort : `-${sort}`, page: 1 });
  else if (by !== undefined) go({ page: state.page + Number(by) });
  else if (button.id === "story-close") go({ node: "" });
  else if (button.id === "story-next") step(1);
  else if (button.id === "story-previous") step(-1);
  else if (button.hasAttribute("data-copy")) void copy(button);
}

/** Copies the text beside the button; where the clipboard is shut (a page opened from a file may not have it), selects it. */
async function copy(button: HTMLElement): Promise<void> {
  const code = button.closest("figure")?.querySelector("code");
  if (code === null || code === undefined) return;
  try {
    await navigator.clipboard.writeText(`${code.textContent}\n`);
    button.textContent = page.words.phrases.copied;
  } catch {
    getSelection()?.selectAllChildren(code);
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  const given = new FormData(form);
  const text = (name: string) => String(given.get(name) ?? "");
  go({ q: text("q"), team: text("team"), pool: text("pool"), reason: text("reason"), page: 1 });
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  go({ q: "", team: "", pool: "", reason: "", page: 1 });
});
dialog.addEventListener("close", () => {
  if (state.node !== "") go({ node: "" });
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) go({ node: "" });
});
addEventListener("popstate", () => {
  state = readState(location.hash);
  show(page);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    const search = form.elements.namedItem("q");
    if (search instanceof HTMLElement) search.focus();
  } else if (event.key === "w") worst();
  else if (dialog.open && event.key === "ArrowRight") step(1);
  else if (dialog.open && event.key === "ArrowLeft") step(-1);
});

/** The name of the node under the pointer. */
document.addEventListener("pointerover", (event) => {
  const mark = event.target instanceof Element ? event.target.closest(".drawing [data-n]") : null;
  const node = page.nodes[Number(mark?.getAttribute("data-n") ?? -1)];
  if (mark === null || node === undefined || mark.firstElementChild !== null) return;
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = node.name;
  mark.append(title);
});

show(page);
performance.mark("ready");
document.documentElement.dataset["ready"] = "";
