import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { second, withFolder } from "./process.ts";
import { runRows } from "./sample.ts";

test("killed while it saves, the file opens again with whole runs only, and none that was reported is lost", () =>
  withFolder(async (folder) => {
    const path = join(folder, "store");
    const reported = new Set<string>();
    for (let kill = 0; kill < 8; kill += 1) {
      const ids = Array.from({ length: 40 }, (_, n) => `${kill}-${n}`);
      const child = second(["save", path, ...ids]);
      await child.said(`${kill}-${kill % 3}`);
      await sleep(Math.random() * 100);
      child.process.kill("SIGKILL");
      await child.ended;
      for (const line of child.lines()) if (line.endsWith(" true")) reported.add(line.split(" ")[0] ?? "");

      const store = await openDuckDb(path);
      const ours = (await store.runs({ limit: 1_000 })).map((run) => run.run_id);
      expect(ours).toEqual(expect.arrayContaining([...reported]));
      const own = ours.filter((id) => id.startsWith(`${kill}-`));
      expect(own.length).toBeLessThan(ids.length);
      const last = own.sort((left, right) => Number(left.slice(2)) - Number(right.slice(2))).at(-1);
      expect(last === undefined ? null : await store.run(last)).toEqual(runRows(last ?? "", 1_000));
      await store.close();
      expect(await orphans(path)).toEqual([0, 0, 0]);
    }
    expect(await readdir(folder)).toEqual(["store"]);
  }));

test("killed while it makes the file, there is no file or a whole one", async () => {
  for (let kill = 0; kill < 4; kill += 1) {
    await withFolder(async (folder) => {
      const path = join(folder, "store");
      const child = second(["save", path, "a"]);
      while ((await readdir(folder)).length === 0) await sleep(1);
      await sleep(kill * 15);
      child.process.kill("SIGKILL");
      await child.ended;
      const store = await openDuckDb(path);
      const stored = child.lines().includes("a true");
      const again = await store.save(runRows("a", 1_000));
      // What was reported is there; what was not may be there all the same.
      if (stored) expect(again).toEqual({ stored: false });
      expect(await store.run("a")).toEqual(runRows("a", 1_000));
      await store.close();
      // A draft may be left of the making; it is nobody's store.
      expect((await readdir(folder)).filter((name) => !name.startsWith(".store."))).toEqual(["store"]);
    });
  }
});

/** Rows of runs that are not committed, by table. */
async function orphans(path: string): Promise<readonly number[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const counts: number[] = [];
  for (const table of ["node_verdicts", "findings", "blockers"]) {
    const sql = `SELECT count(*)::INTEGER FROM ${table} WHERE run_id NOT IN (SELECT run_id FROM runs)`;
    counts.push(Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0]));
  }
  connection.closeSync();
  instance.closeSync();
  return counts;
}
