import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { runProgram } from "../../src/commands/program.ts";
import { READ_KINDS, type ReadKind } from "../../src/model/snapshot.ts";
import { withServer } from "../collect/cluster-harness.ts";
import { type FakeOptions, file, kubeconfig, status } from "../collect/cluster-server.ts";
import { type Ran, run, shellFor } from "../fixtures/run.ts";

/** The commands on a live cluster: the same objects from an API server and from a file must give the same answers. */

const FILE = "fixtures/situations/02-two-locks/snapshot.json";
const NOW = ["--now", "2026-11-20T03:00:00Z"];

const List = z.object({ items: z.array(z.looseObject({ kind: z.enum(READ_KINDS) })) });

function objects(name: string): NonNullable<FakeOptions["objects"]> {
  const { items } = List.parse(JSON.parse(readFileSync(name, "utf8")));
  const byKind: Partial<Record<ReadKind, object[]>> = {};
  for (const item of items) {
    const known = byKind[item.kind] ?? [];
    known.push(item);
    byKind[item.kind] = known;
  }
  return byKind;
}

async function runOn(options: FakeOptions, ...argv: readonly string[]): Promise<Ran> {
  let ran: Ran | null = null;
  await withServer({ objects: objects(FILE), ...options }, async (server, folder) => {
    const KUBECONFIG = await file(folder, "config", kubeconfig(server.url));
    const { shell, ended } = shellFor(argv, { KUBECONFIG });
    ran = ended(await runProgram(shell));
  });
  if (ran === null) throw new Error("it did not run");
  return ran;
}

test("verdicts of a live cluster are those of a file with the same objects", async () => {
  const live = await runOn({}, "verdicts", ...NOW);
  const fromFile = await run("verdicts", ...NOW, "--snapshot", FILE);
  expect(live).toEqual(fromFile);
  expect(live.stdout).toContain("NotEnoughPdb");
});

test("a snapshot of a live cluster is audited as the cluster itself, its time and version in the first line", async () => {
  const { code, stdout, stderr } = await runOn({}, "snapshot", "--cluster", "p/l/n");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [first = ""] = stdout.split("\n");
  expect(JSON.parse(first)).toEqual({
    kind: "BarnacleSnapshot",
    version: 1,
    takenAt: "2026-11-24T03:00:00Z",
    cluster: { project: "p", location: "l", name: "n" },
    kubernetesVersion: "1.33",
  });
  await withServer({}, async (_, folder) => {
    const path = await file(folder, "cluster.jsonl", stdout);
    const argv = ["audit", "--store", "none", "--cluster", "p/l/n", "--format", "json"];
    const [live, again] = [await runOn({}, ...argv), await run(...argv, "--snapshot", path)];
    expect(again).toEqual(live);
    expect(live.code).toBe(0);
  });
});

test("what the API server refuses is told, and no finding rests on it", async () => {
  const refuse: FakeOptions["fault"] = ({ path }) =>
    path.startsWith("/apis/batch/")
      ? status(403, 'jobs.batch is forbidden: User "x" cannot list resource "jobs"')
      : null;
  const { code, stdout } = await runOn(
    { fault: refuse, objects: objects("fixtures/situations/01-small-job/snapshot.json") },
    ...["audit", "--store", "none", "--format", "json", ...NOW],
  );
  const { findings, notes } = z
    .object({ findings: z.array(z.unknown()), notes: z.array(z.object({ text: z.string() })) })
    .parse(JSON.parse(stdout));
  expect({ code, findings }).toEqual({ code: 0, findings: [] });
  const text = notes.map((note) => note.text).join("\n");
  expect(text).toMatch(/Job/u);
  expect(text).toMatch(/would rest on objects that were not listed/u);
});

test("without the right to list nodes it ends with one sentence and exit 1", async () => {
  const refuse: FakeOptions["fault"] = ({ path }) => (path === "/api/v1/nodes" ? status(403, "forbidden") : null);
  const { code, stdout, stderr } = await runOn({ fault: refuse }, "audit", "--store", "none");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(/list.*nodes/u);
});
