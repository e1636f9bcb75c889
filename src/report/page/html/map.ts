import { type Html, html, trusted } from "../html.ts";
import { fill } from "../words.ts";
import { drawing, type Made, part } from "./part.ts";

/** The map of the nodes, with its legend. */
export function map(made: Made, merged: number): Html {
  const { words } = made;
  const { phrases } = words;
  const items = [
    key(`<rect width="18" height="12" fill="var(--map-asked)"/>`, phrases.legendAsked),
    key(`<rect width="18" height="12" fill="var(--map-free)"/>`, phrases.legendFree),
    key(
      `<rect x="1" y="1" width="16" height="10" fill="var(--map-pinned)" stroke="var(--waste-fill)" stroke-width="2"/>`,
      phrases.legendPinned,
    ),
    key(
      `<rect x="1" y="1" width="16" height="10" fill="var(--map-free)" stroke="var(--risk-fill)" stroke-width="2"/>`,
      phrases.legendRisk,
    ),
    key(
      `<rect width="18" height="12" fill="var(--map-free)"/><rect y="9" width="18" height="3" fill="var(--held)"/>`,
      phrases.legendBlocker,
    ),
  ];
  const remark = merged === 0 ? "" : `${fill(phrases.mapMerged, { n: merged })} `;
  return part(
    "map",
    made,
    html`<ul class="legend">${items}</ul>${drawing("map", words.parts.map.title, made)}<p class="remark">${remark}<a href="#nodes">${phrases.tableOfMap}</a></p>`,
  );
}

/** A key of a drawing: shape and words. */
export function key(shape: string, text: string): Html {
  return html`<li><svg class="key" viewBox="0 0 18 12" aria-hidden="true" focusable="false">${trusted(shape)}</svg>${text}</li>`;
}
