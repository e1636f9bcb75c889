import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Ran, run } from "../fixtures/run.ts";

/** Whole transcripts: command, output, warnings and exit code of each command on each fixture, as a person would see them. */

const SITUATIONS = "fixtures/situations";
const BAD = "fixtures/bad";
const CLUSTER = "--cluster=sample-project/asia-northeast1/training";

function transcript(argv: readonly string[], { code, stdout, stderr }: Ran): string {
  const told = stderr === "" ? "" : `--- stderr\n${stderr}`;
  return `$ barnacle ${argv.join(" ")}\n${stdout}${told}--- exit ${code}\n`;
}

async function transcripts(commands: readonly (readonly string[])[]): Promise<string> {
  const parts: string[] = [];
  for (const argv of commands) parts.push(transcript(argv, await run(...argv)));
  return parts.join("\n");
}

const Expected = z.object({ now: z.string(), nodes: z.record(z.string(), z.unknown()) });

describe.for(readdirSync(SITUATIONS))("%s", (name) => {
  const expected = Expected.parse(JSON.parse(readFileSync(`${SITUATIONS}/${name}/expected.json`, "utf8")));
  const input = ["--snapshot", `${SITUATIONS}/${name}/snapshot.json`, "--now", expected.now, CLUSTER];

  test("every command", async () => {
    const commands = [
      ["audit", ...input, "--store", "none"],
      ["verdicts", ...input],
      ["prices", ...input, "--book", "list"],
      ...Object.keys(expected.nodes).map((node) => ["explain", node, ...input, "--store", "none"]),
      ["audit", ...input, "--store", "none", "--format", "ndjson"],
    ];
    await expect(await transcripts(commands)).toMatchFileSnapshot(`situations/${name}.txt`);
  });
});

describe.for(readdirSync(BAD).filter((name) => /\.json(?:\.gz)?$/u.test(name)))("%s", (name) => {
  test("audit", async () => {
    const argv = ["audit", "--snapshot", `${BAD}/${name}`, "--now", "2026-11-20T03:00:00Z", CLUSTER, "--store", "none"];
    await expect(await transcripts([argv])).toMatchFileSnapshot(`bad/${name}.txt`);
  });
});

const BUNDLED = "fixtures/bundled/cluster.jsonl.gz";

const USAGE: readonly (readonly string[])[] = [
  [],
  ["--help"],
  ["audit", "--help"],
  ["verdicts", "--help"],
  ["prices", "--help"],
  ["explain", "--help"],
  ["report", "--help"],
  ["snapshot", "--help"],
  ["backfill", "--help"],
  ["dashboards", "--help"],
  ["dashboards", "--store", "duckdb:barnacle.duckdb"],
  ["history", "--help"],
  ["replay", "--help"],
  ["history", "--store", "none"],
  ["replay", "--store", "none"],
  ["backfill", BUNDLED, "--store", "none"],
  ["backfill", "-"],
  ["backfill", "fixtures/bad/config.yaml"],
  ["replay", "no-such-spool.jsonl", "--store", "duckdb:.tmp/never-made.duckdb"],
  ["adit"],
  ["audit", "--snapshots", BUNDLED],
  ["audit", "--snapshot", BUNDLED, "--now", "yesterday"],
  ["audit", "--snapshot", BUNDLED, "--book", "cheap"],
  ["audit", "--snapshot", BUNDLED, "--format", "xml"],
  ["audit", "--snapshot", BUNDLED, "--store", "sqlite:x"],
  ["audit", "--snapshot", BUNDLED, "--cluster", "prod"],
  ["audit", "--snapshot", BUNDLED, "--fail-on-waste", "lots"],
  ["audit", "--snapshot", BUNDLED, "--context", "prod"],
  ["audit", "--snapshot", BUNDLED, "--config", `${BAD}/config.yaml`],
  ["audit", "--snapshot", BUNDLED, "--config", "no-such.yaml"],
  ["audit", "--snapshot", "no-such-file.json"],
  ["audit", "--snapshot", "fixtures"],
  ["audit", "--snapshot", "-", "-"],
  ["explain", "--snapshot", BUNDLED],
  ["report", "--store", "none"],
  ["report", "--snapshot", BUNDLED, "--language", "fr"],
  ["explain", "gke-ml-prod-train-64", "--snapshot", BUNDLED],
];

test("wrong usage", async () => {
  await expect(await transcripts(USAGE)).toMatchFileSnapshot("usage.txt");
});

const EXPLAINED: readonly (readonly string[])[] = [
  ["gke-training-train-64-9f4d8a99-fg6f"],
  ["gke-training-batch-16-bb980a51-jqzs"],
  ["user-embedding-dedupe-29918480-g9j9m", "-n", "ml-recommendation"],
  ["pod/serving/feature-store-writer-2wzl7wdcvp-qb68w", "--format", "json"],
  ["cronjob/user-embedding-dedupe"],
  ["deploy/serving/feature-store-writer"],
  ["ds/fluentbit-gke"],
  ["item-ranker-train", "--format", "ndjson"],
  ["usr-embedding-dedupe"],
  ["user-embedding-dedupe", "-n", "serving"],
];

test("explain", async () => {
  const commands = EXPLAINED.map((argv) => ["explain", ...argv, "--snapshot", BUNDLED, "--store", "none"]);
  await expect(await transcripts(commands)).toMatchFileSnapshot("explain.txt");
});

test("a snapshot does not give a guessed time out as known", async () => {
  const file = `${SITUATIONS}/01-small-job/snapshot.json`;
  const first = async (...argv: readonly string[]) =>
    JSON.parse((await run("snapshot", "--snapshot", file, ...argv)).stdout.split("\n")[0] ?? "");
  expect(await first()).toMatchObject({ kind: "BarnacleSnapshot", takenAt: null });
  expect(await first("--now", "2026-11-20T03:00:00Z")).toMatchObject({ takenAt: "2026-11-20T03:00:00Z" });
});

test("the bundled cluster", async () => {
  const commands = [
    ["audit", "--snapshot", BUNDLED, "--store", "none"],
    ["audit", "--snapshot", BUNDLED, "--store", "none", "--book", "autoscaler"],
    ["audit", "--snapshot", BUNDLED, "--store", "none", "--fail-on-waste", "1"],
    ["audit", "--snapshot", BUNDLED, "--dry-run", "--store", "duckdb:.tmp/never-made.duckdb"],
    ["audit", "--snapshot", BUNDLED, "--store", "none", "--format", "json"],
  ];
  // The tables' columns are the dictionary's to show, the views' queries are files of their own.
  const whole = await transcripts(commands);
  const text = whole.replaceAll(/ \((?:\n {2}".*)+\n\);/gu, " (…);").replaceAll(/ AS\n--[^;]*;/gu, " AS …;");
  await expect(text).toMatchFileSnapshot("bundled.txt");
});

test.for(["nodes-and-pods", "nodes-derived", "nodes-labels-only"])(
  "the real dump %s is audited cleanly",
  async (name) => {
    const argv = ["audit", "--snapshot", `fixtures/real/${name}.json`, CLUSTER, "--store", "none"];
    const ran = await run(...argv);
    expect(ran.code).toBe(0);
    await expect(transcript(argv, ran)).toMatchFileSnapshot(`real/${name}.txt`);
  },
);
