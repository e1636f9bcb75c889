/**
 * A second process for the tests. `hold PATH`: opens the store, says "open", and keeps it. `save PATH ID…`: saves runs of 1,000 nodes,
 * one after the other, and says each id once it is stored. `try PATH`: opens, saves one run, and says how that ended.
 */

import { millis } from "../../src/model/time.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { runRows } from "./sample.ts";

const [what, path = "", ...ids] = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

switch (what) {
  case "hold": {
    await openDuckDb(path);
    say("open");
    setInterval(() => undefined, 1_000);
    break;
  }
  case "save": {
    const store = await openDuckDb(path);
    for (const id of ids) {
      const { stored } = await store.save(runRows(id, 1_000));
      say(`${id} ${stored}`);
    }
    await store.close();
    say("closed");
    break;
  }
  case "try": {
    try {
      const store = await openDuckDb(path, { patience: millis(0) });
      const { stored } = await store.save(runRows("try", Number(ids[0] ?? 2)));
      await store.close();
      say(`stored ${stored}`);
    } catch (error) {
      say(error instanceof Error ? `${error.name}: ${error.message}` : "odd");
    }
    break;
  }
}
