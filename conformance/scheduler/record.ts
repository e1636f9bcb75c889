/**
 * Chooses generated sheets that reach every branch several times, and records them with the scheduler's answers in
 * `recorded.json.gz`, for the tests that run without Go: `node conformance/scheduler/record.ts`.
 */
import { parseArgs } from "node:util";
import { buildGo } from "../../test/go/build.ts";
import { answered, generated } from "./compare.ts";
import { differences } from "./differ.ts";
import { FEATURES } from "./features/features.ts";
import { featuresOf, questionsOf } from "./features/question.ts";
import { openOracle } from "./oracle.ts";
import { type Recorded, writeRecorded } from "./recorded.ts";

interface Candidate {
  readonly recorded: Recorded;
  readonly features: ReadonlySet<string>;
  /** How much of the file it takes, about. */
  readonly size: number;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    sheets: { type: "string", default: "6000" },
    times: { type: "string", default: "5" },
  },
});

const oracle = openOracle(buildGo("filters", print));
const candidates: Candidate[] = [];
for await (const { made, stops, answers } of answered(oracle, generated(Number(values.seed), Number(values.sheets)))) {
  const features = new Set<string>();
  for (const [index, stop] of stops.entries()) {
    const theirs = answers[index] ?? [];
    if (differences(stop, theirs).length > 0) throw new Error("There is a difference: mend it before you record.");
    for (const question of questionsOf(stop, theirs)) {
      for (const name of featuresOf(question, FEATURES)) features.add(name);
    }
  }
  candidates.push({ recorded: { sheet: made, answers }, features, size: JSON.stringify(made).length });
}
oracle.close();

const chosen = cover(candidates, Number(values.times));
const bytes = writeRecorded(chosen.map(({ recorded }) => recorded));
print(`${chosen.length} sheets, ${Math.ceil(bytes / 1000)} kB`);

/** A greedy cover: each branch in `times` sheets, small sheets first. */
function cover(all: readonly Candidate[], times: number): readonly Candidate[] {
  const wanted = new Map(Object.keys(FEATURES).map((name) => [name, times]));
  const left = new Set(all);
  const picked: Candidate[] = [];
  const worth = ({ features, size }: Candidate): number => {
    let sum = 0;
    for (const name of features) if ((wanted.get(name) ?? 0) > 0) sum += 1;
    return sum / size;
  };
  for (;;) {
    let best: Candidate | null = null;
    let most = 0;
    for (const candidate of left) {
      const value = worth(candidate);
      if (value > most) [best, most] = [candidate, value];
    }
    if (best === null) break;
    picked.push(best);
    left.delete(best);
    for (const name of best.features) wanted.set(name, (wanted.get(name) ?? 0) - 1);
  }
  const missing = [...wanted].filter(([, count]) => count > 0).map(([name]) => name);
  if (missing.length > 0) throw new Error(`Too few sheets reach: ${missing.join("; ")}. Ask for more with --sheets.`);
  return picked;
}
