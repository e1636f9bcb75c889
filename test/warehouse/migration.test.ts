import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { openDuckDb, standingDuckDb } from "../../src/warehouse/duckdb.ts";
import { schemaPlan } from "../../src/warehouse/duckdb-schema.ts";
import { SCHEMA_VERSION } from "../../src/warehouse/tables.ts";
import { run } from "../fixtures/run.ts";
import { withFolder } from "./process.ts";
import { at, runRows } from "./sample.ts";

/** Files that earlier versions of the program made: two runs, of 01:00 and 02:00, each. */
const RECORDED = new URL("recorded/", import.meta.url);
const files = readdirSync(RECORDED).sort();

async function structure(path: string): Promise<unknown> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const sql =
    "SELECT table_name, column_name, data_type, is_nullable, comment, column_index FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index";
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

test("each version but today's has its recorded file", () => {
  const versions = Array.from({ length: SCHEMA_VERSION - 1 }, (_, n) => `schema-${n + 1}.duckdb.gz`);
  expect(files).toEqual(versions);
});

describe.for(files)("%s", (name) => {
  async function migrated(use: (path: string) => Promise<void>): Promise<void> {
    await withFolder(async (folder) => {
      const path = join(folder, "old.duckdb");
      await writeFile(path, gunzipSync(readFileSync(new URL(name, RECORDED))));
      await use(path);
    });
  }

  test("becomes what a new file is", () =>
    migrated(async (path) => {
      await (await openDuckDb(path)).close();
      await (await openDuckDb(`${path}.new`)).close();
      expect(await structure(path)).toEqual(await structure(`${path}.new`));
    }));

  test("keeps its runs, and takes new ones", () =>
    migrated(async (path) => {
      for (const time of ["first", "again"]) {
        const store = await openDuckDb(path);
        const runs = await store.runs({ limit: 10 });
        expect(runs.map((run) => run.run_id).slice(-2)).toEqual(["two", "one"]);
        const old = await store.run("one");
        expect(old?.run).toMatchObject({ attempt_id: "one_00000000", week: "2026-11-16", month: "2026-11-01" });
        expect(old?.run).toMatchObject({ previous_run_id: null, scheduled_at: at("2026-11-20T01:00:00Z") });
        expect(old?.findings).toHaveLength(1);
        expect(old?.blockers).toHaveLength(4);
        expect(await store.save(runRows("new"))).toEqual({ stored: time === "first" });
        expect(await store.run("new")).toEqual(runRows("new"));
        await store.close();
      }
    }));

  test("left in the midst of it by a process that died, is taken up where it is", () =>
    migrated(async (path) => {
      const instance = await DuckDBInstance.create(path);
      const connection = await instance.connect();
      const [first = []] = await schemaPlan(connection, path);
      await connection.run(["BEGIN TRANSACTION", ...first, "COMMIT"].join(";\n"));
      connection.closeSync();
      instance.closeSync();
      const store = await openDuckDb(path);
      expect((await store.run("one"))?.run).toMatchObject({ attempt_id: "one_00000000", week: "2026-11-16" });
      await store.close();
    }));

  test("is not read before a writer has brought it up to date, and is left as it is", () =>
    migrated(async (path) => {
      const before = readFileSync(path);
      const reading = openDuckDb(path, { readOnly: true });
      await expect(reading).rejects.toThrow(
        /was written by an older Barnacle; the next barnacle audit brings it up to date/u,
      );
      expect(readFileSync(path).equals(before)).toBe(true);
      const { statements: plan } = await standingDuckDb(path);
      expect(plan).toContain('ALTER TABLE "runs" ADD COLUMN IF NOT EXISTS "attempt_id" VARCHAR');
      expect(plan.filter((statement) => /DROP|RENAME|ALTER TABLE \S+ ALTER/u.test(statement))).toEqual([]);
    }));

  test("gets its runs' episodes with the first audit", () =>
    migrated(async (path) => {
      const snapshot = "fixtures/situations/10-small-node/snapshot.json";
      const argv = ["--snapshot", snapshot, "--now", "2026-11-20T17:00:00Z", "--cluster", "p/l/c"];
      expect(await run("audit", ...argv, "--store", `duckdb:${path}`)).toMatchObject({ code: 0 });
      const { stdout } = await run("history", "--store", `duckdb:${path}`, "--format", "json");
      // The two runs were taken at one moment; the node is not in the snapshot of the third.
      const hours = (15 * 60 + 30 - (8 * 60 + 40)) / 60 + 7 / 3600;
      expect(JSON.parse(stdout)).toMatchObject({
        episodes: [
          {
            nodeUid: "uid-large",
            openedAt: "2026-11-20T08:40:00Z",
            openedEvidence: "pod-finished",
            closedAt: "2026-11-20T17:00:00Z",
            closedEvidence: "later-run",
            endCause: "node-gone",
            confirmedHours: expect.closeTo(hours, 6),
            accruedUsd: expect.closeTo(hours * 5.288, 6),
          },
        ],
      });
    }));
});
