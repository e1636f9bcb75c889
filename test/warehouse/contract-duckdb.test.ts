import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { storeContract } from "./contract.ts";
import { withFolder } from "./process.ts";

/** An empty store, made once: its tables and their descriptions take longer than most of the tests. */
let empty: Buffer;

beforeAll(async () => {
  empty = await withFolder(async (folder) => {
    const path = join(folder, "barnacle.duckdb");
    await (await openDuckDb(path)).close();
    return await readFile(path);
  });
});

storeContract(
  (test) =>
    withFolder(async (folder) => {
      const path = join(folder, "barnacle.duckdb");
      await writeFile(path, empty);
      await test({ open: () => openDuckDb(path) });
    }),
  100,
);
