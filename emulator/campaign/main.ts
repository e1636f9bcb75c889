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
import { createDataset, dropDataset, install, PROJECT, sql, start } from "../local.ts";
import { auditor } from "./audit.ts";
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

/** What a kind of server differs in. */
type Own = Pick<Target, "sql" | "patience" | "drop">;

function targetAt(endpoint: string, spec: string, own: Own): Target {
  const surroundings = {
    clock: realClock(() => performance.now()),
    note: (text: string) => Promise.reject(new Error(text)),
  };
  const open = () => openBigQuery(spec, bigqueryConfig(undefined, endpoint), surroundings);
  return { endpoint, store: `bigquery:${spec}`, open, ...own };
}

async function localServer(): Promise<Server> {
  install();
  const server = await start();
  const target = async (seed: number) => {
    const name = `seed_${seed}`;
    await createDataset(server.endpoint, name);
    return targetAt(server.endpoint, `${PROJECT}.${name}`, {
      sql: (query) => sql(server.endpoint, name, query),
      // It thinks about a view for half a second, and gets slower with all that it holds.
      patience: { requestTimeout: "1m", deadline: "10m" },
      drop: () => dropDataset(server.endpoint, name),
    });
  };
  return { target, stop: server.stop };
}

async function fakeServer(): Promise<Server> {
  const fake = await fakeBigQuery();
  const target = async () => {
    await fake.reset();
    return targetAt(fake.endpoint, "my-project.barnacle", {
      sql: fake.sql,
      patience: { requestTimeout: "4s", deadline: "2m" },
      drop: async () => undefined,
    });
  };
  return { target, stop: fake.close };
}

/** Seeds side by side: most of a seed's time goes into waiting, for processes to start and for faults to pass. */
const LANES = 3;

// Servers and audits end with the campaign.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const first = Number(values.from);
const last = first + Number(values.seeds) - 1;
// One strict server holds one dataset: each lane has its own. The other holds a dataset for every seed.
const servers =
  values.server === "fake" ? await Promise.all(Array.from({ length: LANES }, fakeServer)) : [await localServer()];
const folder = await mkdtemp(join(tmpdir(), "barnacle-campaign-"));
const failed: number[] = [];
const sum = { kills: 0, faults: 0, failures: 0 };
const waiting = Array.from({ length: last - first + 1 }, (_, index) => first + index);

async function lane(server: Server): Promise<void> {
  const audits = auditor();
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    const began = performance.now();
    const target = await server.target(seed);
    const { kills, faults, failures, wrong } = await disturb(seed, folder, target, audits);
    await target.drop();
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
  await audits.close();
}

try {
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(servers[index % servers.length] ?? lost())));
} finally {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function lost(): never {
  throw new Error("no server");
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
