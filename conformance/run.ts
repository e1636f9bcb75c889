import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare, type Difference, emptyComparison } from "./compare.ts";
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

const comparison = emptyComparison();
for (const source of sources()) {
  if (values.only === undefined || source.id.startsWith(values.only)) compare(source, comparison);
}

const { counts, differences } = comparison;
for (const [question, asked] of counts) {
  const differ = differences.filter((difference) => difference.question === question).length;
  print(`${String(asked).padStart(8)}  ${question}${differ > 0 ? `: ${differ} differ` : ""}`);
}
for (const difference of differences.slice(0, values.all ? undefined : MOST_SHOWN)) print(shown(difference));
print(differences.length === 0 ? "No differences." : `${differences.length} differences.`);
process.exitCode = differences.length === 0 ? 0 : 1;

function shown({ source, node, question, expected, actual }: Difference): string {
  return `${source} ${node}: ${question}\n  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`;
}
