import { type Html, html, type Piece, trusted } from "../html.ts";
import type { PageModel } from "../model.ts";
import { nodeAddress, type Told } from "../texts.ts";
import type { Part } from "../words/shape.ts";

/** What every part of the page is made from. */
export interface Made extends Told {
  readonly model: PageModel;
  /** Drawings by their id; a part does without one that is not there. */
  readonly drawings: ReadonlyMap<string, string>;
}

/** A part with its heading. */
export function part(id: Part, { words }: Made, body: Piece, aside: Piece = null): Html {
  const { title, about } = words.parts[id];
  return html`<section class="part" id="${id}" aria-labelledby="${id}-title">
<div class="heading"><h2 id="${id}-title">${title}</h2>${aside}<p>${about}</p></div>
${body}
</section>
`;
}

/** A drawing that can be scrolled sideways where the window is narrow. */
export function drawing(id: string, label: string, { drawings }: Made): Html | null {
  const svg = drawings.get(id);
  if (svg === undefined) return null;
  return html`<div class="drawing" tabindex="0" role="group" aria-label="${label}"><div role="img" aria-label="${label}">${trusted(svg)}</div></div>`;
}

/** The table behind a drawing, shut at first. */
export function behind({ words }: Made, table: Html): Html {
  return html`<details class="behind"><summary>${words.phrases.table}</summary>${table}</details>`;
}

export interface ColumnOf<Row> {
  readonly title: string;
  /** Of figures: aligned at their ends. */
  readonly figures?: boolean;
  readonly cell: (row: Row) => Piece;
}

/** A table; `attributes` gives a row what the filter looks at. */
export function table<Row>(
  label: string,
  columns: readonly ColumnOf<Row>[],
  rows: readonly Row[],
  attributes: (row: Row) => Html | null = () => null,
): Html {
  const head = columns.map(
    ({ title, figures }) => html`<th scope="col"${figures === true ? html` class="figure"` : null}>${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(({ cell, figures }, index) =>
      index === 0
        ? html`<th scope="row">${cell(row)}</th>`
        : html`<td${figures === true ? html` class="figure"` : null}>${cell(row)}</td>`,
    );
    return html`<tr${attributes(row)}>${cells}</tr>
`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** A name that opens the story of its node. */
export function nodeLink(index: number, name: string): Html {
  return html`<a class="node" href="${nodeAddress(name)}" data-open="${index}">${name}</a>`;
}

/** What the filter looks at: nodes by their index. */
export function ofNodes(indexes: readonly number[]): Html {
  return html` data-nodes="${indexes.join(" ")}"`;
}
