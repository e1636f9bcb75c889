import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../src/commands/program.ts";
import { run, shellFor } from "../fixtures/run.ts";
import { withFolder } from "../warehouse/process.ts";
import { tellStory } from "./story.ts";

test("a run that the store did not take is kept beside it, and stored by the next one, once", () =>
  withFolder(async (folder) => {
    const [, first, second] = await tellStory(folder);
    const store = join(folder, "store");
    const argv = (file: string) => ["audit", "--snapshot", file, "--store", `duckdb:${store}`];
    await writeFile(store, "no database");
    const failed = await run(...argv(first?.file ?? ""));
    expect(failed.code).toBe(1);
    // The report is whole all the same, and says what it lacks.
    expect(failed.stdout).toContain("waste");
    expect(failed.stdout.replaceAll(/\s+/gu, " ")).toContain("What earlier runs found could not be read");
    expect(failed.stderr).toMatch(
      /is no DuckDB file; .*\nbarnacle: run \S+ is kept in \S+: the next audit, or barnacle replay, stores it\n$/u,
    );
    expect(await readdir(`${store}.spool`)).toHaveLength(1);

    await rm(store);
    const next = await run(...argv(second?.file ?? ""));
    expect(next).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/spooled run \S+ stored \(.*\n.*run \S+ stored/u),
    });
    expect(await readdir(`${store}.spool`)).toEqual([]);
    expect((await run("replay", "--store", `duckdb:${store}`)).stdout).toMatch(/^0 stored, 0 stored already/u);
  }));

test("in a cluster it goes to stderr, and is stored from the log", () =>
  withFolder(async (folder) => {
    const [, first] = await tellStory(folder);
    const [broken, store] = [join(folder, "broken"), join(folder, "store")];
    await writeFile(broken, "no database");
    const argv = ["audit", "--snapshot", first?.file ?? "", "--store", `duckdb:${broken}`];
    const { shell, ended } = shellFor(argv, { KUBERNETES_SERVICE_HOST: "10.0.0.1" });
    const failed = ended(await runProgram(shell));
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("follows as JSON lines") });
    expect(await readdir(folder)).not.toContain("broken.spool");
    const log = join(folder, "log");
    await writeFile(log, failed.stderr);
    for (const stored of [1, 0]) {
      const replayed = await run("replay", log, "--store", `duckdb:${store}`);
      expect(replayed).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^${stored} stored,`, "u")) });
    }
  }));

test("where no file can be written either, it goes to stderr", () =>
  withFolder(async (folder) => {
    const [, first] = await tellStory(folder);
    const config = join(folder, "config.yaml");
    const blocked = join(folder, "blocked");
    await writeFile(blocked, "a file where the spool's folder should be");
    await writeFile(config, `spool: ${join(blocked, "spool")}\n`);
    await writeFile(join(folder, "broken"), "no database");
    const store = `duckdb:${join(folder, "broken")}`;
    const failed = await run("audit", "--snapshot", first?.file ?? "", "--store", store, "--config", config);
    expect(failed.stderr).toMatch(/cannot be kept there either \(ENOTDIR\); it follows here/u);
    expect(failed.stderr).toContain('{"kind":"BarnacleSpooledRun"');
  }));
