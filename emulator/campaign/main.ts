/**
 * `npm run campaign:store -- [--seeds N] [--from SEED] [--server local|fake]`: histories of ten runs with `kill -9` and faults at random
 * places, into BigQuery (local-bigquery behind a proxy that harms requests; `fake`: the strict one of the tests) and DuckDB. After each,
 * both must hold exactly what the undisturbed runs stored. Exit 1 and the seeds when one does not.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bigqueryConfig } from "../../src/config-bigquery.ts";
import { openBigQuery, realClock } from "../../src/warehouse/bigquery.ts";
import { fakeBigQuery } from "../../test/warehouse/bigquery/fake.ts";
import { createDataset, install, PROJECT, sql, start } from "../local.ts";
import { disturb, type Target } from "./seed.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    from: { type: "string", default: "1" },
    server: { type: "string", default: "local" },
  },
});

interface Server {
  target(seed: number): Promise<Target>;
  stop(): Promise<void>;
}

function targetAt(endpoint: string, spec: string, ask: Target["sql"]): Target {
  const surroundings = {
    clock: realClock(() => performance.now()),
    note: (text: string) => Promise.reject(new Error(text)),
  };
  const open = () => openBigQuery(spec, bigqueryConfig(undefined, endpoint), surroundings);
  return { endpoint, store: `bigquery:${spec}`, open, sql: ask };
}

async function localServer(): Promise<Server> {
  install();
  const server = await start();
  const target = async (seed: number) => {
    const name = `seed_${seed}`;
    await createDataset(server.endpoint, name);
    return targetAt(server.endpoint, `${PROJECT}.${name}`, (query) => sql(server.endpoint, name, query));
  };
  return { target, stop: server.stop };
}

async function fakeServer(): Promise<Server> {
  const fake = await fakeBigQuery();
  const target = async () => {
    await fake.reset();
    return targetAt(fake.endpoint, "my-project.barnacle", fake.sql);
  };
  return { target, stop: fake.close };
}

const first = Number(values.from);
const last = first + Number(values.seeds) - 1;
const server = await (values.server === "fake" ? fakeServer() : localServer());
const folder = await mkdtemp(join(tmpdir(), "barnacle-campaign-"));
const failed: number[] = [];
const sum = { kills: 0, faults: 0, failures: 0 };
try {
  for (let seed = first; seed <= last; seed += 1) {
    const began = performance.now();
    const { kills, faults, failures, wrong } = await disturb(seed, folder, await server.target(seed));
    sum.kills += kills;
    sum.faults += faults;
    sum.failures += failures;
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    console.log(
      `seed ${seed}: ${wrong.length === 0 ? "ok" : "WRONG"}, ${kills} kills, ${faults} faults, ${failures} failed runs, ${seconds} s`,
    );
    for (const line of wrong) console.log(`  ${line}`);
    if (wrong.length > 0) failed.push(seed);
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(
  `${last - first + 1 - failed.length} of ${last - first + 1} seeds hold the undisturbed history; ${sum.kills} kills, ${sum.faults} faults, ${sum.failures} failed runs`,
);
if (failed.length > 0) {
  console.log(
    `wrong: ${failed.join(" ")}; one of them again: npm run campaign:store -- --seeds 1 --from ${failed[0]} --server ${values.server}`,
  );
  process.exitCode = 1;
}
