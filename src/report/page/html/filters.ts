import { type Html, html } from "../html.ts";
import { wordFor } from "../words.ts";
import type { Made } from "./part.ts";

/** Search and filters; they hold for the whole page, and the address keeps them. */
export function filters(made: Made): Html {
  const { words, model } = made;
  const { phrases } = words;
  const blockers = model.nodes.flatMap((node) => node.blockers);
  return html`<form class="filters" id="filters" role="search" aria-label="${phrases.filters}">
<label class="wide"><span>${phrases.search}</span><input type="search" name="q" placeholder="${phrases.searchHint}" autocomplete="off"></label>
${choice("team", phrases.team, counts(blockers.map(({ team }) => team)), made)}
${choice("pool", phrases.pool, counts(model.nodes.flatMap(({ pool }) => pool ?? [])), made)}
${choice("reason", phrases.reason, counts(blockers.map(({ reason }) => reason)), made)}
<button type="reset">${phrases.reset}</button>
<p class="matching" id="matching" role="status"></p>
</form>
`;
}

function counts(values: readonly string[]): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const value of values) sums.set(value, (sums.get(value) ?? 0) + 1);
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1));
}

function choice(
  name: string,
  title: string,
  values: readonly (readonly [string, number])[],
  { words, kinds }: Made,
): Html {
  const shown = (value: string) =>
    name === "reason" ? `${value}: ${wordFor(kinds.blocking, value)?.brief ?? ""}` : value;
  const options = values.map(([value, number]) => html`<option value="${value}">${shown(value)} (${number})</option>`);
  return html`<label><span>${title}</span><select name="${name}"><option value="">${words.phrases.all}</option>${options}</select></label>`;
}
