import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { millis } from "../../../src/model/time.ts";
import { day, exactNumeric } from "../../../src/warehouse/column.ts";
import type { RunRows } from "../../../src/warehouse/tables.ts";
import { hour, rowOf } from "../rows.ts";
import { runRows } from "../sample.ts";
import { type Fake, fakeBigQuery } from "./fake.ts";
import { openAt, surroundings } from "./open.ts";
import { type Decide, type FaultProxy, faultProxy } from "./proxy.ts";

let fake: Fake;
let proxy: FaultProxy;
let decide: Decide = () => null;

beforeAll(async () => {
  fake = await fakeBigQuery();
});

afterAll(() => fake.close());

beforeEach(async () => {
  decide = () => null;
  await fake.reset();
  proxy = await faultProxy(fake.endpoint, (asked) => decide(asked));
});

afterEach(() => proxy.close());

/** A run with that many nodes: with other nodes, another attempt at it. */
function attempt(id: string, nodes: number): RunRows {
  const rows = runRows(id, nodes);
  const { run_id, attempt_id, day: of, week, month, scheduled_at, taken_at, project, location, cluster } = rows.run;
  const common = { run_id, attempt_id, day: of, week, month, scheduled_at, taken_at, project, location, cluster };
  return { ...rows, episodes: [rowOf("episodes", 1, common)], endings: [rowOf("endings", 1, common)] };
}

const TABLES = ["runs", "node_verdicts", "findings", "blockers", "endings", "episodes", "barnacle_attempts"];

/** Rows in the dataset that belong to no committed attempt, and rows that are there twice. */
async function litter(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of TABLES.slice(1)) {
    const [[count] = []] = await fake.sql(
      `SELECT COUNT(*) FROM ${table} AS t WHERE NOT EXISTS (SELECT 1 FROM runs AS r WHERE r.run_id = t.run_id AND r.attempt_id = t.attempt_id)`,
    );
    if (count !== "0") found.push(`${count} in ${table}`);
  }
  const twins = await fake.sql("SELECT run_id, COUNT(*) FROM runs GROUP BY run_id HAVING COUNT(*) > 1");
  return [...found, ...twins.map((row) => `twins: ${row.join(" ")}`)];
}

describe("a process that dies", () => {
  /** Saves while the network goes away for good with the request of this number. */
  async function dieAt(rows: RunRows, number: number, kind: "cut-before" | "cut-after"): Promise<boolean> {
    let asked = 0;
    decide = () => {
      asked += 1;
      if (asked === number) return { kind };
      return asked > number ? { kind: "cut-before" } : null;
    };
    const done = await openAt(proxy.endpoint, { patience: millis(2_000) })
      .then((store) => store.save(rows))
      .then(
        () => true,
        () => false,
      );
    decide = () => null;
    return done;
  }

  test("at any request, before or after the server had it: its retry stores the run, and the next run leaves nothing behind", async () => {
    const first = await openAt(fake.endpoint);
    let whole = 0;
    for (let number = 11; whole < 2; number += 1) {
      const id = `run-${number}`;
      const kind = number % 2 === 0 ? "cut-before" : "cut-after";
      const died = attempt(id, 2);
      const done = await dieAt(died, number, kind);
      if (done) whole += 1;
      const seen = await first.run(id);
      if (seen !== null) expect(seen).toEqual(died);
      // The retry has a new snapshot, and so other rows.
      const again = attempt(id, 5);
      const store = await openAt(fake.endpoint);
      expect(await store.save(again)).toEqual({ stored: seen === null });
      expect(await store.run(id)).toEqual(seen ?? again);
      expect(await litter(), `${kind} at request ${number}`).toEqual([]);
    }
  });

  test("and is never retried: the next run of the cluster clears its rows away, that of another lets them be", async () => {
    const store = await openAt(fake.endpoint);
    await store.saveNotices([]);
    await dieAt(attempt("dead", 2), 15, "cut-after");
    expect((await litter()).length).toBeGreaterThan(0);
    const other = attempt("other", 2);
    await store.save({ ...other, run: { ...other.run, cluster: "elsewhere" } });
    expect((await litter()).length).toBeGreaterThan(0);
    await store.save(attempt("next", 2));
    expect(await litter()).toEqual([]);
    // And should it be tried again after all: its jobs' names are taken, but its rows are not there.
    expect(await store.save(attempt("dead", 2))).toEqual({ stored: true });
    expect(await store.run("dead")).toEqual(attempt("dead", 2));
    expect(await litter()).toEqual([]);
  });
});

describe("two at once", () => {
  test.each([
    ["the same rows", 2],
    ["other rows", 5],
  ])("at one run with %s: one is stored", async (_title, nodes) => {
    const stores = await Promise.all([openAt(fake.endpoint), openAt(fake.endpoint)]);
    const both = [attempt("a", 2), attempt("a", nodes)] as const;
    const ended = await Promise.all([stores[0].save(both[0]), stores[1].save(both[1])]);
    expect(ended.filter(({ stored }) => stored).length).toBeGreaterThanOrEqual(1);
    if (nodes !== 2) expect(ended.filter(({ stored }) => stored)).toHaveLength(1);
    const winner = both[ended[0].stored ? 0 : 1];
    expect(await stores[0].run("a")).toEqual(winner);
    await stores[0].save(attempt("b", 2));
    expect(await litter()).toEqual([]);
  });

  test("at different runs of a cluster, one of which clears away the other's rows before its commit", async () => {
    const slow = await openAt(proxy.endpoint);
    const quick = await openAt(fake.endpoint);
    let met = 0;
    decide = async ({ method, path, body }) => {
      if (method !== "POST" || !path.includes("/upload") || !body.includes("-slow-commit-0") || met > 0) return null;
      met += 1;
      // The slow one has counted its rows, and is about to commit.
      expect(await quick.save(attempt("quick", 3))).toEqual({ stored: true });
      expect(await fake.sql("SELECT DISTINCT run_id FROM node_verdicts")).toEqual([["quick"]]);
      return null;
    };
    expect(await slow.save(attempt("slow", 2))).toEqual({ stored: true });
    expect(met).toBe(1);
    expect(await quick.run("slow")).toEqual(attempt("slow", 2));
    expect(await quick.run("quick")).toEqual(attempt("quick", 3));
    expect(await litter()).toEqual([]);
  });

  test("at different runs of a cluster, one of which commits while the other clears away", async () => {
    const slow = await openAt(proxy.endpoint);
    const quick = await openAt(fake.endpoint);
    await dieAfterLoads("late");
    let met = 0;
    decide = async ({ method, path, body }) => {
      if (method !== "POST" || path.includes("/upload") || !body.includes("-late-commit-0") || met > 0) return null;
      met += 1;
      // The slow one is about to delete what it found half-done; its owner is quicker.
      expect(await quick.save(attempt("late", 2))).toEqual({ stored: true });
      return null;
    };
    expect(await slow.save(attempt("slow", 2))).toEqual({ stored: true });
    expect(met).toBe(1);
    expect(await quick.run("late")).toEqual(attempt("late", 2));
    expect(await litter()).toEqual([]);
  });

  async function dieAfterLoads(id: string): Promise<void> {
    const dying = await openAt(proxy.endpoint, { patience: millis(2_000) });
    decide = ({ body }) => (body.includes(`-${id}-commit-`) ? { kind: "cut-before" } : null);
    await expect(dying.save(attempt(id, 2))).rejects.toThrow(/did not answer/u);
    decide = () => null;
  }
});

describe("a run", () => {
  test("whose rows were deleted by hand is stored anew, under new numbers", async () => {
    const store = await openAt(fake.endpoint);
    await store.save(attempt("a", 2));
    for (const table of TABLES) await fake.sql(`DELETE FROM ${table}`);
    expect(await store.run("a")).toBeNull();
    expect(await store.save(attempt("a", 2))).toEqual({ stored: true });
    expect(await store.run("a")).toEqual(attempt("a", 2));
  });

  test("some of whose rows were deleted by hand before its commit is refused, not doubled", async () => {
    const store = await openAt(proxy.endpoint, { patience: millis(2_000) });
    decide = ({ body }) => (body.includes("-a-commit-") ? { kind: "cut-before" } : null);
    await expect(store.save(attempt("a", 2))).rejects.toThrow();
    decide = () => null;
    await fake.sql("DELETE FROM blockers WHERE pod = (SELECT MIN(pod) FROM blockers)");
    await expect(store.save(attempt("a", 2))).rejects.toThrow(
      /the dataset has \d+ rows of run a in blockers instead of \d+; it was changed by hand: delete the rows of attempt/u,
    );
  });

  test("from before the retention keeps what is kept: its large rows would be dropped at once", async () => {
    const old = attempt("old", 2);
    const { run } = old;
    const before = { day: day("2020-02-02"), scheduled_at: hour(-60_000), taken_at: hour(-60_000) };
    const store = await openAt(fake.endpoint, { retentionDays: 400 });
    expect(await store.save({ ...old, run: { ...run, ...before } })).toEqual({ stored: true });
    expect((await store.runs({ limit: 1 }))[0]).toEqual({ ...run, ...before });
    expect(await fake.sql("SELECT COUNT(*) FROM node_verdicts")).toEqual([["0"]]);
    expect(await fake.sql("SELECT COUNT(*) FROM episodes")).toEqual([["1"]]);
  });

  test("is stored although what an earlier one left cannot be cleared away; that is said", async () => {
    const around = surroundings();
    const store = await openAt(proxy.endpoint, { patience: millis(2_000) }, around);
    decide = ({ body }) => (body.includes("LEFT JOIN runs") ? { kind: "cut-before" } : null);
    expect(await store.save(attempt("a", 2))).toEqual({ stored: true });
    expect(around.notes).toEqual([
      expect.stringMatching(/^half-done earlier runs were not cleared away: bigquery:.*did not answer/u),
    ]);
  });
});

test("episodes that are being restated by a process that dies stay as they were", async () => {
  const store = await openAt(fake.endpoint);
  await store.save(attempt("a", 2));
  const before = await store.run("a");
  const dying = await openAt(proxy.endpoint, { patience: millis(2_000) });
  decide = ({ body }) => (body.includes("BEGIN TRANSACTION") ? { kind: "cut-before" } : null);
  const confirmedUsd = exactNumeric(1n);
  const { episodes } = attempt("a", 2);
  const restated = [{ runId: "a", previousRunId: null, openEpisodes: 7, confirmedUsd, episodes }];
  await expect(dying.restate(restated)).rejects.toThrow(/did not answer/u);
  expect(await store.run("a")).toEqual(before);
  expect(await store.episodes({})).toEqual(before?.episodes);
  await store.save(attempt("b", 2));
  expect(await litter()).toEqual([]);
});
