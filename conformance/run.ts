import { parseArgs } from "node:util";
import { compare, type Difference, emptyComparison } from "./compare.ts";
import { readVectors } from "./vectors.ts";

const MOST_SHOWN = 50;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    vectors: { type: "string", default: "../shared/vectors" },
    only: { type: "string" },
    all: { type: "boolean", default: false },
  },
});

const comparison = emptyComparison();
for (const source of readVectors(values.vectors)) {
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
