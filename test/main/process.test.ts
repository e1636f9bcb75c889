import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OWN_PROCESS } from "../fixtures/own-process.ts";

/** The process itself: what only `main.ts` does. Everything else is tested inside of it. */

const MAIN = resolve("src/main.ts");
const BUNDLED = resolve("fixtures/bundled/cluster.jsonl.gz");

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "barnacle-main-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...argv], { cwd: folder, env: { ...OWN_PROCESS, ...environment } });
}

function end(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr?.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  return new Promise((done) => {
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}

test("the main job stores its run once: a second time adds nothing", async () => {
  const first = await end(start(["audit", "--snapshot", BUNDLED]));
  const second = await end(start(["audit", "--snapshot", BUNDLED]));
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(second.stdout).toBe(first.stdout);
  expect(first.stderr).toMatch(
    /^barnacle: run ml-prod_asia-northeast1_training_\S+ stored \(duckdb:barnacle\.duckdb\)\n$/u,
  );
  expect(second.stderr).toMatch(/was stored already, nothing was added/u);
  expect(readdirSync(folder)).toEqual(["barnacle.duckdb"]);
});

test("a dry run leaves no store behind", async () => {
  const { code, stderr } = await end(
    start(["audit", "--snapshot", BUNDLED, "--dry-run", "--store", "duckdb:dry.duckdb"]),
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(/dry run: would store run \S+ in duckdb:dry\.duckdb: 1 run, 62 node verdicts/u);
  expect(existsSync(join(folder, "dry.duckdb"))).toBe(false);
});

test("a cluster without a name may not share a store with named ones; the report is printed all the same", async () => {
  const situation = resolve("fixtures/situations/01-small-job/snapshot.json");
  const { code, stdout, stderr } = await end(start(["audit", "--snapshot", situation]));
  expect(code).toBe(1);
  expect(stdout).toContain("unnamed cluster");
  expect(stderr).toContain("has no name: the run was not stored. Say which cluster it is with --cluster");
});

test("a reader that goes away ends it quietly", async () => {
  const child = start(["verdicts", "--snapshot", BUNDLED]);
  child.stdout?.once("data", () => child.stdout?.destroy());
  child.stdout?.on("error", () => undefined);
  const { code, stderr } = await end(child);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends it with exit %d and leaves no run", async (signal, expected) => {
  const child = start(["audit", "--snapshot", "-", "--store", `duckdb:${signal}.duckdb`]);
  const ended = end(child);
  // More than a pipe holds: when it is taken, the process is up and reading. It waits for more, and would for ever.
  const lines = '{"kind":"Event","apiVersion":"v1","metadata":{"name":"x"}}\n'.repeat(10_000);
  await new Promise((taken) => child.stdin?.write(lines, taken));
  child.kill(signal);
  const { code, stderr } = await ended;
  expect({ code, stderr }).toEqual({
    code: expected,
    stderr: `barnacle: stopped by ${signal}; nothing half-done was kept.\n`,
  });
  expect(existsSync(join(folder, `${signal}.duckdb`))).toBe(false);
});

test("--fail-on-waste exits with 3 from the given waste on, and stores the run", async () => {
  const argv = ["audit", "--snapshot", BUNDLED, "--store", "duckdb:waste.duckdb", "--fail-on-waste"];
  expect((await end(start([...argv, "12"]))).code).toBe(3);
  expect((await end(start([...argv, "13"]))).code).toBe(0);
  expect(existsSync(join(folder, "waste.duckdb"))).toBe(true);
});

test("the environment names the config file, and a mistake in it is told", async () => {
  const { code, stderr } = await end(
    start(["audit", "--snapshot", BUNDLED], { BARNACLE_CONFIG: resolve("fixtures/bad/config.yaml") }),
  );
  expect(code).toBe(2);
  expect(stderr.trimEnd().split("\n")).toHaveLength(3);
});

test("a snapshot is the same from a file and from standard input, and is a snapshot of itself", async () => {
  const fromFile = await end(start(["snapshot", "--snapshot", BUNDLED]));
  const child = start(["snapshot", "--snapshot", "-"]);
  child.stdin?.end(fromFile.stdout);
  expect(await end(child)).toEqual(fromFile);
  expect(fromFile.code).toBe(0);
  expect(fromFile.stdout.split("\n").length).toBeGreaterThan(1_600);
  const empty = start(["snapshot", "--snapshot", "-"]);
  empty.stdin?.end('{"kind":"List","items":[]}');
  expect((await end(empty)).code).toBe(2);
});
