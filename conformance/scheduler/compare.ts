import fc from "fast-check";
import { differences } from "./differ.ts";
import { FEATURES } from "./features/features.ts";
import { featuresOf, questionsOf } from "./features/question.ts";
import { type Sheet, sheet } from "./generate/sheet.ts";
import type { Answers, Oracle } from "./oracle.ts";
import { play, type Stop } from "./play.ts";
import { type Found, shrink } from "./shrink.ts";

/** What a comparison came to. */
export interface Comparison {
  readonly sheets: number;
  /** A question is one pod asked of one node. */
  readonly questions: number;
  readonly searches: number;
  /** Filter (or "" for a fit) → how often the scheduler gave it. */
  readonly answers: ReadonlyMap<string, number>;
  /** Branch → how many questions took it. */
  readonly features: ReadonlyMap<string, number>;
  /** How many sheets differ somewhere. */
  readonly differing: number;
  /** The first of them, shrunk. */
  readonly found: readonly Found[];
}

export interface Plan {
  readonly seed: number;
  readonly sheets: number;
  /** So many of the sheets that differ are shrunk and kept. */
  readonly most: number;
}

/** So many sheets are with the Go program while we look at the one before. */
const AHEAD = 16;
const BATCH = 100;

/** Asks both about generated sheets. The same seed gives the same sheets. */
export async function compare(oracle: Oracle, { seed, sheets, most }: Plan): Promise<Comparison> {
  const count = createCount();
  const found: Found[] = [];
  let differing = 0;
  for await (const { made, stops, answers } of answered(oracle, generated(seed, sheets))) {
    let first: Found | null = null;
    for (const [index, stop] of stops.entries()) {
      const theirs = answers[index] ?? [];
      count.add(stop, theirs);
      const [difference] = differences(stop, theirs);
      if (difference !== undefined) first ??= { sheet: made, stop, difference };
    }
    if (first === null) continue;
    differing += 1;
    if (found.length < most) found.push(await shrink(oracle, first));
  }
  return { ...count.counts, sheets, differing, found };
}

/** Sheets in batches, each with a seed of its own, so that they need not all be in memory. */
export function* generated(seed: number, sheets: number): Generator<Sheet> {
  for (let from = 0; from < sheets; from += BATCH) {
    yield* fc.sample(sheet, { seed: seed * 1_000_003 + from, numRuns: Math.min(BATCH, sheets - from) });
  }
}

interface Answered {
  readonly made: Sheet;
  readonly stops: readonly Stop[];
  readonly answers: readonly Answers[];
}

/** Plays the sheets and asks the same of the Go program, some sheets ahead: so both work at once. */
export async function* answered(oracle: Oracle, sheets: Iterable<Sheet>): AsyncGenerator<Answered> {
  const ahead: Promise<Answered>[] = [];
  for (const made of sheets) {
    const stops = play(made);
    const asked = Promise.all(stops.map((stop) => oracle.ask(stop))).then((answers) => ({ made, stops, answers }));
    // Whoever comes to it hears of it; Node shall not take it for unheard before.
    asked.catch(() => {});
    ahead.push(asked);
    const next = ahead.length > AHEAD ? ahead.shift() : undefined;
    if (next !== undefined) yield await next;
  }
  for (const next of ahead) yield await next;
}

function createCount() {
  const answers = new Map<string, number>();
  const features = new Map(Object.keys(FEATURES).map((name) => [name, 0]));
  const counts = { questions: 0, searches: 0, answers, features };
  const more = (map: Map<string, number>, name: string): void => void map.set(name, (map.get(name) ?? 0) + 1);
  return {
    counts,
    add(stop: Stop, theirs: Answers): void {
      if (stop.search !== null) counts.searches += 1;
      for (const question of questionsOf(stop, theirs)) {
        counts.questions += 1;
        more(answers, question.refusal?.plugin ?? "");
        for (const name of featuresOf(question, FEATURES)) more(features, name);
      }
    },
  };
}
