import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPLETION_SCRIPTS } from "../../src/report/completion.ts";
import { OWN_PROCESS } from "../fixtures/own-process.ts";
import { run } from "../fixtures/run.ts";

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await run("__complete", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}

const values = (lines: readonly string[]) => lines.slice(0, -1).map((line) => line.split("\t")[0]);

describe("what is offered", () => {
  test("every command, with its description, but not the one that completes", async () => {
    const lines = await complete("");
    expect(lines).toContain("audit\tFind pinned nodes, price them, store the run, and report.");
    expect(values(lines)).not.toContain("__complete");
    expect(lines.at(-1)).toBe(":4");
  });

  test.each<[string, readonly string[], readonly string[], string]>([
    ["a command", ["sn"], ["snapshot"], ":4"],
    ["a command below another", ["prices", "re"], ["refresh"], ":4"],
    ["an option", ["audit", "--fail"], ["--fail-on-waste"], ":4"],
    ["an option after a value", ["audit", "--snapshot", "x.json", "--dry"], ["--dry-run"], ":4"],
    ["a value of a choice", ["audit", "--format", ""], ["table", "json", "ndjson"], ":4"],
    ["the same after =", ["audit", "--format=nd"], ["--format=ndjson"], ":4"],
    ["a book", ["prices", "--book", "l"], ["list"], ":4"],
    ["a store goes on", ["audit", "--store", "duck"], ["duckdb:"], ":6"],
    ["a shell", ["completion", "z"], ["zsh"], ":4"],
    ["files", ["audit", "--snapshot", ""], [], ":0"],
    ["further files", ["audit", "--snapshot", "x.json", ""], [], ":0"],
    ["a file after =", ["audit", "--config="], [], ":0"],
    ["a time is nobody's guess", ["audit", "--now", ""], [], ":4"],
    ["a name is nobody's guess", ["explain", ""], [], ":4"],
    ["an unknown command", ["nonsense", ""], [], ":4"],
    ["an unknown option with a value", ["audit", "--nonsense=x"], [], ":4"],
  ])("%s", async (_, words, expected, directive) => {
    const lines = await complete(...words);
    expect(values(lines)).toEqual(expected);
    expect(lines.at(-1)).toBe(directive);
  });

  test("every option that a command's help names", async () => {
    const { stdout } = await run("audit", "--help");
    const named = stdout.match(/--[a-z-]+(?= )/gu) ?? [];
    expect(values(await complete("audit", "--"))).toEqual(
      expect.arrayContaining(named.filter((name) => name !== "--snapshot")),
    );
  });
});

const has = (command: string) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;

/** A `barnacle` on the PATH that completes as the real one, and otherwise says what it was called with. */
describe("in real shells", () => {
  let folder = "";
  let environment: NodeJS.ProcessEnv = {};

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "barnacle-shell-"));
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const main = `${process.execPath} ${resolve("src/main.ts")}`;
    const shim = `#!/bin/sh\nif [ "$1" = __complete ]; then exec ${main} "$@"; fi\necho "RAN:$*:"\n`;
    writeFileSync(join(bin, "barnacle"), shim);
    chmodSync(join(bin, "barnacle"), 0o755);
    writeFileSync(join(folder, "a-snapshot.json"), "");
    for (const [name, script] of Object.entries(COMPLETION_SCRIPTS)) writeFileSync(join(folder, name), script);
    environment = {
      ...OWN_PROCESS,
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: folder,
      TERM: "dumb",
      LC_ALL: "C.UTF-8",
    };
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Types `keys` into an interactive shell on a terminal of its own. */
  function typed(shell: string, keys: string): string {
    const typing = keys.split("\n").map((line) => `printf '%s\\n' ${quote(line)}; sleep 0.2`);
    const command = `{ sleep 1; ${typing.join("; ")}; sleep 3; printf 'exit\\n'; sleep 0.5; } | script -qec ${quote(shell)} /dev/null`;
    return spawnSync("sh", ["-c", command], { cwd: folder, env: environment, encoding: "utf8" }).stdout;
  }

  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

  describe.skipIf(!has("script"))("on a terminal", () => {
    test("bash", { timeout: 60_000 }, () => {
      const keys =
        "source ./bash\nbarnacle aud\t--fai\t5\nbarnacle audit --format=nd\t\nbarnacle audit --store duck\tx --snapshot a-s\t";
      const shown = typed("bash --norc --noprofile -i", keys);
      expect(shown).toContain("RAN:audit --fail-on-waste 5:");
      expect(shown).toContain("RAN:audit --format=ndjson:");
      expect(shown).toContain("RAN:audit --store duckdb:x --snapshot a-snapshot.json:");
    });

    test.skipIf(!has("zsh"))("zsh", { timeout: 60_000 }, () => {
      const keys =
        "autoload -U compinit && compinit -u -D; source ./zsh\nbarnacle aud\t--plain\nbarnacle audit --store duck\tx --snapshot a-s\t";
      const shown = typed("zsh -f -i", keys);
      expect(shown).toContain("RAN:audit --plain:");
      expect(shown).toContain("RAN:audit --store duckdb:x --snapshot a-snapshot.json:");
    });
  });

  test.skipIf(!has("fish"))("fish", { timeout: 60_000 }, () => {
    const fish = (line: string) => {
      const argv = ["--no-config", "-c", `source ./fish; complete -C ${quote(line)}`];
      return spawnSync("fish", argv, { cwd: folder, env: environment, encoding: "utf8" }).stdout.trimEnd().split("\n");
    };
    expect(fish("barnacle aud")).toEqual(["audit\tFind pinned nodes, price them, store the run, and report."]);
    expect(fish("barnacle audit --format ")).toEqual(["json", "ndjson", "table"]);
    expect(fish("barnacle audit --snapshot a-s").map((line) => line.split("\t")[0])).toEqual(["a-snapshot.json"]);
  });

  test.skipIf(!has("kubectl"))("kubectl runs it as its plugin, and completes it", { timeout: 60_000 }, () => {
    const main = join(folder, "main.js");
    writeFileSync(main, `#!${process.execPath}\nimport(${JSON.stringify(resolve("src/main.ts"))});\n`);
    chmodSync(main, 0o755);
    for (const name of ["kubectl-barnacle", "kubectl_complete-barnacle"]) symlinkSync(main, join(folder, "bin", name));
    const kubectl = (...argv: readonly string[]) =>
      spawnSync("kubectl", argv, { cwd: folder, env: environment, encoding: "utf8" });
    const bad = kubectl("barnacle", "explain");
    expect(bad).toMatchObject({
      status: 2,
      stderr: "barnacle: Say what to explain: kubectl barnacle explain NODE, or POD, or WORKLOAD.\n",
    });
    expect(kubectl("plugin", "list").stdout).toContain("kubectl-barnacle");
    expect(kubectl("__complete", "barnacle", "aud").stdout).toContain("audit\tFind pinned nodes");
  });
});
