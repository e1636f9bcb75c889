/**
 * Stores runs of a cluster of 1,000 nodes one after the other, and writes what each took into `docs/performance.md`: `npm run bench:store`,
 * with numbers of one's own `npm run bench:store -- --runs 100 --nodes 1000 --local 100` (`--local 0` leaves local-bigquery out).
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createDataset, install, PROJECT, start } from "../emulator/local.ts";
import { bigqueryConfig } from "../src/config-bigquery.ts";
import { openBigQuery, realClock } from "../src/warehouse/bigquery.ts";
import { openDuckDb } from "../src/warehouse/duckdb.ts";
import type { Store } from "../src/warehouse/store.ts";
import { auditOfCluster, type Run } from "./store-runs.ts";
import { type Stored, sizes, storeTable } from "./store-table.ts";
import { page } from "./table.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string" },
    nodes: { type: "string" },
    local: { type: "string" },
  },
});
const own = Object.values(values).some((value) => value !== undefined);
const RUNS = Number(values.runs ?? 100);
const NODES = Number(values.nodes ?? 1_000);
const LOCAL = Number(values.local ?? 100);
const PODS = 30;
const PAGE = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

/** What is read before and after each run. */
interface Gauges {
  /** Bytes of the store's file; `null` where there is none. */
  readonly size: () => number | null;
  /** Seconds of CPU time of the process that stores: our own, or the server's. */
  readonly cpu: () => number | null;
}

function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function measure(
  count: number,
  run: Run,
  open: () => Promise<Store>,
  { size, cpu }: Gauges,
): Promise<readonly Stored[]> {
  const stored: Stored[] = [];
  for (let number = 0; number < count; number += 1) {
    const rows = run(number);
    const began = performance.now();
    const before = cpu();
    // Opened for each run, as each run is a process of its own.
    const store = await open();
    await store.save(rows);
    await store.close();
    const seconds = (performance.now() - began) / 1_000;
    const after = cpu();
    stored.push({
      seconds,
      cpuSeconds: before === null || after === null ? null : after - before,
      bytes: size(),
    });
    if (number % 10 === 9) console.error(`  ${number + 1} runs, the last in ${stored.at(-1)?.seconds.toFixed(2)} s`);
  }
  return stored;
}

async function local(run: Run): Promise<readonly Stored[]> {
  if (LOCAL === 0) return [];
  console.error(`local-bigquery: ${LOCAL} runs`);
  install();
  const server = await start();
  try {
    await createDataset(server.endpoint, "bench");
    const surroundings = {
      clock: realClock(() => performance.now()),
      note: (text: string) => Promise.reject(new Error(text)),
    };
    const open = () =>
      openBigQuery(`${PROJECT}.bench`, bigqueryConfig({ retentionDays: null }, server.endpoint), surroundings);
    return await measure(LOCAL, run, open, { size: () => null, cpu: server.cpuSeconds });
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), "barnacle-bench-store-"));
try {
  const run = await auditOfCluster(folder, NODES, PODS);
  const path = join(folder, "barnacle.duckdb");
  console.error(`DuckDB: ${RUNS} runs of ${NODES} nodes`);
  const duckdb = await measure(RUNS, run, () => openDuckDb(path), { size: () => statSync(path).size, cpu: ownCpu });
  const bigquery = await local(run);
  const machine = `Node ${process.version}, ${availableParallelism()} cores`;
  const text = storeTable({ machine, nodes: NODES, duckdb, bigquery, sizes: sizes(run(0)) });
  process.stdout.write(text);
  if (!own) writeFileSync(PAGE, page(readFileSync(PAGE, "utf8"), text, "bench-store"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
