import { teamColor } from "../charts/over-time.ts";
import { type Html, html, trusted } from "../html.ts";
import type { WasteOverTime, WastePoint } from "../over-time.ts";
import { counted, fill } from "../words.ts";
import { behind, type ColumnOf, drawing, type Made, part, table } from "./part.ts";

const MOST_ROWS = 60;

/** Waste over time, stacked by team. */
export function overTime(made: Made, waste: WasteOverTime): Html {
  const { words, model, format } = made;
  const { phrases } = words;
  const { history } = model;
  if (waste.teams.length === 0) return part("overTime", made, html`<p class="empty">${phrases.noWaste}</p>`);
  const source =
    waste.from === "this-run" || history === null
      ? phrases.oneRun
      : fill(phrases.runsOf, {
          runs: counted(words.counts.runs, history.runs.length),
          from: format.time(history.from),
          to: format.time(history.to),
        });
  return part(
    "overTime",
    made,
    html`${legend(waste, made)}${drawing("overtime", words.parts.overTime.title, made)}<p class="remark">${source}</p>${behind(made, pointsTable(waste, made))}`,
  );
}

/** A team's colour and name; the name itself is what tells them apart in the table. */
function legend({ teams }: WasteOverTime, { words }: Made): Html {
  const items = teams.map(
    (team, index) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">${trusted(`<rect width="10" height="10" rx="2" fill="${teamColor(teams, index)}"/>`)}</svg>${team === "" ? words.phrases.otherTeams : team}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

function pointsTable({ teams, points }: WasteOverTime, { words, format }: Made): Html {
  const step = Math.ceil(points.length / MOST_ROWS);
  const rows = points.filter((_, index) => (points.length - 1 - index) % step === 0).toReversed();
  const columns: readonly ColumnOf<WastePoint>[] = [
    { title: words.phrases.time, cell: ({ at }) => format.time(at) },
    { title: words.phrases.total, figures: true, cell: ({ total }) => format.rate(total) },
    ...teams.map((team) => ({
      title: team === "" ? words.phrases.otherTeams : team,
      figures: true,
      cell: ({ byTeam }: WastePoint) => format.rate(byTeam.get(team) ?? 0),
    })),
  ];
  return table(words.parts.overTime.title, columns, rows);
}
