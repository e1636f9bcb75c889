import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decimalText, rowJson, rowOfJson } from "../../src/warehouse/row-json.ts";
import { readSpool, spooledFiles, spooledRuns, spoolRun, spoolText } from "../../src/warehouse/spool.ts";
import { withFolder } from "./process.ts";
import { runRows } from "./sample.ts";

test.each([
  [0n, "0.000000000"],
  [1n, "0.000000001"],
  [-1n, "-0.000000001"],
  [5_288_114_280n, "5.288114280"],
  [-12_000_000_000n, "-12.000000000"],
  [10n ** 38n - 1n, "99999999999999999999999999999.999999999"],
])("%s billionths are %s", (amount, text) => {
  expect(decimalText(amount)).toBe(text);
});

describe("a row as JSON", () => {
  test("comes back as it was", () => {
    for (const row of runRows("a").findings) expect(rowOfJson("findings", rowJson("findings", row))).toEqual(row);
  });

  test.each([
    ["findings", 1.5, /column findings is 1\.5, which is no INT64/u],
    ["usd_per_hour", 5, /column usd_per_hour is 5, which is no NUMERIC/u],
    ["usd_per_hour", "1e3", /no NUMERIC/u],
    ["taken_at", "yesterday", /no TIMESTAMP/u],
    ["day", "2026-11-2", /no DATE/u],
    ["version", null, /column version is null, which is no STRING/u],
  ])("with %s %j is refused", (column, value, expected) => {
    const json = { ...rowJson("runs", runRows("a").run), [column]: value };
    expect(() => rowOfJson("runs", json)).toThrow(expected);
  });

  test("of a version that lacked a column has null there", () => {
    const { missing_kinds: _, ...json } = rowJson("runs", runRows("a").run);
    expect(rowOfJson("runs", json).missing_kinds).toBeNull();
  });
});

describe("a spooled run", () => {
  test("comes back whole, also from among a log's lines", () => {
    const [first, second] = [runRows("a"), runRows("b", 20)];
    const log = [spoolText(first), "barnacle: something else\n", spoolText(second)]
      .join("")
      .split("\n")
      .map((line) => `2026-11-20T03:00:00Z stderr F ${line}`);
    expect(spooledRuns("log", log.join("\n"))).toEqual({ runs: [first, second], torn: [] });
  });

  test("comes back from the entries of a log too", () => {
    const rows = runRows("a");
    const entries = spoolText(rows)
      .trimEnd()
      .split("\n")
      .map((message) => JSON.stringify({ severity: "INFO", time: "2026-11-20T03:00:00Z", message }));
    expect(spooledRuns("log", entries.join("\n"))).toEqual({ runs: [rows], torn: [] });
  });

  test("of which the end is missing is told and left out", () => {
    const [whole, torn] = [runRows("a"), runRows("b")];
    const cut = spoolText(torn).split("\n").slice(0, 3).join("\n").slice(0, -20);
    const { runs, torn: left } = spooledRuns("log", spoolText(whole) + cut);
    expect(runs).toEqual([whole]);
    expect(left).toEqual([torn.run.attempt_id]);
  });

  test.each([
    [
      "a row is missing",
      (text: string) => text.split("\n").toSpliced(1, 1).join("\n"),
      /log:\d+: the spooled run is damaged: \d+ rows instead of \d+;/u,
    ],
    [
      "a cell is odd",
      (text: string) => text.replace('"pods":9', '"pods":"nine"'),
      /is damaged: column pods is "nine", which is no INT64;/u,
    ],
    [
      "it is of a newer program",
      (text: string) => text.replace('"schema":2', '"schema":3'),
      /spooled by a newer Barnacle \(its schema is 3, this program knows 2\); upgrade/u,
    ],
  ])("where %s is refused in one sentence", (_, damage, expected) => {
    expect(() => spooledRuns("log", damage(spoolText(runRows("a"))))).toThrow(expected);
  });

  test("is a file of its own, and nothing half-written is taken for one", () =>
    withFolder(async (folder) => {
      const spool = join(folder, "spool");
      expect(await spooledFiles(spool)).toEqual([]);
      await spoolRun(spool, runRows("b"));
      await spoolRun(spool, runRows("a"));
      await spoolRun(spool, runRows("a"));
      const files = await spooledFiles(spool);
      expect(files).toHaveLength(2);
      expect(await readdir(spool)).toHaveLength(2);
      expect((await readSpool(files[0] ?? "")).runs).toEqual([runRows("a")]);
      await expect(readSpool(join(spool, "none"))).rejects.toThrow(/cannot be read \(ENOENT\); check its name/u);
    }));
});
