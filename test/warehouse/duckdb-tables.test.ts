import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { bigqueryConfig } from "../../src/config-bigquery.ts";
import { millis } from "../../src/model/time.ts";
import { exactNumeric } from "../../src/warehouse/column.ts";
import { openDuckDb, standingDuckDb } from "../../src/warehouse/duckdb.ts";
import { planStore, spoolFolder } from "../../src/warehouse/open.ts";
import type { Store } from "../../src/warehouse/store.ts";
import type { EpisodeRow, NoticeRow, RunRows, UsageRow } from "../../src/warehouse/tables.ts";
import { second, withFolder } from "./process.ts";
import { at, runRows } from "./sample.ts";

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const store = await openDuckDb(join(folder, "store"));
    try {
      await use(store);
    } finally {
      await store.close();
    }
  });
}

const HOURS = ["01", "02", "03", "04"] as const;

/** A run of its hour, in a cluster, with one episode. */
function runAt(hour: string, cluster: string, more: Partial<EpisodeRow> = {}): RunRows {
  const id = `${cluster}${hour}`;
  const rows = runRows(id);
  const taken_at = at(`2026-11-20T${hour}:00:00Z`);
  const own = { cluster, taken_at, scheduled_at: taken_at };
  const episodes = rows.episodes.map((row) => ({ ...row, ...own, last_seen_at: taken_at, ...more }));
  return { ...rows, run: { ...rows.run, ...own }, episodes };
}

describe("episodes", () => {
  test("come as the latest run tells of them, of one cluster or of all", () =>
    withStore(async (store) => {
      for (const hour of HOURS) await store.save(runAt(hour, "a", { accrued_usd: exactNumeric(BigInt(hour)) }));
      await store.save(runAt("02", "b"));
      const seen = async (query: Parameters<Store["episodes"]>[0]) =>
        (await store.episodes(query)).map(({ run_id, accrued_usd }) => [run_id, accrued_usd]);
      const a = { project: "p", location: "l", name: "a" };
      expect(await seen({ cluster: a })).toEqual([["a04", 4n]]);
      expect((await seen({})).map(([id]) => id).sort()).toEqual(["a04", "b02"]);
      expect(await seen({ cluster: a, runId: "a02" })).toEqual([["a02", 2n]]);
      expect(await seen({ cluster: null })).toEqual([]);
      expect(await seen({ cluster: a, takenFrom: at("2026-11-20T05:00:00Z") })).toEqual([]);
      expect(await seen({ cluster: a, resourceIds: ["uid-large"] })).toEqual([["a04", 4n]]);
      expect(await seen({ cluster: a, resourceIds: [] })).toEqual([]);
      expect(await seen({ cluster: a, resourceIds: ["'; DROP TABLE runs; --"] })).toEqual([]);
      expect((await store.episodes({ cluster: a }))[0]).toEqual(
        runAt("04", "a", { accrued_usd: exactNumeric(4n) }).episodes[0],
      );
    }));

  test("are told apart by state and time as they stand now, not as they stood", () =>
    withStore(async (store) => {
      const closed_at = at("2026-11-20T02:30:00Z");
      await store.save(runAt("02", "a"));
      await store.save(runAt("03", "a", { state: "closed", change: "closed", closed_at }));
      const ids = async (query: Parameters<Store["episodes"]>[0]) => (await store.episodes(query)).length;
      expect(await ids({ state: "open" })).toBe(0);
      expect(await ids({ state: "closed" })).toBe(1);
      expect(await ids({ closedAfter: at("2026-11-20T02:00:00Z") })).toBe(1);
      expect(await ids({ closedAfter: closed_at })).toBe(0);
      expect(await ids({ openedUntil: at("2026-11-20T08:40:00Z") })).toBe(1);
      expect(await ids({ openedUntil: at("2026-11-20T08:39:00Z") })).toBe(0);
    }));

  test("are restated run by run, all at once or not at all", () =>
    withStore(async (store) => {
      for (const hour of HOURS) await store.save(runAt(hour, "a"));
      const anew = (hour: string, cell: bigint) => ({
        runId: `a${hour}`,
        previousRunId: "late",
        openEpisodes: 7,
        confirmedUsd: exactNumeric(cell),
        episodes: runAt(hour, "a", { accrued_usd: exactNumeric(cell) }).episodes,
      });
      await store.restate([anew("03", 3n), { ...anew("04", 4n), episodes: [] }]);
      expect((await store.run("a03"))?.episodes.map((row) => row.accrued_usd)).toEqual([3n]);
      expect((await store.run("a04"))?.episodes).toEqual([]);
      expect((await store.run("a04"))?.run).toMatchObject({
        previous_run_id: "late",
        open_episodes: 7,
        confirmed_usd: 4n,
      });
      expect((await store.run("a02"))?.run).toEqual(runAt("02", "a").run);
      const broken = {
        ...anew("03", 9n),
        episodes: [{ ...runAt("03", "a").episodes[0], runs_seen: 0.5 } as EpisodeRow],
      };
      await expect(store.restate([anew("02", 9n), broken])).rejects.toThrow(RangeError);
      expect((await store.run("a02"))?.episodes.map((row) => row.accrued_usd)).toEqual([17_626_700_000n]);
    }));
});

const NOTICE: NoticeRow = {
  project: "p",
  location: "l",
  cluster: "a",
  episode_id: "e",
  channel: "C1",
  revision: 1,
  kind: "episode",
  state: "posting",
  updated_at: at("2026-11-20T01:00:00Z"),
  run_id: "a01",
  route: "ml",
  ts: null,
  thread_ts: null,
  muted_until: null,
  muted_by: null,
  mute_reason: null,
  taken_by: null,
  last_step_usd: exactNumeric(10n),
  payload: null,
  error: null,
};

test("of a notice the highest revision counts, and none is written twice", () =>
  withStore(async (store) => {
    const posted = { ...NOTICE, revision: 2, state: "posted", ts: "1.2", updated_at: at("2026-11-20T01:01:00Z") };
    await store.saveNotices([posted, NOTICE]);
    await store.saveNotices([
      { ...NOTICE, state: "failed" },
      { ...NOTICE, channel: "C2" },
    ]);
    await store.saveNotices([{ ...NOTICE, cluster: "b", state: "held" }]);
    const a = { project: "p", location: "l", name: "a" };
    expect(await store.notices({ cluster: a, channel: "C1" })).toEqual([posted]);
    expect((await store.notices({})).map(({ cluster, channel, state }) => [cluster, channel, state])).toEqual([
      ["b", "C1", "held"],
      ["a", "C2", "posting"],
      ["a", "C1", "posted"],
    ]);
    expect(await store.notices({ episodeIds: ["other"] })).toEqual([]);
    expect(await store.notices({ cluster: a, updatedFrom: posted.updated_at })).toEqual([posted]);
  }));

test("of measured usage the row that was written last counts", () =>
  withStore(async (store) => {
    const row: UsageRow = {
      project: "p",
      location: "l",
      cluster: "a",
      day: "2026-11-20" as UsageRow["day"],
      workload_kind: "CronJob",
      workload_namespace: "batch",
      workload_name: "small",
      container: "main",
      pod: "small-1",
      pod_uid: "uid-small",
      window_start: at("2026-11-20T00:00:00Z"),
      window_end: at("2026-11-20T01:00:00Z"),
      updated_at: at("2026-11-20T01:05:00Z"),
      source: "monitoring",
      peak_memory_bytes: 2 ** 30,
      memory_limit_bytes: null,
      cpu_seconds: 12.5,
      seconds: 3_600,
      restarts: 0,
    };
    const later = { ...row, updated_at: at("2026-11-20T02:05:00Z"), restarts: 1 };
    await store.saveUsage([row]);
    await store.saveUsage([later, { ...row, pod: "small-2", pod_uid: "uid-2" }]);
    const ended = { endedFrom: at("2026-11-20T01:00:00Z") };
    expect(await store.usage({ ...ended, workload: { kind: "CronJob", namespace: "batch", name: "small" } })).toEqual([
      later,
      { ...row, pod: "small-2", pod_uid: "uid-2" },
    ]);
    expect(await store.usage({ ...ended, cluster: { project: "p", location: "l", name: "b" } })).toEqual([]);
    expect(await store.usage({ endedFrom: at("2026-11-20T01:00:00.001Z") })).toEqual([]);
  }));

describe("reading alone", () => {
  test("makes nothing, and needs a file that is there and of this version", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      await expect(openDuckDb(path, { readOnly: true })).rejects.toThrow(/is not there yet: barnacle audit makes it/u);
      expect(await readdir(folder)).toEqual([]);
      await (await openDuckDb(path)).close();
      const before = await readdir(folder);
      const reader = await openDuckDb(path, { readOnly: true });
      expect(await reader.runs({ limit: 1 })).toEqual([]);
      await expect(reader.save(runRows("a"))).rejects.toThrow(/cannot be written/u);
      await reader.close();
      expect(await readdir(folder)).toEqual(before);
    }));

  test("while a run writes is refused in a sentence with the cure", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      const writer = second(["hold", path]);
      await writer.said("open");
      const reading = openDuckDb(path, { readOnly: true, patience: millis(0) });
      await expect(reading).rejects.toThrow(
        /is in use by another process \(PID \d+, .*\); wait until it ends, read a Parquet export/u,
      );
      writer.process.kill("SIGKILL");
      await writer.ended;
      await (await openDuckDb(path, { readOnly: true })).close();
    }));
});

describe("the export", () => {
  test("is one Parquet file a table, with the rows", () =>
    withFolder(async (folder) => {
      const store = await openDuckDb(join(folder, "store"));
      await store.save(runRows("a"));
      const files = (await store.exportParquet?.(join(folder, "it's out"))) ?? [];
      expect(files).toHaveLength(8);
      await store.close();
      const instance = await DuckDBInstance.create(":memory:");
      const connection = await instance.connect();
      const findings = files.find((file) => file.endsWith("/findings.parquet"))?.replaceAll("'", "''");
      const read = await connection.runAndReadAll(`SELECT run_id, accrued_usd::VARCHAR FROM '${findings}'`);
      expect(read.getRowsJson()).toEqual([["a", "17.626700000"]]);
      connection.closeSync();
      instance.closeSync();
    }));

  test("into a folder that cannot be made or written is refused in a sentence", () =>
    withFolder(async (folder) => {
      const store = await openDuckDb(join(folder, "store"));
      await writeFile(join(folder, "file"), "");
      await expect(store.exportParquet?.(join(folder, "file", "out"))).rejects.toThrow(
        /cannot be made \(ENOTDIR\); name another/u,
      );
      await store.close();
    }));
});

test("the plan is all statements for a file that is not there, and none for one that is up to date", () =>
  withFolder(async (folder) => {
    const path = join(folder, "store");
    const { statements: plan } = await standingDuckDb(path);
    expect(plan.filter((statement) => statement.startsWith("CREATE TABLE"))).toHaveLength(9);
    expect(await readdir(folder)).toEqual([]);
    await (await openDuckDb(path)).close();
    const settings = { bigquery: bigqueryConfig(undefined, null), note: async () => undefined, elapsed: () => 0 };
    expect(await planStore(`duckdb:${path}`, settings)).toEqual([]);
    expect(await planStore("none", settings)).toEqual([]);
    expect(spoolFolder("bigquery:my-project.barnacle")).toBe("my-project.barnacle.spool");
    expect(spoolFolder(`duckdb:${path}`)).toBe(`${path}.spool`);
    expect(spoolFolder("none")).toBeNull();
  }));
