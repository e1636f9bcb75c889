/**
 * Measures the whole audit against JSON.parse of the same objects, side by side, and writes the table into
 * `docs/performance.md`: `npm run bench`, or with sizes of one's own `npm run bench -- 100 1000`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCluster } from "./generate.ts";
import { type Measured, page, type Size, table } from "./table.ts";

const PODS = 30;
/** Large files are slow, and vary less. */
const roundsOf = (nodes: number) => (nodes < 2_000 ? 5 : 3);
const SIZES = [100, 1_000, 5_000];

const PAGE = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

function measure(what: "parse" | "audit", file: string): Measured {
  const program = fileURLToPath(new URL(`measure-${what}.ts`, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [program, file], { encoding: "utf8" }));
}

/** Both by turns, so that a busy moment of the machine hits both; the first round only warms the disk's cache. */
function rounds(file: string, count: number): Pick<Size, "parse" | "audit"> {
  const parse: Measured[] = [];
  const audit: Measured[] = [];
  for (let round = 0; round <= count; round++) {
    const [first, second] = [measure("parse", file), measure("audit", file)];
    if (round === 0) continue;
    parse.push(first);
    audit.push(second);
    console.error(`  round ${round}: parse ${first.seconds.toFixed(2)} s, audit ${second.seconds.toFixed(2)} s`);
  }
  return { parse, audit };
}

async function bench(nodes: number, folder: string): Promise<Size> {
  const file = join(folder, `${nodes}.jsonl`);
  const objects = await writeCluster(file, nodes, PODS);
  const megabytes = statSync(file).size / 1e6;
  console.error(`${nodes} nodes, ${nodes * PODS} pods, ${objects} objects, ${megabytes.toFixed(0)} MB`);
  const measured = rounds(file, roundsOf(nodes));
  rmSync(file);
  return { nodes, pods: nodes * PODS, objects, megabytes, ...measured };
}

const asked = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "barnacle-bench-"));
try {
  const sizes: Size[] = [];
  for (const nodes of asked.length === 0 ? SIZES : asked) sizes.push(await bench(nodes, folder));
  const machine = `Node ${process.version}, ${availableParallelism()} cores`;
  const text = table(sizes, machine);
  process.stdout.write(text);
  if (asked.length === 0) writeFileSync(PAGE, page(readFileSync(PAGE, "utf8"), text));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
