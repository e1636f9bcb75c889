/** One small, wrong change of the judge, the price code or a book. */
export interface Mutation {
  /** From the project's root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** What the autoscaler (or the bill) would be told wrongly. */
  readonly why: string;
}

/** The part of the code that a mutation changes, which decides the tests that must catch it. */
export type Room = "judge" | "price";

export function roomOf({ file }: Mutation): Room {
  return file.startsWith("src/judge/") ? "judge" : "price";
}

/** `text` with the mutation in it. Throws when what it looks for does not stand there exactly once. */
export function mutate(text: string, { file, find, replace }: Mutation): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`${file} holds ${times} times what must stand there once: ${JSON.stringify(find)}`);
  return text.replace(find, () => replace);
}
