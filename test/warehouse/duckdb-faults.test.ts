import { chmod, chown, mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { millis } from "../../src/model/time.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { TABLES } from "../../src/warehouse/tables.ts";
import { second, secondUnder, withFolder } from "./process.ts";
import { runRows } from "./sample.ts";

async function sql(path: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** A store with one run of 2,000 nodes, closed. */
async function filled(path: string): Promise<void> {
  const store = await openDuckDb(path);
  await store.save(runRows("old", 2_000));
  await store.close();
}

describe("a file that is none of ours is refused in one sentence", () => {
  type Make = (path: string) => Promise<unknown>;
  const rows: readonly (readonly [string, Make, RegExp])[] = [
    ["text", (path) => writeFile(path, "hello ".repeat(4_000)), /is no DuckDB file; name another one by --store/u],
    ["an empty file", (path) => writeFile(path, ""), /is no DuckDB file/u],
    ["SQLite", (path) => writeFile(path, `SQLite format 3\0${"\0".repeat(9_000)}`), /is no DuckDB file/u],
    ["a folder", (path) => mkdir(path), /is a folder; name a file in it/u],
    [
      "another program's",
      (path) => sql(path, "CREATE TABLE orders (id INT)", "CREATE TABLE customers (id INT)"),
      /is a DuckDB file of another program \(it has customers, orders\)/u,
    ],
    [
      "a newer schema",
      async (path) => {
        await filled(path);
        await sql(path, "UPDATE barnacle_schema SET version = 99");
      },
      /was written by a newer Barnacle \(its schema is 99, this program knows 2\); upgrade Barnacle/u,
    ],
    [
      "no version",
      async (path) => {
        await filled(path);
        await sql(path, "DELETE FROM barnacle_schema");
      },
      /does not tell its version/u,
    ],
    [
      "a column too many",
      async (path) => {
        await filled(path);
        await sql(path, "ALTER TABLE runs ADD COLUMN mine INT");
      },
      new RegExp(
        `has another table runs than this program: column ${TABLES.runs.columns.length + 1} is mine INTEGER instead of none`,
        "u",
      ),
    ],
    [
      "a column of another type",
      async (path) => {
        await filled(path);
        await sql(path, "ALTER TABLE blockers ALTER reason TYPE BLOB");
      },
      /has another table blockers than this program: column 14 is reason BLOB instead of reason VARCHAR/u,
    ],
    [
      "cut off",
      async (path) => {
        await filled(path);
        await truncate(path, 20_000);
      },
      /is damaged; restore it from a backup/u,
    ],
    [
      "overwritten in the middle",
      async (path) => {
        await filled(path);
        const bytes = await readFile(path);
        await writeFile(path, bytes.fill(0xff, 12_288));
      },
      /is damaged/u,
    ],
    [
      "with a damaged header",
      async (path) => {
        await filled(path);
        const bytes = await readFile(path);
        await writeFile(path, bytes.fill(0xff, 4_096, 12_288));
      },
      /is damaged/u,
    ],
  ];

  test.each(rows)("%s", async (_title, make, expected) => {
    await withFolder(async (folder) => {
      const path = join(folder, "store");
      await make(path);
      const failure = await openDuckDb(path).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "StoreFailure", exitCode: 1 });
      expect(failure).toHaveProperty("message", expect.stringMatching(expected));
      expect(failure).toHaveProperty("message", expect.stringMatching(/^duckdb:.*store: the file [^\n]*\.$/u));
      // It can be opened by others: nothing was left open.
      if (_title === "another program's") await sql(path, "SELECT 1");
    });
  });

  test("a log whose file was taken away is not read into a new one", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      await writeFile(`${path}.wal`, "whatever");
      const failure = await openDuckDb(path).catch((error: unknown) => error);
      expect(failure).toHaveProperty("message", expect.stringMatching(/is not there, but its write-ahead log/u));
      expect(await readdir(folder)).toEqual(["store.wal"]);
    }));

  test("no folder, or a file for a folder", () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      const message = (path: string) => openDuckDb(path).catch((error: unknown) => error);
      expect(await message(join(folder, "no", "x"))).toHaveProperty(
        "message",
        expect.stringMatching(/there is no folder .*no; make it/u),
      );
      expect(await message(join(folder, "file", "x"))).toMatchObject({ name: "StoreFailure" });
    }));
});

describe("a file that another process holds", () => {
  test("is waited for, then named with its holder", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      const holder = second(["hold", path]);
      await holder.said("open");
      const failure = await openDuckDb(path, { patience: millis(200) }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "StoreFailure" });
      const { pid } = holder.process;
      const expected = new RegExp(
        `the file is in use by another process \\(PID ${pid}, .*node\\); wait until it ends`,
        "u",
      );
      expect(failure).toHaveProperty("message", expect.stringMatching(expected));
      const waiting = openDuckDb(path);
      holder.process.kill("SIGKILL");
      await holder.ended;
      const store = await waiting;
      expect(await store.save(runRows("a"))).toEqual({ stored: true });
      await store.close();
    }));
});

const root = process.getuid?.() === 0;
const NOBODY = 65_534;

describe.skipIf(process.platform === "win32")("a disk that will not take it", () => {
  /** As somebody who is bound by modes, which root is not. */
  const attempt = async (path: string) => {
    const child = second(["try", path], root ? { uid: NOBODY, gid: NOBODY, cwd: "/" } : {});
    await child.ended;
    return child.lines().join("\n");
  };

  test("a read-only folder", () =>
    withFolder(async (folder) => {
      await chmod(folder, 0o555);
      expect(await attempt(join(folder, "store"))).toMatch(
        /^StoreFailure: duckdb:.*store: the file cannot be written: no right to it or to its folder; .*\.$/u,
      );
      await chmod(folder, 0o755);
      expect(await readdir(folder)).toEqual([]);
    }));

  test("a read-only file", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      await filled(path);
      await chmod(folder, 0o777);
      await chmod(path, 0o444);
      expect(await attempt(path)).toMatch(/^StoreFailure: .*cannot be written: no right/u);
    }));

  test("a folder that became read-only under the file", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      await filled(path);
      if (root) await chown(path, NOBODY, NOBODY);
      await chmod(folder, 0o555);
      expect(await attempt(path)).toMatch(/^StoreFailure: .*cannot be written: no right/u);
      await chmod(folder, 0o755);
    }));

  test("no room: one sentence, the earlier run stays and nothing of the new one", () =>
    withFolder(async (folder) => {
      const path = join(folder, "store");
      await filled(path);
      // A limit on the size of files is the full disk that a test can have, in blocks of 512 bytes.
      const blocks = Math.ceil((await stat(path)).size / 512);
      const child = secondUnder(`ulimit -f ${blocks}`, ["try", path, "10000"]);
      await child.ended;
      expect(child.lines().join("\n")).toMatch(
        /^StoreFailure: .*cannot be written: the disk is full; .*nothing of this run was kept\.$/u,
      );
      const store = await openDuckDb(path);
      expect((await store.runs({ limit: 9 })).map((run) => run.run_id)).toEqual(["old"]);
      expect(await store.run("try")).toBeNull();
      await store.close();
    }));
});
