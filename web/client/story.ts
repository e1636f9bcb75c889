import type { PageAdvice, PageBlocker, PageFinding, PageNode } from "../../src/report/page/model.ts";
import {
  askedText,
  detailText,
  evidenceText,
  machineText,
  placeText,
  reasonBrief,
  sinceText,
  verdictBrief,
} from "../../src/report/page/texts.ts";
import { counted, fill, wordFor } from "../../src/report/page/words.ts";
import { fileOfCommand } from "../../src/report/patch-file.ts";
import { type Child, make } from "./dom.ts";
import type { Page } from "./page.ts";

const MOST_BLOCKERS = 40;

/** A node's whole story, in the order a person asks: needed, held by whom, since when, what it costs, where else, what to change. */
export function story(page: Page, index: number): readonly HTMLElement[] {
  const node = page.nodes[index];
  if (node === undefined) return [];
  const finding = page.findings.get(index) ?? null;
  const { phrases } = page.words;
  const age =
    node.createdAt === null ? "" : fill(phrases.old, { age: page.format.lasting(page.takenAt - node.createdAt) });
  const facts = [machineText(node, page), placeText(node), age].filter((text) => text !== "").join(" · ");
  return [
    make("h2", { id: "story-title", tabindex: "-1" }, node.name),
    make("p", { class: "remark" }, facts),
    ...needed(page, node, index),
    ...held(page, node),
    ...since(page, finding),
    ...cost(page, node, finding),
    ...where(page, finding),
    ...change(page, [
      ...(finding?.advice ?? []),
      ...page.data.observations.flatMap((observation) => (observation.node === index ? observation.advice : [])),
    ]),
    ...pods(page, node),
  ];
}

/** What is shown for a name that the run does not have. */
export function noStory({ words }: Page, name: string): readonly HTMLElement[] {
  return [
    make("h2", { id: "story-title", tabindex: "-1" }, name),
    make("p", {}, fill(words.phrases.gone, { node: name })),
  ];
}

function question(text: string, ...answer: readonly Child[]): readonly HTMLElement[] {
  return [make("h3", {}, text), make("div", { class: "answer" }, answer)];
}

function needed(page: Page, node: PageNode, index: number): readonly HTMLElement[] {
  const { phrases, counts } = page.words;
  const verdict = wordFor(page.kinds.verdict, node.verdict);
  const asked = askedText(node, page);
  const numbers = [
    fill(phrases.podsOnIt, { pods: counted(counts.pods, node.pods), move: node.podsToMove }),
    asked === "" ? "" : fill(phrases.theyAsk, { what: asked, resource: node.resource ?? "" }),
  ];
  const observed = page.data.observations.filter((observation) => observation.node === index);
  return question(
    phrases.askNeeded,
    make("p", {}, make("b", {}, node.verdict), ": ", verdictBrief(node.verdict, page), ". ", verdict?.meaning ?? ""),
    make("p", {}, numbers.join(" ")),
    whyNot(page, node),
    observed.map((observation) => {
      const words = wordFor(page.kinds.observation, observation.kind);
      const detail = detailText(observation, page);
      return make(
        "p",
        {},
        make("b", {}, words?.title ?? observation.kind),
        ": ",
        words?.meaning ?? "",
        detail === "" ? "" : ` (${detail})`,
      );
    }),
    node.uncertain.map((what) => make("p", { class: "doubt" }, fill(phrases.notCertain, { what }))),
  );
}

function whyNot({ words, kinds, format }: Page, node: PageNode): Child {
  if (node.whyNot === null) return null;
  const sentence = wordFor(kinds.notAFinding, node.whyNot) ?? node.whyNot;
  const saved =
    node.pinned && node.wasteUsdPerHour !== null
      ? ` ${fill(words.phrases.wouldSave, { rate: format.rate(node.wasteUsdPerHour) })}`
      : "";
  return make("p", {}, make("b", { class: "good" }, words.phrases.noFinding), ": ", sentence, saved);
}

function held(page: Page, node: PageNode): readonly HTMLElement[] {
  const { phrases } = page.words;
  if (node.blockers.length === 0) return [];
  const locks = new Set(node.blockers.map(({ workload, reason }) => `${workload} ${reason}`)).size;
  const rest = node.blockers.length - MOST_BLOCKERS;
  return question(
    phrases.askHeld,
    make(
      "ul",
      { class: "holders" },
      node.blockers.slice(0, MOST_BLOCKERS).map((blocker) => holder(page, blocker)),
    ),
    rest > 0 ? make("p", { class: "remark" }, fill(phrases.more, { n: rest })) : null,
    locks > 1 ? make("p", { class: "doubt" }, fill(phrases.locks, { n: locks })) : null,
  );
}

function holder(page: Page, blocker: PageBlocker): HTMLElement {
  const { words, format, kinds } = page;
  const asks = blocker.requests === "" ? words.phrases.asksNothing : blocker.requests;
  const started =
    blocker.startedAt === null ? [] : [fill(words.phrases.started, { time: format.time(blocker.startedAt) })];
  return make(
    "li",
    {},
    make("b", {}, `Pod ${blocker.namespace}/${blocker.name}`),
    " ",
    make("span", { class: "team" }, blocker.team),
    blocker.chain === "" ? null : make("span", { class: "chain" }, ` ${blocker.chain}`),
    make(
      "span",
      { class: "why" },
      `${blocker.reason}: ${reasonBrief(blocker.reason, page)}. ${wordFor(kinds.blocking, blocker.reason)?.meaning ?? ""}`,
    ),
    make("span", { class: "remark" }, [asks, ...started].join(" · ")),
  );
}

function since(page: Page, finding: PageFinding | null): readonly HTMLElement[] {
  if (finding === null) return [];
  const lasted = finding.since === null ? "" : ` · ${page.format.lasting(page.takenAt - finding.since)}`;
  return question(
    page.words.phrases.askSince,
    make("p", {}, make("b", {}, sinceText(finding, page)), lasted),
    make("p", { class: "remark" }, `${evidenceText(finding, page)} (${finding.sinceEvidence})`),
  );
}

function cost(page: Page, node: PageNode, finding: PageFinding | null): readonly HTMLElement[] {
  const { words, format, kinds } = page;
  const { phrases } = words;
  const price = `${phrases.price}: ${format.guessed(node.usdPerHour, node.estimates.length > 0)}`;
  const waste =
    finding === null
      ? []
      : [
          `${phrases.wasted}: ${format.rate(finding.wasteUsdPerHour)}`,
          ...(finding.wasteUsdPerHour === null ? [] : [format.month(finding.wasteUsdPerHour)]),
          ...(finding.accruedUsd > 0 ? [fill(phrases.soFar, { amount: format.sum(finding.accruedUsd) })] : []),
        ];
  const parts = finding?.parts ?? [];
  return question(
    phrases.askCost,
    make("p", {}, make("b", {}, [price, ...waste].join(" · "))),
    parts.length < 2
      ? null
      : make(
          "p",
          { class: "remark" },
          parts.map(({ what, usdPerHour }) => `${what} ${format.rate(usdPerHour)}`).join(" + "),
        ),
    finding === null ? null : otherBooks(page, finding),
    finding?.limitedBy
      ? make("p", { class: "doubt" }, wordFor(kinds.limitedBy, finding.limitedBy) ?? finding.limitedBy)
      : null,
    node.estimates.map((what) => make("p", { class: "doubt" }, fill(phrases.guessed, { what }))),
  );
}

function otherBooks({ words, format, data }: Page, { byBook }: PageFinding): HTMLElement {
  const books = Object.entries(byBook).flatMap(([book, rate]) =>
    book === data.book ? [] : [`${book} ${format.rate(rate)}`],
  );
  return make("p", { class: "remark" }, fill(words.phrases.inOtherBooks, { books: books.join(", ") }));
}

function where(page: Page, finding: PageFinding | null): readonly HTMLElement[] {
  if (finding === null) return [];
  const { phrases } = page.words;
  const relaxed = finding.home?.relaxed.join(", ") ?? "";
  return question(
    phrases.askWhere,
    make("p", {}, homeSentence(page, finding)),
    relaxed === "" ? null : make("p", {}, fill(phrases.relaxed, { what: relaxed })),
    considered(page, finding),
  );
}

function homeSentence(page: Page, { home }: PageFinding): string {
  const { phrases } = page.words;
  if (home === null) return phrases.homeNone;
  const nodes = home.nodes.length === 0 ? phrases.nodesThatStay : home.nodes.join(", ");
  if (home.kind === "spare") return fill(phrases.homeSpare, { nodes });
  const machine = `${machineText(home, page)} ${page.format.guessed(home.usdPerHour, home.estimated)}`;
  return fill(home.nodes.length === 0 ? phrases.homeNew : phrases.homeRest, { nodes, machine });
}

function considered({ words }: Page, finding: PageFinding): Child {
  const { phrases } = words;
  return [...Map.groupBy(finding.considered, ({ pod }) => pod)].map(([pod, filters]) =>
    make(
      "table",
      { class: "small" },
      make("caption", {}, fill(phrases.considered, { pod })),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("th", { scope: "col" }, phrases.consideredFilter),
          make("th", { scope: "col", class: "figure" }, phrases.consideredNodes),
        ),
      ),
      make(
        "tbody",
        {},
        filters.map(({ filter, nodes }) =>
          make(
            "tr",
            {},
            make("th", { scope: "row" }, filter === null ? phrases.consideredFit : filterText(words, filter)),
            make("td", { class: "figure" }, String(nodes)),
          ),
        ),
      ),
    ),
  );
}

/** `not enough room (NodeResourcesFit)` */
function filterText({ filters }: Page["words"], filter: string): string {
  const words = wordFor(filters, filter);
  return words === null ? filter : `${words} (${filter})`;
}

function change(page: Page, advice: readonly PageAdvice[]): readonly HTMLElement[] {
  if (advice.length === 0) return [];
  const items = advice.map((one) => adviceItem(page, one));
  return question(page.words.phrases.askChange, make("ol", { class: "advice" }, items));
}

function adviceItem({ words, kinds }: Page, advice: PageAdvice): HTMLElement {
  const { phrases } = words;
  const target = advice.target ?? "";
  return make(
    "li",
    {},
    make("b", {}, wordFor(kinds.advice, advice.kind) ?? advice.kind),
    make("p", { lang: "en" }, advice.text),
    advice.patch === null
      ? null
      : code(
          [target === "" ? "YAML" : fill(phrases.patchFor, { target }), fileOfCommand(advice.command) ?? ""]
            .filter((part) => part !== "")
            .join(" · "),
          advice.patch,
          phrases.copy,
        ),
    advice.command === null ? null : code(phrases.command, advice.command, phrases.copy),
  );
}

/** A text to copy, exactly as it is: what hides or reorders is escaped only in what is shown elsewhere. */
function code(title: string, text: string, copy: string): HTMLElement {
  const body = make("code", {});
  body.textContent = text.replace(/\n+$/u, "");
  return make(
    "figure",
    { class: "code" },
    make("figcaption", {}, title, make("button", { type: "button", "data-copy": "" }, copy)),
    make("pre", { tabindex: "0" }, body),
  );
}

function pods({ words }: Page, node: PageNode): readonly HTMLElement[] {
  const { phrases, roles } = words;
  if (node.podList === null) {
    return question(
      phrases.askPods,
      make("p", {}, phrases.podsCommand),
      code(
        phrases.command,
        `kubectl get pods --all-namespaces --field-selector spec.nodeName=${node.name}`,
        phrases.copy,
      ),
    );
  }
  if (node.podList.length === 0) return [];
  const head = [phrases.pod, phrases.role, phrases.asksFor, phrases.workload].map((title) =>
    make("th", { scope: "col" }, title),
  );
  const rows = node.podList.map((pod) =>
    make(
      "tr",
      { class: pod.role === "holds" ? "pinned" : "" },
      make("th", { scope: "row" }, `${pod.namespace}/${pod.name}`),
      make("td", {}, wordFor(roles, pod.role) ?? pod.role),
      make("td", {}, pod.requests),
      make("td", {}, pod.workload),
    ),
  );
  return question(
    phrases.askPods,
    make(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": phrases.askPods },
      make("table", { class: "small" }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)),
    ),
  );
}
