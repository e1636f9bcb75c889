import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { statusLine } from "../../src/commands/progress.ts";
import type { Shell } from "../../src/commands/shell.ts";
import { instant } from "../../src/model/time.ts";
import { OWN_PROCESS } from "../fixtures/own-process.ts";

function terminal(more: { readonly isTerminal?: boolean; readonly environment?: Shell["environment"] } = {}) {
  const written: string[] = [];
  let now = 0;
  const out = (text: string) => {
    written.push(text);
    return Promise.resolve();
  };
  const stderr = { isTerminal: more.isTerminal ?? true, width: 20, write: out };
  const shell: Shell = {
    argv: [],
    environment: more.environment ?? {},
    stdout: { isTerminal: true, width: 80, write: () => Promise.reject(new Error("data only")) },
    stderr,
    elapsed: () => now,
    now: () => instant(now),
  };
  return {
    shell,
    written,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe("statusLine", () => {
  test("is written over, not too often, cut to the terminal, and gone at the end", () => {
    const { shell, written, pass } = terminal();
    const status = statusLine(shell, false);
    status.show("one");
    status.show("too soon");
    pass(100);
    status.show("a line that is longer than the terminal");
    status.clear();
    status.clear();
    expect(written).toEqual(["\r\u001b[Kone", "\r\u001b[Ka line that is long", "\r\u001b[K"]);
  });

  test.each([
    ["no terminal", { isTerminal: false }, false],
    ["a dumb one", { environment: { TERM: "dumb" } }, false],
    ["--plain", {}, true],
  ])("nothing on %s", (_, more, plain) => {
    const { shell, written } = terminal(more);
    const status = statusLine(shell, plain);
    status.show("one");
    status.clear();
    expect(written).toEqual([]);
  });
});

const hasScript = spawnSync("sh", ["-c", "command -v script"]).status === 0;

test.skipIf(!hasScript)("on a real terminal it is on stderr alone", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "barnacle-progress-"));
  const audit = `${process.execPath} ${resolve("src/main.ts")} audit --snapshot ${resolve("fixtures/bundled/cluster.jsonl.gz")} --store none --format json`;
  const env = { ...OWN_PROCESS, TERM: "xterm" };
  const onTerminal = (command: string) =>
    spawnSync("script", ["-qec", command, "/dev/null"], { cwd: folder, env, encoding: "utf8" }).stdout;
  const shown = onTerminal(`${audit} > out.json`);
  const clear = "\r\u001b[K";
  expect(shown.startsWith(`${clear}judging nodes: 0 of 62${clear}barnacle: `)).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, "out.json"), "utf8"))).toMatchObject({ totals: { nodes: 62 } });
  expect(onTerminal(`${audit} --plain > out.json`)).toMatch(/^barnacle: [\P{C}]+\r\n$/u);
  expect(onTerminal(`${audit} > out.json 2> err.txt`)).toBe("");
  expect(readFileSync(join(folder, "err.txt"), "utf8")).toBe("");
  rmSync(folder, { recursive: true });
});
