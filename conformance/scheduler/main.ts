/**
 * Compares our filters with the scheduler's own on generated clusters: `npm run conformance:scheduler`,
 * `node conformance/scheduler/main.ts --sheets 30000 --seed 7`. Exits 1 on any difference, or when the generator missed a branch.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildGo, CannotBuild } from "../../test/go/build.ts";
import { type Comparison, compare } from "./compare.ts";
import { openOracle } from "./oracle.ts";
import { histogram, LEAST, missed, outcome, snapshotText, told } from "./report.ts";
import type { Found } from "./shrink.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    sheets: { type: "string", default: "6000" },
    most: { type: "string", default: "5" },
    quiet: { type: "boolean", default: false },
  },
});

try {
  const oracle = openOracle(buildGo("filters", print));
  const plan = { seed: whole("seed"), sheets: whole("sheets"), most: whole("most") };
  const comparison = await compare(oracle, plan);
  oracle.close();
  process.exitCode = tell(comparison);
} catch (error) {
  if (!(error instanceof CannotBuild)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function whole(name: "seed" | "sheets" | "most"): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value)) return value;
  throw new CannotBuild(`--${name} takes a whole number, not "${values[name]}".`);
}

function tell(comparison: Comparison): number {
  if (!values.quiet) for (const line of histogram(comparison)) print(line);
  const folder = join(import.meta.dirname, "../../.tmp/differences");
  rmSync(folder, { recursive: true, force: true });
  for (const [index, found] of comparison.found.entries()) tellDifference(found, join(folder, String(index + 1)));
  const branches = missed(comparison);
  for (const name of branches) {
    print(
      `The generator reached "${name}" ${comparison.features.get(name)} times, less than ${LEAST}: ask more, or make it more likely.`,
    );
  }
  print(`${outcome(comparison)}.`);
  return comparison.differing === 0 && branches.length === 0 ? 0 : 1;
}

/** Writes the cluster to a file, and what was done to it where that matters. */
function tellDifference(found: Found, folder: string): void {
  const { sheet, difference } = found;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "snapshot.jsonl");
  writeFileSync(file, snapshotText(found));
  print(`Difference: ${told(difference)}`);
  print(`  barnacle verdicts --snapshot ${file}`);
  if (sheet.moves.length > 0) print(`  after ${JSON.stringify(sheet.moves)}`);
  for (const object of sheet.objects) print(`  ${JSON.stringify(object)}`);
}
