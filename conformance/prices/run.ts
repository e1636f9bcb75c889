/** Compares every price of the vectors: `node conformance/prices/run.ts --vectors DIR`. Exits with 1 when one differs. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadBooks } from "../../src/collect/books.ts";
import { comparePrices } from "./compare.ts";
import { priceFiles, readPriceVector } from "./vectors.ts";

const { values } = parseArgs({ options: { vectors: { type: "string", default: "../shared/vectors" } } });
const pricer = (await loadBooks([])).pricer("autoscaler");
const total = { nodes: 0, pods: 0, unsettled: 0, differences: 0 };
const recorded = join(import.meta.dirname, "recorded.json.gz");
for (const file of existsSync(values.vectors) ? priceFiles(values.vectors) : [recorded]) {
  const { nodes, pods, unsettled, differences } = comparePrices(readPriceVector(file), pricer);
  total.nodes += nodes;
  total.pods += pods;
  total.unsettled += unsettled;
  total.differences += differences.length;
  for (const { what, ours, theirs } of differences)
    process.stdout.write(`${file}: ${what}: ours ${ours}, the autoscaler's ${theirs}\n`);
}
process.stdout.write(
  `prices: ${total.nodes} nodes and ${total.pods} pods compared, ${total.differences} differ; ${total.unsettled} pods have no settled price upstream\n`,
);
if (total.differences > 0) process.exitCode = 1;
