import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runProgram } from "../../src/commands/program.ts";
import { DAY, HOUR, instant } from "../../src/model/time.ts";
import { type Ran, run, shellFor } from "../fixtures/run.ts";
import { type MonitoringServer, startMonitoring } from "./server/server.ts";
import { GIB, type Life, seriesOf } from "./world.ts";

/** The commands on the bundled cluster, with a past: whole transcripts, as a person would see them. */

const BUNDLED = "fixtures/bundled/cluster.jsonl.gz";
const CLUSTER = { project: "ml-prod", location: "asia-northeast1", name: "training" };
const TAKEN = instant(Date.UTC(2026, 10, 20, 3));

const TRAIN = "gke-training-train-64-9f4d8a99-fg6f";
const BATCH = "gke-training-batch-32-724a1a60-hz2g";

function standing(node: string, pod: string, from: number, to: number, cpu: number, gib: number): Life {
  return { cluster: CLUSTER, node, pod, from, to, cpu, memory: gib * GIB };
}

/** Runs of a CronJob, one a day for so many days, each of an hour. */
function daily(
  namespace: string,
  name: string,
  days: number,
  cores: number,
  gib: (day: number) => number,
): readonly Life[] {
  return Array.from({ length: days }, (_, n): Life => {
    const from = TAKEN - (n + 1) * DAY;
    return {
      cluster: CLUSTER,
      node: "elsewhere",
      namespace,
      pod: `${name}-${29_900_000 - n * 1_440}-abcde`,
      controller: ["CronJob", name],
      from,
      to: from + HOUR,
      uses: () => gib(n) * GIB,
      limit: 64 * GIB,
      cores,
    };
  });
}

const PAST: readonly Life[] = [
  standing(TRAIN, "daemons", TAKEN - 9 * DAY, TAKEN, 0.5, 1),
  standing(TRAIN, "large", TAKEN - 2 * DAY, TAKEN - 5.5 * HOUR, 40, 300),
  standing(BATCH, "daemons", TAKEN - 9 * DAY, TAKEN, 2, 8),
  ...daily("ml-recommendation", "user-embedding-dedupe", 25, 0.1, (n) => 0.5 + 0.02 * (n % 5)),
  ...daily("ml-vision", "image-tagger-quality-report", 3, 1, () => 3),
  ...["ml-ads/ad-quality", "ml-ads/ctr-model", "ml-search/query-rewrite", "ml-search/search-ranker"].flatMap((each) => {
    const [namespace = "", name] = each.split("/");
    return daily(namespace, `${name}-quality-report`, 20, 0.2, (n) => 1 + 0.05 * (n % 3));
  }),
];

let server: MonitoringServer;
let folder = "";
beforeAll(async () => {
  server = await startMonitoring(seriesOf(PAST));
  folder = mkdtempSync(join(tmpdir(), "barnacle-past-"));
  writeFileSync(join(folder, "past.yaml"), "history: monitoring\nmonitoring:\n  timeout: 1m\n");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  server.faults = [];
  server.asked.length = 0;
});

async function past(...argv: readonly string[]): Promise<Ran> {
  const whole = [...argv, "--snapshot", BUNDLED, "--config", join(folder, "past.yaml")];
  const { shell, ended } = shellFor(whole, { BARNACLE_MONITORING_ENDPOINT: server.endpoint });
  return ended(await runProgram(shell));
}

const Told = z.object({
  findings: z.array(
    z
      .object({
        node: z.object({ name: z.string() }),
        since: z.unknown(),
        sized: z.unknown().optional(),
        advice: z.array(z.unknown()),
      })
      .loose(),
  ),
  observations: z.array(z.object({ kind: z.string(), node: z.object({ name: z.string() }) }).loose()),
  totals: z.unknown(),
  notes: z.array(z.object({ kind: z.string(), text: z.string() })),
});

function told({ stdout }: Ran) {
  return Told.parse(JSON.parse(stdout));
}

test("the audit and the explanation of a node, told with their past", async () => {
  const transcript: string[] = [];
  for (const argv of [
    ["audit", "--store", "none"],
    ["explain", TRAIN, "--store", "none"],
    ["explain", "gke-training-batch-16-beaa0988-kbrk", "--store", "none"],
  ]) {
    const { code, stdout, stderr } = await past(...argv);
    transcript.push(
      `$ barnacle ${argv.join(" ")}\n${stdout}${stderr === "" ? "" : `--- stderr\n${stderr}`}--- exit ${code}\n`,
    );
  }
  await expect(transcript.join("\n")).toMatchFileSnapshot("expected/past.txt");
});

test("as JSON: beginnings, needs, sized homes, one patch for requests and place", async () => {
  const { findings, observations } = told(await past("audit", "--store", "none", "--format", "json"));
  const parts = {
    since: Object.fromEntries(findings.map(({ node, since }) => [node.name, since])),
    sized: Object.fromEntries(findings.map(({ node, sized }) => [node.name, sized])),
    train: findings.find(({ node }) => node.name === TRAIN),
    oversized: observations.filter(({ kind }) => kind === "oversized-blocker"),
  };
  await expect(`${JSON.stringify(parts, null, 2)}\n`).toMatchFileSnapshot("expected/past.json");
});

describe("nothing of it changes a verdict or a price, or stops a run", () => {
  let without: Ran | null = null;

  test.for<[string, number]>([
    ["permission denied", status.PERMISSION_DENIED],
    ["quota used up", status.RESOURCE_EXHAUSTED],
    ["refused", status.INTERNAL],
  ])("%s", async ([, code]) => {
    server.faults = [{ code }];
    const with_ = await past("audit", "--store", "none", "--format", "json");
    without ??= await run("audit", "--snapshot", BUNDLED, "--store", "none", "--format", "json");
    expect(with_.code).toBe(0);
    const { notes, ...rest } = told(with_);
    const { notes: others, ...bare } = told(without);
    expect(rest).toEqual(bare);
    expect(notes.filter(({ kind }) => kind.startsWith("monitoring-"))).toHaveLength(1);
    expect(notes.filter(({ kind }) => !kind.startsWith("monitoring-"))).toEqual(others);
  });
});

test("what was learned of a day is kept: the next run asks only for nodes", async () => {
  const store = `duckdb:${join(folder, "kept.duckdb")}`;
  const first = await past("audit", "--store", store, "--format", "json");
  const asked = server.asked.map(({ filter }) => /metric\.type = "([^"]+)"/u.exec(filter)?.[1] ?? "");
  expect(asked.filter((metric) => metric.includes("used_bytes")).length).toBeGreaterThan(0);
  server.asked.length = 0;
  const second = await past("audit", "--store", store, "--format", "json", "--scheduled-at", "2026-11-20T04:00:00Z");
  const again = server.asked.map(({ filter }) => /metric\.type = "([^"]+)"/u.exec(filter)?.[1] ?? "");
  expect(new Set(again)).toEqual(
    new Set(
      ["cpu/request_cores", "memory/request_bytes", "accelerator/request"].map(
        (name) => `kubernetes.io/container/${name}`,
      ),
    ),
  );
  // The first run is one that the second goes on from: a beginning that nothing proves is now known from that run on.
  const undated = (ran: typeof first) => told(ran).findings.map((finding) => ({ ...finding, since: null }));
  expect(undated(second)).toEqual(undated(first));
});
