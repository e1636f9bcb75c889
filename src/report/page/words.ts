import type { Language } from "../words.ts";
import { ENGLISH_PAGE, type Phrase } from "./words/en.ts";
import { JAPANESE_PAGE } from "./words/ja.ts";
import type { Counted, PageShape } from "./words/shape.ts";

export type PageWords = PageShape<Phrase>;

const PAGES = { en: ENGLISH_PAGE, ja: JAPANESE_PAGE } as const satisfies Record<Language, PageWords>;

/** All texts of the page in a language. */
export function pageWordsIn(language: Language): PageWords {
  return PAGES[language];
}

/** `room on {node}` with its values. What has no value stays as it is; a value is never read as a template. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/gu, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** `1 node`, `1,204 pods` */
export function counted({ one, other }: Counted, number: number): string {
  return fill(number === 1 ? one : other, { n: number.toLocaleString("en-US") });
}

/** The words for a kind that came as text, such as from a store that a newer version wrote: the kind itself where there are none. */
export function wordFor<Entry>(record: Readonly<Record<string, Entry>>, kind: string): Entry | null {
  return Object.hasOwn(record, kind) ? (record[kind] ?? null) : null;
}
