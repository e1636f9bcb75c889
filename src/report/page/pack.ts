/** What a cell of a packed table may hold. */
export type Cell = string | number | boolean | null;

/**
 * A column as it stands in the page. `one`: the same in every row. `of` and `at`: few different values, and which of them each row
 * has. `keep` and `end`: texts that begin as the one before. `all`: as they are.
 */
export type Column =
  | { readonly one: Cell }
  | { readonly of: readonly Cell[]; readonly at: readonly number[] }
  | { readonly keep: readonly number[]; readonly end: readonly string[] }
  | { readonly all: readonly Cell[] };

/** Rows by columns, which is several times smaller. */
export interface Packed<Key extends string> {
  readonly rows: number;
  readonly columns: Readonly<Record<Key, Column>>;
}

/** A value that occurs this often on average is worth a list of its own. */
const WORTH_A_LIST = 3;

/** Packs rows that have the same keys. */
export function pack<Key extends string>(
  keys: readonly Key[],
  rows: readonly Readonly<Record<Key, Cell>>[],
): Packed<Key> {
  const entries = keys.map((key): readonly [Key, Column] => [key, packColumn(rows.map((row) => row[key]))]);
  return { rows: rows.length, columns: fromEntries(entries) };
}

/** The cells again, column by column: a browser then makes each row once, and as it needs it. */
export function unpack<Key extends string>(
  keys: readonly Key[],
  { rows, columns }: Packed<Key>,
): Readonly<Record<Key, readonly Cell[]>> {
  return fromEntries(keys.map((key) => [key, unpackColumn(columns[key], rows)]));
}

function fromEntries<Key extends string, Value>(
  entries: readonly (readonly [Key, Value])[],
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(entries) as Readonly<Record<Key, Value>>;
}

function packColumn(cells: readonly Cell[]): Column {
  const places = new Map<Cell, number>();
  for (const cell of cells) if (!places.has(cell)) places.set(cell, places.size);
  const [first] = places.keys();
  if (first !== undefined && places.size === 1) return { one: first };
  if (places.size * WORTH_A_LIST <= cells.length) {
    return { of: [...places.keys()], at: cells.map((cell) => places.get(cell) ?? 0) };
  }
  const texts = cells.filter((cell) => typeof cell === "string");
  return texts.length === cells.length && texts.length > 0 ? packTexts(texts) : { all: cells };
}

function packTexts(texts: readonly string[]): Column {
  const keep = texts.map((text, index) => sharedStart(texts[index - 1] ?? "", text));
  return { keep, end: texts.map((text, index) => text.slice(keep[index] ?? 0)) };
}

function sharedStart(before: string, text: string): number {
  const most = Math.min(before.length, text.length);
  for (let length = 0; length < most; length++) if (before[length] !== text[length]) return length;
  return most;
}

function unpackColumn(column: Column, rows: number): readonly Cell[] {
  if ("one" in column) return Array.from({ length: rows }, () => column.one);
  if ("all" in column) return column.all;
  if ("of" in column) return column.at.map((place) => column.of[place] ?? null);
  let before = "";
  return column.end.map((end, index) => {
    before = before.slice(0, column.keep[index] ?? 0) + end;
    return before;
  });
}
