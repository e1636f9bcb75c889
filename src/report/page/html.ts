import { safeText } from "../text.ts";

/** A piece of HTML that is whole and safe. Only `html` and `trusted` make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | null | readonly Piece[];

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
  ["`", "&#96;"],
]);

/** An untrusted text as it may stand in an element or in a quoted attribute; what moves, reorders or hides is shown as an escape. */
export function escapeText(text: string): string {
  return safeText(text).replace(/[&<>"'`]/gu, (character) => ENTITIES.get(character) ?? character);
}

function pieceText(piece: Piece): string {
  if (piece === null) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string") return escapeText(piece);
  if (typeof piece === "number") return String(piece);
  return piece.map(pieceText).join("");
}

/** HTML from a template: every value is escaped unless it is HTML already; `null` is nothing. Attributes must be quoted. */
export function html(template: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const parts = template.map((text, index) => text + (index < values.length ? pieceText(values[index] ?? null) : ""));
  return new Html(parts.join(""));
}

/** What we wrote ourselves: styles, scripts, drawings. Never a text from a cluster. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** JSON for a script element that is not run: nothing in it can end the element, begin a comment, or break a line of a script. */
export function jsonText(value: unknown): Html {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(text);
}
