import { MOST_BARS } from "../charts/timeline.ts";
import { type Html, html } from "../html.ts";
import type { PageEpisode } from "../model.ts";
import { beganAt, episodeLasted, factText } from "../texts.ts";
import { fill, wordFor } from "../words.ts";
import { key } from "./map.ts";
import { behind, type ColumnOf, drawing, type Made, nodeLink, ofNodes, part, table } from "./part.ts";

const MOST_ROWS = 200;

/** Episodes as bars, the dearest first, with the table behind them. */
export function timeline(made: Made): Html {
  const { words, model } = made;
  const { phrases } = words;
  const { episodes } = model;
  if (episodes.length === 0) return part("timeline", made, html`<p class="empty">${phrases.noWaste}</p>`);
  const items = [
    key(`<rect width="18" height="12" fill="var(--used)"/>`, phrases.legendUsed),
    key(`<rect width="18" height="12" fill="var(--waste-fill)"/>`, phrases.legendProven),
    key(`<rect width="18" height="12" fill="var(--at-most)"/>`, phrases.legendAtMost),
    ...(episodes.some(({ closedAt }) => closedAt !== null)
      ? [key(`<rect width="18" height="12" fill="var(--closed)"/>`, phrases.closed)]
      : []),
  ];
  const shown = Math.min(MOST_BARS, episodes.length);
  const remark = shown < episodes.length ? fill(phrases.episodesMore, { shown, all: episodes.length }) : "";
  return part(
    "timeline",
    made,
    html`<ul class="legend">${items}</ul>${drawing("timeline", words.parts.timeline.title, made)}<p class="remark">${remark}</p>${behind(made, episodesTable(made))}`,
  );
}

function episodesTable(made: Made): Html {
  const { words, format, model } = made;
  const { phrases } = words;
  const columns: readonly ColumnOf<PageEpisode>[] = [
    { title: phrases.node, cell: ({ index, node }) => (index === null ? node : nodeLink(index, node)) },
    { title: phrases.machineType, cell: ({ machineType }) => machineType ?? phrases.unknownMachine },
    { title: phrases.opened, cell: (episode) => openedText(episode, made) },
    { title: phrases.closed, cell: ({ closedAt }) => (closedAt === null ? phrases.stillOpen : format.time(closedAt)) },
    { title: phrases.lasted, cell: (episode) => episodeLasted(episode, made) },
    { title: phrases.wasted, figures: true, cell: ({ wasteUsdPerHour }) => format.rate(wasteUsdPerHour) },
    { title: phrases.accrued, figures: true, cell: ({ accruedUsd }) => format.sum(accruedUsd) },
    { title: phrases.team, cell: ({ teams }) => teams.join(", ") },
    { title: phrases.ended, cell: (episode) => endedText(episode, made) },
  ];
  const rows = model.episodes.slice(0, MOST_ROWS);
  return table(words.parts.timeline.title, columns, rows, ({ index }) => (index === null ? null : ofNodes([index])));
}

function openedText(episode: PageEpisode, { words, format }: Made): string {
  const time = format.time(beganAt(episode));
  return episode.openedProven ? time : fill(words.phrases.atMostSince, { time });
}

function endedText({ endCause, endWhat }: PageEpisode, made: Made): string {
  return [wordFor(made.words.endings, endCause) ?? endCause, factText(endWhat, made)]
    .filter((text) => text !== "")
    .join(": ");
}
