/**
 * Breaks the judge and the prices in small ways, one at a time in a copy of the project, and requires that the tests see each:
 * `npm run mutation`, `node mutation/main.ts --only 17`, `node mutation/main.ts --sample 10 --seed 4`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutation, mutate } from "./mutation.ts";
import { MUTATIONS } from "./mutations.ts";
import { sample } from "./sample.ts";
import { copyTree, ROOT, type Tree } from "./tree.ts";
import { type Outcome, tryMutation, whatFails } from "./trial.ts";

/** As many as the machines that this runs on have cores. */
const LANES = 2;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Tried {
  readonly index: number;
  readonly outcome: Outcome;
}

function chosen(): readonly number[] {
  const { values } = parseArgs({
    options: { only: { type: "string" }, sample: { type: "string" }, seed: { type: "string", default: "1" } },
  });
  const all = [...MUTATIONS.keys()];
  if (values.only !== undefined) {
    const index = Number(values.only) - 1;
    if (!all.includes(index)) throw new Error(`--only takes a number from 1 to ${all.length}, not "${values.only}".`);
    return [index];
  }
  if (values.sample === undefined) return all;
  const [count, seed] = [Number(values.sample), Number(values.seed)];
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    throw new Error(`--sample and --seed take whole numbers, not "${values.sample}" and "${values.seed}".`);
  }
  print(`${count} of ${all.length} mutations, seed ${seed}`);
  return sample(all.length, count, seed);
}

/** Every mutation must find its text, also those that are not tried now. */
function refuseStale(): void {
  for (const mutation of MUTATIONS) mutate(readFileSync(join(ROOT, mutation.file), "utf8"), mutation);
}

async function tryAll(indices: readonly number[]): Promise<readonly Tried[]> {
  const waiting = [...indices];
  const tried: Tried[] = [];
  const lane = async (tree: Tree): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const mutation = MUTATIONS[index];
      if (mutation === undefined) continue;
      const start = performance.now();
      const outcome = await tryMutation(tree, mutation);
      tried.push({ index, outcome });
      print(line(index, mutation, outcome, (performance.now() - start) / 1000));
    }
  };
  const trees = Array.from({ length: Math.min(LANES, indices.length) }, copyTree);
  try {
    const failing = trees[0] === undefined ? null : await whatFails(trees[0]);
    if (failing !== null) throw new Error(`The tests must pass before anything is broken: ${failing}`);
    await Promise.all(trees.map(lane));
  } finally {
    for (const tree of trees) tree.remove();
  }
  return tried;
}

function line(index: number, { file, why }: Mutation, outcome: Outcome, seconds: number): string {
  const told = outcome.kind === "caught" ? `by ${outcome.by}: ${outcome.test}` : file;
  const reason = outcome.kind === "broken" ? ` (${outcome.why})` : "";
  return `${String(index + 1).padStart(3)}  ${outcome.kind.padEnd(8)}  ${why}\n     ${seconds.toFixed(1)} s, ${told}${reason}`;
}

async function run(): Promise<void> {
  const start = performance.now();
  refuseStale();
  const tried = await tryAll(chosen());
  const failed = tried.filter(({ outcome }) => outcome.kind !== "caught");
  const recorded = tried.filter(({ outcome }) => outcome.kind === "caught" && outcome.by === "recorded answers");
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  for (const { index, outcome } of failed) print(`${outcome.kind}: ${index + 1}`);
  print(
    `${tried.length - failed.length} of ${tried.length} caught, ${recorded.length} of them by the recorded answers alone, ${seconds} s`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
