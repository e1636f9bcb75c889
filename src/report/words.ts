import type { RunFacts } from "../audit/finding.ts";
import type { BlockingReason, UnremovableReason } from "../judge/verdict.ts";
import { ENGLISH } from "./words/en.ts";
import { JAPANESE } from "./words/ja.ts";
import type { Words } from "./words/shape.ts";

/** The languages that there are words in. */
export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS = { en: ENGLISH, ja: JAPANESE } as const satisfies Record<Language, Words>;

/** All words of a language. */
export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** What the figures of a run are: `list, before discounts`, `list, less your contract's discounts (n2 20 %)`. */
export function bookText({ book, discounts }: Pick<RunFacts, "book" | "discounts">, words: Words): string {
  if (book !== "list" || discounts === undefined || discounts.size === 0) return words.book[book];
  const all = Array.from(discounts, ([family, percent]) => `${family} ${percent} %`).join(", ");
  return `${words.discounted} (${all})`;
}

/** The page about a reason, as a path in this project. */
export function reasonPage(reason: BlockingReason | UnremovableReason): string {
  return `docs/reasons/${reason}.md`;
}
