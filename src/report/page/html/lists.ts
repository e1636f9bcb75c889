import { type Html, html, type Piece } from "../html.ts";
import type { PageMute, PageObservation, PageWorkload } from "../model.ts";
import { detailText, reasonBrief } from "../texts.ts";
import { OBSERVATIONS } from "../words/shape.ts";
import { fill, wordFor } from "../words.ts";
import { behind, type ColumnOf, type Made, nodeLink, ofNodes, part, table } from "./part.ts";

const MOST_WORKLOADS = 50;
const MOST_OBSERVED = 40;
const MOST_LINKS = 5;

/** The workloads whose pods hold nodes, the dearest first. */
export function workloads(made: Made): Html {
  const { words, model, format } = made;
  const { phrases } = words;
  if (model.workloads.length === 0) return part("workloads", made, html`<p class="empty">${phrases.headlineNone}</p>`);
  const rate = ({ wasteUsdPerHour, unknown, nodes }: PageWorkload) =>
    format.rate(unknown === nodes.length ? null : wasteUsdPerHour);
  const columns: readonly ColumnOf<PageWorkload>[] = [
    { title: phrases.workload, cell: ({ workload }) => workload },
    { title: phrases.team, cell: ({ team }) => team },
    { title: phrases.wasted, figures: true, cell: rate },
    { title: phrases.accrued, figures: true, cell: ({ accruedUsd }) => format.sum(accruedUsd) },
    { title: phrases.podsColumn, figures: true, cell: ({ pods }) => pods },
    { title: phrases.why, cell: ({ reasons }) => reasons.map((reason) => reasonBrief(reason, made)).join("; ") },
    { title: phrases.holds, cell: ({ nodes }) => links(nodes, made) },
  ];
  const rows = model.workloads.slice(0, MOST_WORKLOADS);
  return part(
    "workloads",
    made,
    table(words.parts.workloads.title, columns, rows, ({ nodes }) => ofNodes(nodes)),
  );
}

function links(indexes: readonly number[], { model, words }: Made): Piece {
  const shown = indexes.slice(0, MOST_LINKS).map((index) => html`${nodeLink(index, model.nodes[index]?.name ?? "")} `);
  const rest = indexes.length - shown.length;
  return rest === 0 ? shown : [shown, fill(words.phrases.more, { n: rest })];
}

/** What is at risk, crowded, kept by something else or billed otherwise. */
export function risk(made: Made): Html {
  const { model, words } = made;
  // A store that a newer version wrote may hold kinds that nobody here knows: they come last, by their names.
  const kinds = new Set<string>([...OBSERVATIONS, ...model.observations.map(({ kind }) => kind)]);
  const groups = [...kinds].flatMap((kind) => {
    const mine = model.observations.filter((observation) => observation.kind === kind);
    return mine.length === 0 ? [] : [observed(kind, mine, made)];
  });
  return part("risk", made, groups.length === 0 ? html`<p class="empty">${words.phrases.noRisk}</p>` : groups);
}

function observed(kind: string, all: readonly PageObservation[], made: Made): Html {
  const { model, words, format } = made;
  const { phrases } = words;
  const { title, meaning } = wordFor(made.kinds.observation, kind) ?? { title: kind, meaning: "" };
  const columns: readonly ColumnOf<PageObservation>[] = [
    { title: phrases.node, cell: ({ node }) => nodeLink(node, model.nodes[node]?.name ?? "") },
    { title: phrases.pool, cell: ({ node }) => model.nodes[node]?.pool ?? "" },
    { title: phrases.price, figures: true, cell: ({ node }) => format.rate(model.nodes[node]?.usdPerHour ?? null) },
    {
      title: phrases.stake,
      figures: true,
      cell: ({ stakeUsdPerHour }) => (stakeUsdPerHour === null ? "" : format.rate(stakeUsdPerHour)),
    },
    { title: phrases.why, cell: (observation) => detailText(observation, made) },
  ];
  const rows = all.slice(0, MOST_OBSERVED);
  const more =
    all.length > rows.length
      ? html`<p class="remark">${fill(phrases.more, { n: all.length - rows.length })}</p>`
      : null;
  const list = html`${table(title, columns, rows, ({ node }) => ofNodes([node]))}${more}`;
  const heading = html`<h3>${title} <span class="number">${all.length}</span></h3><p>${meaning}</p>`;
  return html`<div class="group">${heading}${kind === "at-risk" ? list : behind(made, list)}</div>`;
}

/** What nobody wants to hear of for a while. Only a store knows it. */
export function muted(made: Made): Html | null {
  const { model, words, format } = made;
  if (model.history === null) return null;
  const { mutes } = model.history;
  const { phrases } = words;
  if (mutes.length === 0) return part("muted", made, html`<p class="empty">${phrases.nobodyMuted}</p>`);
  const until = ({ until: end }: PageMute) =>
    end === null ? phrases.mutedForEver : fill(phrases.mutedUntil, { time: format.time(end) });
  const columns: readonly ColumnOf<PageMute>[] = [
    { title: phrases.node, cell: ({ node }) => node },
    { title: phrases.closed, cell: until },
    { title: phrases.mutedBy, cell: ({ by }) => by },
    { title: phrases.why, cell: ({ why }) => why },
  ];
  return part("muted", made, table(words.parts.muted.title, columns, mutes));
}

/** What the figures rest on, and what a reader must know of them. */
export function quality(made: Made): Html {
  const { model, words } = made;
  const { phrases } = words;
  const facts = qualityFacts(made);
  const rows = facts.map(({ text, count }) => html`<div><dt>${text}</dt><dd>${count}</dd></div>`);
  const notes = model.notes.map((note) => html`<li>${note}</li>`);
  const clean = notes.length === 0 && facts.every(({ count, good }) => good || count === 0);
  return part(
    "quality",
    made,
    html`${clean ? html`<p class="empty">${phrases.goodData}</p>` : null}<dl class="facts">${rows}</dl>${notes.length === 0 ? null : html`<h3>${phrases.notesTitle}</h3><ul class="notes" lang="en">${notes}</ul>`}`,
  );
}

interface Fact {
  readonly text: string;
  readonly count: number;
  /** Is there nothing wrong with it, however many? */
  readonly good: boolean;
}

function qualityFacts({ model, words }: Made): readonly Fact[] {
  const { phrases } = words;
  const { history, nodes, totals } = model;
  const gaps = (history?.runs ?? []).filter((run, index, runs) => {
    const before = runs[index - 1];
    return history !== null && before !== undefined && run.at - before.at > history.maxGap;
  });
  const ofHistory =
    history === null
      ? []
      : [
          { text: phrases.dataRuns, count: history.runs.length, good: true },
          { text: phrases.dataMissed, count: gaps.length, good: false },
        ];
  return [
    ...ofHistory,
    { text: phrases.dataUnpriced, count: totals.unpricedNodes, good: false },
    { text: phrases.dataEstimated, count: nodes.filter(({ estimates }) => estimates.length > 0).length, good: false },
    { text: phrases.dataUncertain, count: nodes.filter(({ uncertain }) => uncertain.length > 0).length, good: false },
  ];
}
