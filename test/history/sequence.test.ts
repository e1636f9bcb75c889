import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { LARGE_WASTE } from "../../fixtures/make/situations/scene.ts";
import { run } from "../fixtures/run.ts";
import { type Told, tellStory } from "./story.ts";

const History = z.looseObject({
  cluster: z.string().nullable(),
  episodes: z.array(z.looseObject({ node: z.string() })),
});

async function historyOf(store: string, ...more: readonly string[]) {
  const { stdout, stderr, code } = await run("history", "--store", `duckdb:${store}`, "--format", "json", ...more);
  expect([code, stderr]).toEqual([0, ""]);
  return History.parse(JSON.parse(stdout));
}

function audit({ at, file }: Told, store: string, ...more: readonly string[]) {
  return run("audit", "--snapshot", file, "--scheduled-at", at, "--store", `duckdb:${store}`, ...more);
}

const Document = z.looseObject({
  totals: z.looseObject({ accruedUsd: z.number() }),
  findings: z.array(z.looseObject({ since: z.unknown() })),
});

let folder = "";
let story: readonly Told[] = [];
/** The documents of the story's audits, as it was told, and the history that they left. */
const documents: z.output<typeof Document>[] = [];
let expected: Awaited<ReturnType<typeof historyOf>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-story-"));
  story = await tellStory(folder);
  const store = join(folder, "undisturbed");
  for (const told of story) {
    const ran = await audit(told, store, "--format", "json");
    expect(ran.code).toBe(0);
    documents.push(Document.parse(JSON.parse(ran.stdout)));
  }
  expected = await historyOf(store);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the story: pinned from the large batch's end to the small one's, and billed for that", () => {
  const { cluster, episodes } = expected;
  expect(cluster).toBe("research/asia-northeast1/training");
  expect(episodes).toHaveLength(1);
  expect(episodes[0]).toMatchObject({
    openedAt: "2026-11-20T00:30:00Z",
    openedEvidence: "pod-finished",
    closedAt: "2026-11-20T02:20:00Z",
    closedEvidence: "pod-finished",
    endCause: "pod-finished",
    firstSeenAt: "2026-11-20T01:00:00Z",
    lastSeenAt: "2026-11-20T02:00:00Z",
    blockers: [{ namespace: "batch", workload: { kind: "CronJob", namespace: "batch", name: "small" } }],
  });
  expect(episodes[0]?.["confirmedHours"]).toBeCloseTo(11 / 6, 9);
  expect(episodes[0]?.["accruedUsd"]).toBeCloseTo((11 / 6) * LARGE_WASTE, 6);
});

test("each audit on the way tells what is confirmed so far, and since when, though the proof is gone", () => {
  const since = expect.objectContaining({ time: "2026-11-20T00:30:00Z", evidence: "pod-finished", proven: true });
  const seen = documents.map(({ totals, findings }) => [
    Math.round((totals.accruedUsd / LARGE_WASTE) * 1e6) / 1e6,
    findings.map((finding) => finding.since),
  ]);
  expect(seen).toEqual([
    [0, []],
    [0.5, [since]],
    [1.5, [since]],
    [0, []],
    [0, []],
  ]);
});

test("backfilled, in whatever order the files are named, it is the same, and once more adds nothing", async () => {
  const store = join(folder, "backfilled");
  const files = [2, 0, 4, 1, 3].map((at) => story[at]?.file ?? "");
  const ran = await run("backfill", ...files, "--store", `duckdb:${store}`);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout.split("\n").map((line) => line.slice(0, 20))).toEqual([...story.map(({ at }) => at), ""]);
  expect(await historyOf(store)).toEqual(expected);
  await run("backfill", ...files.slice(1, 3), "--store", `duckdb:${store}`);
  expect(await historyOf(store)).toEqual(expected);
});

const STEPS = ["audit", "twice", "spooled", "late", "dry"] as const;

/** Runs the story with these disturbances, and gives the store. */
async function disturbed(steps: readonly (typeof STEPS)[number][], name: string): Promise<string> {
  const [store, broken] = [join(folder, name), join(folder, `${name}-broken`)];
  await writeFile(broken, "this is no database");
  const late: Told[] = [];
  for (const [at, told] of story.entries()) {
    const step = steps[at] ?? "audit";
    if (step === "spooled") expect(await audit(told, broken)).toMatchObject({ code: 1 });
    else if (step === "late") late.push(told);
    else {
      if (step !== "audit") await audit(told, store, ...(step === "dry" ? ["--dry-run"] : []));
      expect(await audit(told, store)).toMatchObject({ code: 0 });
    }
  }
  for (const told of late.toReversed()) expect(await audit(told, store)).toMatchObject({ code: 0 });
  const spooled = await readdir(`${broken}.spool`).catch(() => []);
  const files = spooled.map((file) => join(`${broken}.spool`, file));
  for (const stored of files.length > 0 ? [files.length, 0] : []) {
    const replayed = await run("replay", ...files, "--store", `duckdb:${store}`);
    expect(replayed.stdout).toMatch(new RegExp(`^${stored} stored,`, "u"));
  }
  return store;
}

/** More of it by `HISTORY_SEEDS=100 npm test -- test/history`. */
const SEEDS = Number(process.env["HISTORY_SEEDS"] ?? 1);

test("whatever was retried, spooled, replayed or came late: the history is that of the undisturbed runs", async () => {
  expect(await historyOf(await disturbed(["twice", "spooled", "late", "dry", "audit"], "each"))).toEqual(expected);
  let count = 0;
  const five = fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(five, async (steps) => {
      count += 1;
      expect(await historyOf(await disturbed(steps, `store-${count}`))).toEqual(expected);
    }),
    { numRuns: SEEDS },
  );
});

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** Runs an audit as a process of its own, kills it after so many milliseconds, and says whether it had ended by then. */
async function killedAfter(patience: number, { at, file }: Told, store: string): Promise<boolean> {
  const args = ["audit", "--snapshot", file, "--scheduled-at", at, "--store", `duckdb:${store}`];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: "ignore" });
  const done = once(child, "close");
  const killer = setTimeout(() => child.kill("SIGKILL"), patience);
  const [code] = await done;
  clearTimeout(killer);
  return code === 0;
}

test("killed at any moment and tried again: the same", async () => {
  const store = join(folder, "killed");
  for (const told of story.slice(0, 4)) {
    await killedAfter(300 + Math.random() * 1_500, told, store);
    expect(await audit(told, store)).toMatchObject({ code: 0 });
  }
  await audit(story.at(-1) ?? { at: "", file: "" }, store);
  expect(await historyOf(store)).toEqual(expected);
});

test("clusters in one store know nothing of each other, and one that is audited under two names is told", async () => {
  const other = await tellStory(folder, "serving");
  const store = join(folder, "shared");
  const notes: string[] = [];
  for (const [at, told] of story.entries()) {
    const others = other[at];
    if (others === undefined) continue;
    await audit(others, store);
    const { stdout } = await audit(told, store, "--format", "ndjson");
    notes.push(...stdout.split("\n").filter((line) => line.includes('"cluster-overlap"')));
  }
  expect(await historyOf(store, "--cluster", "research/asia-northeast1/training")).toEqual(expected);
  const all = await historyOf(store);
  expect(all.cluster).toBeNull();
  expect(all.episodes).toHaveLength(2);
  expect((await historyOf(store, "--cluster", "research/asia-northeast1/none")).episodes).toEqual([]);
  // The two have nodes with the same uids, as a cluster has that was renamed.
  expect(notes).toHaveLength(2);
  expect(notes[0]).toContain("under another name, research/asia-northeast1/serving");
});

test("a cluster without a name shares no store, and what it finds is told all the same", async () => {
  const store = join(folder, "undisturbed");
  const unnamed = await run("audit", "--snapshot", "fixtures/real/nodes-and-pods.json", "--store", `duckdb:${store}`);
  expect(unnamed).toMatchObject({ code: 1, stderr: expect.stringMatching(/holds runs of named clusters/u) });
  expect(unnamed.stdout).not.toBe("");
  expect(await readdir(folder)).not.toContain("undisturbed.spool");
});

test("a node is explained with what earlier runs know of it, and nothing is changed by that", async () => {
  const store = join(folder, "explained");
  for (const told of story.slice(0, 2)) await audit(told, store);
  const [, , third] = story;
  const node = expected.episodes[0]?.node ?? "";
  const argv = ["explain", node, "--snapshot", third?.file ?? ""];
  const told = await run(...argv, "--store", `duckdb:${store}`);
  expect(told.stdout).toContain("Since 2026-11-20T00:30Z");
  expect((await run(...argv, "--store", "none")).stdout).not.toContain("Since 2026-11-20T00:30Z");
  expect((await historyOf(store)).episodes[0]).toMatchObject({ lastSeenAt: "2026-11-20T01:00:00Z" });
  // A store that is not there has nothing to tell, and is not made.
  const none = join(folder, "not-made");
  expect(await run(...argv, "--store", `duckdb:${none}`)).toMatchObject({ code: 0, stderr: "" });
  expect(await readdir(folder)).not.toContain("not-made");
});

test("a dry run of a store that cannot be read says so, and ends with 1", async () => {
  const broken = join(folder, "dry-broken");
  await writeFile(broken, "this is no database");
  const [first] = story;
  const ran = await run("audit", "--snapshot", first?.file ?? "", "--store", `duckdb:${broken}`, "--dry-run");
  expect(ran).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is no DuckDB file;.*\n.*dry run: would store run/u),
  });
  expect(await readdir(folder)).not.toContain("dry-broken.spool");
});
