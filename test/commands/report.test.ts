import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { run } from "../fixtures/run.ts";

const SITUATION = "fixtures/situations/02-two-locks/snapshot.json";
const INPUT = [
  "--snapshot",
  SITUATION,
  "--now",
  "2026-11-20T03:00:00Z",
  "--cluster=sample-project/asia-northeast1/training",
];

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-report-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("report", () => {
  test("writes the page of a snapshot, and says where", async () => {
    const out = join(folder, "new/page.html");
    const { code, stdout, stderr } = await run("report", ...INPUT, "--out", out);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(new RegExp(`barnacle: wrote ${out} \\(\\d+ kB\\); open it in a browser\n$`, "u"));
    const page = await readFile(out, "utf8");
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/u);
    expect(page.match(/<svg viewBox="0 0 1080/gu)?.length).toBe(3);
    expect(await readdir(join(folder, "new"))).toEqual(["page.html"]);
  });

  test("names the hashes of its script and its style", async () => {
    const out = join(folder, "hashes.html");
    await run("report", ...INPUT, "--out", out);
    const page = await readFile(out, "utf8");
    for (const [, element = "", text = ""] of page.matchAll(/<(script|style)>(.*?)<\/\1>/gsu)) {
      const hash = createHash("sha256").update(text).digest("base64");
      expect(page).toContain(`${element}-src &#39;sha256-${hash}&#39;`);
    }
  });

  test("speaks Japanese when asked, by flag or by config", async () => {
    const [flag, file, config] = ["flag.html", "file.html", "config.yaml"].map((name) => join(folder, name));
    await writeFile(config ?? "", "language: ja\ntimeZone: Asia/Tokyo\n");
    await run("report", ...INPUT, "--language", "ja", "--out", flag ?? "");
    await run("report", ...INPUT, "--config", config ?? "", "--out", file ?? "");
    expect(await readFile(flag ?? "", "utf8")).toMatch(/<html lang="ja">.*2026年11月20日 03:00 UTC 時点/su);
    expect(await readFile(file ?? "", "utf8")).toMatch(/<html lang="ja">.*2026年11月20日 12:00 JST 時点/su);
  });

  test("takes the latest run of a store", async () => {
    const [store, out] = [`duckdb:${join(folder, "runs.duckdb")}`, join(folder, "stored.html")];
    await run("audit", ...INPUT, "--store", store);
    const { code, stderr } = await run("report", "--store", store, "--out", out);
    expect([code, stderr]).toEqual([0, expect.stringContaining("wrote")]);
    expect(await readFile(out, "utf8")).toContain("sample-project/asia-northeast1/training");
  });

  test("of a store without a run says what to do", async () => {
    const path = join(folder, "empty.duckdb");
    await (await openDuckDb(path)).close();
    const { code, stderr } = await run("report", "--store", `duckdb:${path}`, "--out", join(folder, "none.html"));
    expect([code, stderr]).toEqual([
      2,
      `barnacle: duckdb:${path}: there is no run in it yet; store one with: barnacle audit, or give a --snapshot.\n`,
    ]);
  });

  test("of a store that is not there makes none", async () => {
    const path = join(folder, "absent.duckdb");
    const { code, stderr } = await run("report", "--store", `duckdb:${path}`, "--out", join(folder, "none.html"));
    expect([code, stderr]).toEqual([
      1,
      `barnacle: duckdb:${path}: the file is not there yet: barnacle audit makes it; or name another file by --store.\n`,
    ]);
    expect((await readdir(folder)).filter((name) => name.startsWith("absent"))).toEqual([]);
  });

  test("of a store that an older version made says what brings it up to date, and changes nothing", async () => {
    const path = join(folder, "old.duckdb");
    const old = gunzipSync(await readFile("test/warehouse/recorded/schema-1.duckdb.gz"));
    await writeFile(path, old);
    const { code, stderr } = await run("report", "--store", `duckdb:${path}`, "--out", join(folder, "none.html"));
    expect([code, stderr]).toEqual([
      1,
      `barnacle: duckdb:${path}: the file was written by an older Barnacle; the next barnacle audit brings it up to date.\n`,
    ]);
    expect((await readFile(path)).equals(old)).toBe(true);
  });

  test("of a snapshot with a store goes on from what earlier runs found", async () => {
    const [store, out] = [`duckdb:${join(folder, "past.duckdb")}`, join(folder, "past.html")];
    const at = (time: string) => INPUT.map((argument) => (argument.includes("T03:00") ? time : argument));
    for (const time of ["2026-11-20T01:00:00Z", "2026-11-20T02:00:00Z"])
      await run("audit", ...at(time), "--store", store);
    const before = await run("history", "--store", store, "--format", "json");
    const { code } = await run("report", ...INPUT, "--store", store, "--out", out);
    expect(code).toBe(0);
    const page = await readFile(out, "utf8");
    expect(page).toContain("3 runs from 20 Nov 2026, 01:00 UTC to 20 Nov 2026, 03:00 UTC");
    expect(page).toContain(" so far");
    expect(await run("history", "--store", store, "--format", "json")).toEqual(before);
  });

  test("of a cluster that the store does not have says so", async () => {
    const store = `duckdb:${join(folder, "other.duckdb")}`;
    await run("audit", ...INPUT, "--store", store);
    const { code, stderr } = await run(
      "report",
      "--store",
      store,
      "--cluster",
      "a/b/c",
      "--out",
      join(folder, "none.html"),
    );
    expect([code, stderr]).toEqual([
      2,
      `barnacle: ${store}: there is no run of a/b/c in it yet; store one with: barnacle audit, or give a --snapshot.\n`,
    ]);
  });

  test.each([
    ["a folder", "", "it is a folder"],
    ["below a file", "file/page.html", "a part of its path is a file"],
    ["a name that is too long", `${"x".repeat(300)}.html`, "its name is too long"],
  ])("that cannot be written (%s) says so, and leaves nothing behind", async (_, name, why) => {
    const place = join(folder, "unwritable");
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "file"), "");
    const out = join(place, name);
    const { code, stderr } = await run("report", ...INPUT, "--out", out);
    expect([code, stderr]).toEqual([
      1,
      `barnacle: ${out}: the page cannot be written (${why}); choose another file with --out.\n`,
    ]);
    expect(await readdir(place)).toEqual(["file"]);
  });
});

test("a snapshot without times has a page that says so", async () => {
  const objects = JSON.parse(await readFile(SITUATION, "utf8"));
  const text = JSON.stringify(objects, (key, value) =>
    /^(?:creationTimestamp|startTime|lastTransitionTime|startedAt|finishedAt|completionTime|lastScheduleTime)$/u.test(
      key,
    )
      ? undefined
      : value,
  );
  const [file, out] = [join(folder, "timeless.json"), join(folder, "timeless.html")];
  await writeFile(file, text);
  const { code } = await run("report", "--snapshot", file, "--out", out);
  expect(code).toBe(0);
  const page = await readFile(out, "utf8");
  expect(page).toContain("since when is not known");
  expect(page).toContain("The snapshot does not say when it was taken");
});
