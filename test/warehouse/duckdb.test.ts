import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { bigqueryConfig } from "../../src/config-bigquery.ts";
import { exactNumeric } from "../../src/warehouse/column.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { columnsAt } from "../../src/warehouse/duckdb-ddl.ts";
import { openStore } from "../../src/warehouse/open.ts";
import type { Store } from "../../src/warehouse/store.ts";
import { SCHEMA_VERSION, TABLES } from "../../src/warehouse/tables.ts";
import { VIEW_NAMES, viewComment } from "../../src/warehouse/views.ts";
import { withFolder } from "./process.ts";
import { AUDIT, at, runRows } from "./sample.ts";

/** Runs `use` with a new store, and with its path. */
async function withStore(use: (store: Store, path: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, "barnacle.duckdb");
    const store = await openDuckDb(path);
    try {
      await use(store, path);
    } finally {
      await store.close();
    }
  });
}

/** What SQL says of a file that nobody has open. */
async function ask(path: string, sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe("a run", () => {
  test("comes back as it was saved, cell by cell", () =>
    withStore(async (store) => {
      const rows = runRows("a");
      expect(await store.save(rows)).toEqual({ stored: true });
      expect(await store.run("a")).toEqual(rows);
      expect(await store.run("b")).toBeNull();
    }));

  test("is there after the file was closed, and is not stored a second time", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      for (const stored of [true, false, false]) {
        const store = await openDuckDb(path);
        expect(await store.save(runRows("a"))).toEqual({ stored });
        expect(await store.save(runRows("a", 50))).toEqual({ stored: false });
        await store.close();
      }
      expect(await ask(path, "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM node_verdicts)")).toEqual([
        ["1", "2"],
      ]);
      expect(await readdir(folder)).toEqual(["barnacle.duckdb"]);
    }));

  test("may be large: 10,000 nodes with their blockers", () =>
    withStore(async (store) => {
      const rows = runRows("large", 10_000);
      await store.save(rows);
      const back = await store.run("large");
      expect(back?.nodeVerdicts).toHaveLength(10_000);
      expect(back).toEqual(rows);
    }));

  test("keeps amounts to the last of nine places, and times to the millisecond", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      const store = await openDuckDb(path);
      const rows = runRows("exact");
      const most = exactNumeric(10n ** 38n - 1n);
      const exact = {
        ...rows,
        run: {
          ...rows.run,
          usd_per_hour: most,
          accrued_usd: exactNumeric(-1n),
          taken_at: at("1999-12-31T23:59:59.999Z"),
        },
      };
      await store.save(exact);
      expect((await store.run("exact"))?.run).toEqual(exact.run);
      await store.close();
      const columns = "usd_per_hour::VARCHAR, accrued_usd::VARCHAR, waste_usd_per_hour::VARCHAR, day::VARCHAR";
      expect(await ask(path, `SELECT ${columns}, epoch_ms(taken_at)::VARCHAR FROM runs`)).toEqual([
        ["99999999999999999999999999999.999999999", "-0.000000001", "5.288000000", "2026-11-20", "946684799999"],
      ]);
    }));

  test("with a cell that is not of its column's type is a crash, and leaves nothing", () =>
    withStore(async (store) => {
      const rows = runRows("bad");
      const [first, ...others] = rows.nodeVerdicts;
      if (first === undefined) throw new Error("the sample has nodes");
      const broken = { ...first, pods: 0.5 };
      await expect(store.save({ ...rows, nodeVerdicts: [...others, broken] })).rejects.toThrow(RangeError);
      expect(await store.run("bad")).toBeNull();
      // The store goes on to work, and the rows before the broken one are not there.
      expect(await store.save(rows)).toEqual({ stored: true });
      expect((await store.run("bad"))?.nodeVerdicts).toHaveLength(2);
    }));
});

describe("runs", () => {
  test("come latest first, of one cluster or of all", () =>
    withStore(async (store) => {
      for (const [id, name, hour] of [
        ["a1", "a", 1],
        ["b3", "b", 3],
        ["a2", "a", 2],
        ["a4", "a", 4],
      ] as const) {
        const rows = runRows(id);
        const scheduled_at = at(`2026-11-20T0${hour}:00:00Z`);
        await store.save({ ...rows, run: { ...rows.run, cluster: name, scheduled_at } });
      }
      const ids = async (query: Parameters<Store["runs"]>[0]) => (await store.runs(query)).map((run) => run.run_id);
      expect(await ids({ limit: 10 })).toEqual(["a4", "b3", "a2", "a1"]);
      expect(await ids({ limit: 2, cluster: { project: "p", location: "l", name: "a" } })).toEqual(["a4", "a2"]);
      expect(await ids({ limit: 2, cluster: { project: "p", location: "other", name: "a" } })).toEqual([]);
      expect((await store.runs({ limit: 1 }))[0]).toEqual({
        ...runRows("a4").run,
        scheduled_at: at("2026-11-20T04:00:00Z"),
        cluster: "a",
      });
    }));
});

describe("the file", () => {
  test("has every view, and makes those anew that another version left", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      await (await openDuckDb(path)).close();
      const views = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name";
      const want = [...VIEW_NAMES].sort().map((name) => [name, viewComment(name)]);
      expect(await ask(path, views)).toEqual(want);
      await ask(path, "CREATE OR REPLACE VIEW open_episodes AS SELECT 1 AS old");
      await ask(path, "DROP VIEW savings");
      await (await openDuckDb(path)).close();
      expect(await ask(path, views)).toEqual(want);
      expect(await ask(path, "SELECT count(*) FROM open_episodes")).toEqual([["0"]]);
    }));

  test("has every table and column, with types, nulls and descriptions", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      await (await openDuckDb(path)).close();
      const rows = await ask(
        path,
        "SELECT table_name, column_name, is_nullable, comment FROM duckdb_columns() WHERE table_name <> 'barnacle_schema' AND table_name NOT IN (SELECT view_name FROM duckdb_views()) AND NOT internal ORDER BY table_name, column_index",
      );
      const names = [
        "blockers",
        "endings",
        "episodes",
        "findings",
        "node_verdicts",
        "notices",
        "runs",
        "workload_usage",
      ] as const;
      expect(Object.keys(TABLES).sort()).toEqual(names);
      const want = names.flatMap((table) =>
        columnsAt(table, SCHEMA_VERSION).map((column) => {
          const mayBeNull = column.mode === "NULLABLE" || column.added !== undefined;
          return [table, column.name, mayBeNull, column.description];
        }),
      );
      expect(rows).toEqual(want);
      expect(await ask(path, "SELECT count(*) FROM duckdb_tables() WHERE comment IS NOT NULL")).toEqual([["8"]]);
    }));

  test("is one even when it is opened twice in a process", () =>
    withStore(async (store, path) => {
      const again = await openDuckDb(path);
      await again.save(runRows("x"));
      expect(await store.save(runRows("x"))).toEqual({ stored: false });
      await again.close();
      expect(await store.run("x")).toEqual(runRows("x"));
    }));

  test("that has no tables yet is taken", () =>
    withFolder(async (folder) => {
      const path = join(folder, "fresh.duckdb");
      await ask(path, "SELECT 1");
      const store = await openDuckDb(path);
      expect(await store.save(runRows("x"))).toEqual({ stored: true });
      await store.close();
    }));

  test("that lacks one of the tables gets it back", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      await (await openDuckDb(path)).close();
      await ask(path, "DROP TABLE blockers");
      const store = await openDuckDb(path);
      await store.save(runRows("x"));
      expect((await store.run("x"))?.blockers).toHaveLength(4);
      await store.close();
    }));

  test("does not grow much with a run: thirty runs of 100 nodes", () =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      const store = await openDuckDb(path);
      for (let n = 0; n < 30; n += 1) await store.save(runRows(`run-${n}`, 100));
      await store.close();
      expect((await stat(path)).size).toBeLessThan(4_000_000);
    }));
});

describe("the store's name", () => {
  const settings = { bigquery: bigqueryConfig(undefined, null), note: async () => undefined, elapsed: () => 0 };

  test("none, and a path with a colon", async () => {
    expect(await openStore("none", settings)).toBeNull();
    await withFolder(async (folder) => {
      const store = await openStore(`duckdb:${join(folder, "a:b.duckdb")}`, settings);
      expect(store?.name).toBe(`duckdb:${join(folder, "a:b.duckdb")}`);
      await store?.close();
      expect(await readdir(folder)).toEqual(["a:b.duckdb"]);
    });
  });

  test.each([
    ["bigquery:", /no such store; write it as duckdb:PATH, bigquery:PROJECT.DATASET or none/u],
    ["bigquery:barnacle", /write it as bigquery:PROJECT\.DATASET, such as bigquery:my-project\.barnacle/u],
    ["bigquery:Project.d", /write it as bigquery:PROJECT\.DATASET/u],
    ["bigquery:project.data-set", /write it as bigquery:PROJECT\.DATASET/u],
    ["duckdb:", /no such store; write it as duckdb:PATH, bigquery:PROJECT.DATASET or none/u],
    ["duckdb", /no such store/u],
    ["sqlite:x", /no such store/u],
    ["", /no such store/u],
    ["None", /no such store/u],
  ])("%s is refused", async (spec, expected) => {
    const failure = await openStore(spec, settings).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "UsageFailure", exitCode: 2, message: expect.stringMatching(expected) });
  });
});

test("the sample's run id is the one that its rows carry", () => {
  expect(runRows(AUDIT.run.id).run.run_id).toBe(AUDIT.run.id);
});
