import type { BlockingReason, UnremovableReason } from "../judge/verdict.ts";
import { ENGLISH } from "./words/en.ts";
import type { Words } from "./words/shape.ts";

/** The languages that there are words in. */
export type Language = "en";

const WORDS = { en: ENGLISH } as const satisfies Record<Language, Words>;

/** All words of a language. */
export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** The page about a reason, as a path in this project. */
export function reasonPage(reason: BlockingReason | UnremovableReason): string {
  return `docs/reasons/${reason}.md`;
}
