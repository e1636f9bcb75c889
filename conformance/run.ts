import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare, type Difference, emptyComparison } from "./compare.ts";
import { shrinkVector } from "./shrink.ts";
import { readCases, readClusters, readVectors, type Source } from "./vectors.ts";

const MOST_SHOWN = 50;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    vectors: { type: "string", default: "../shared/vectors" },
    only: { type: "string" },
    all: { type: "boolean", default: false },
  },
});

const RECORDED = join(import.meta.dirname, "recorded");

/** The vectors of the folder; the recorded selection where it is not there. */
function* sources(): Generator<Source> {
  if (existsSync(values.vectors)) return yield* readVectors(values.vectors);
  print(`${values.vectors} is not there: compared is the recorded selection (conformance/recorded).`);
  yield* readClusters(RECORDED);
  yield* readCases(join(RECORDED, "cases.json.gz"));
}

const DIFFERENCES = join(import.meta.dirname, "../.tmp/differences/vectors");
rmSync(DIFFERENCES, { recursive: true, force: true });

/** The first differences of all vectors are shrunk: each costs hundreds of comparisons. */
const MOST_SHRUNK = 5;
const shrunk = new Map<Difference, string>();

const comparison = emptyComparison();
for (const source of sources()) {
  if (values.only !== undefined && !source.id.startsWith(values.only)) continue;
  const before = comparison.differences.length;
  compare(source, comparison);
  for (const difference of comparison.differences.slice(before)) {
    if (shrunk.size < MOST_SHRUNK) shrunk.set(difference, writeSmallest(source, difference));
  }
}

/** Writes the smallest snapshot on which our judge still gives the answer that differs; its path. */
function writeSmallest(source: Source, difference: Difference): string {
  mkdirSync(DIFFERENCES, { recursive: true });
  const file = join(DIFFERENCES, `${shrunk.size + 1}.jsonl`);
  const objects = shrinkVector(source, difference);
  writeFileSync(file, objects.map((object) => `${JSON.stringify(object)}\n`).join(""));
  return `${objects.length} of ${source.vector.objects.length} objects still give it: barnacle verdicts --snapshot ${file} --now ${source.vector.now}`;
}

const { counts, differences } = comparison;
for (const [question, asked] of counts) {
  const differ = differences.filter((difference) => difference.question === question).length;
  print(`${String(asked).padStart(8)}  ${question}${differ > 0 ? `: ${differ} differ` : ""}`);
}
for (const difference of differences.slice(0, values.all ? undefined : MOST_SHOWN)) print(shown(difference));
print(differences.length === 0 ? "No differences." : `${differences.length} differences.`);
process.exitCode = differences.length === 0 ? 0 : 1;

function shown(difference: Difference): string {
  const { source, node, question, expected, actual } = difference;
  const smallest = shrunk.get(difference);
  const answers = `  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`;
  return `${source} ${node}: ${question}\n${answers}${smallest === undefined ? "" : `\n  ${smallest}`}`;
}
