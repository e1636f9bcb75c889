import type { Problem } from "../model/snapshot.ts";

/** More problems than this are only counted: a broken dump has one for each object, and nobody reads them all. */
const MOST_KEPT = 100;

/** The most names that one problem lists. */
const MOST_NAMES = 5;

/** Keeps the first problems in full and counts the rest. */
export interface Problems {
  add(problem: Problem): void;
  /** All that were kept; the last one says how many more there were. */
  all(): readonly Problem[];
}

export function createProblems(): Problems {
  const kept: Problem[] = [];
  let more = 0;
  return {
    add: (problem) => {
      if (kept.length < MOST_KEPT) kept.push(problem);
      else more += 1;
    },
    all: () => (more === 0 ? [...kept] : [...kept, { where: "", object: "", field: "", what: furtherProblems(more) }]),
  };
}

function furtherProblems(more: number): string {
  return `${more} more problem${more === 1 ? "" : "s"} not shown: correct the ones above, then read the input again`;
}

/** `a, b, c and 12 more` */
export function namesInShort(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).join(", ");
  return names.length <= MOST_NAMES ? first : `${first} and ${names.length - MOST_NAMES} more`;
}
