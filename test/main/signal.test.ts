import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { withServer } from "../collect/cluster-harness.ts";
import {
  type FakeOptions,
  type FakeServer,
  file,
  hang,
  json,
  kubeconfig,
  named,
  on,
} from "../collect/cluster-server.ts";
import { OWN_PROCESS } from "../fixtures/own-process.ts";

/** A signal may come at any moment: the process must end at once, and the run is stored as a whole or not at all. */

const MAIN = resolve("src/main.ts");
const NODES = ["a", "b", "c"].map((name) => named(name));

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

async function start(
  server: FakeServer,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const KUBECONFIG = await file(folder, "config", kubeconfig(server.url));
  const argv = [MAIN, "audit", "--store", `duckdb:${join(folder, "x.duckdb")}`, "--cluster", "p/l/n"];
  const child = spawn(process.execPath, argv, { env: { ...OWN_PROCESS, KUBECONFIG, ...environment } });
  let stderr = "";
  child.stderr?.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  child.stdout?.resume();
  const ended = new Promise<{ code: number | null; stderr: string }>((done) => {
    child.on("close", (code) => done({ code, stderr }));
  });
  return { child, ended };
}

async function runsIn(folder: string): Promise<number> {
  const store = await openDuckDb(join(folder, "x.duckdb"));
  try {
    return (await store.runs({ limit: 10 })).length;
  } finally {
    await store.close();
  }
}

/** Waits until the server has been asked for `path`. */
async function asked(server: FakeServer, path: string): Promise<void> {
  while (!server.seen.some((seen) => seen.path === path)) await wait(5);
}

const HANGING: FakeOptions = { objects: { Node: NODES }, fault: on("Pod", hang) };

test("SIGTERM while an API server keeps it waiting: exit 143, and no run", async () => {
  await withServer(HANGING, async (server, folder) => {
    const { child, ended } = await start(server, folder);
    await asked(server, "/api/v1/pods");
    child.kill("SIGTERM");
    const stderr = "barnacle: stopped by SIGTERM; nothing half-done was kept.\n";
    expect(await ended).toEqual({ code: 143, stderr });
    expect(await runsIn(folder)).toBe(0);
  });
});

test("in a pod its last word is an entry of the log", async () => {
  await withServer(HANGING, async (server, folder) => {
    const { child, ended } = await start(server, folder, { BARNACLE_LOG_FORMAT: "json" });
    await asked(server, "/api/v1/pods");
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(JSON.parse(stderr)).toMatchObject({ severity: "WARNING", message: expect.stringContaining("SIGTERM") });
  });
});

test.each([0, 60, 120, 200, 300])(
  "SIGTERM %d ms after the last list was asked for: the run is whole or not there",
  async (delay) => {
    const empty = json(200, { kind: "NamespaceList", metadata: {}, items: [] });
    await withServer({ objects: { Node: NODES }, fault: on("Namespace", empty) }, async (server, folder) => {
      const { child, ended } = await start(server, folder);
      await asked(server, "/api/v1/namespaces");
      await wait(delay);
      child.kill("SIGTERM");
      const { code } = await ended;
      expect([0, 143]).toContain(code);
      const runs = await runsIn(folder);
      // Stored, and stopped before it could say so, is whole too.
      if (code === 0) expect(runs).toBe(1);
      else expect([0, 1]).toContain(runs);
    });
  },
);
