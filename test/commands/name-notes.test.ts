import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { run } from "../fixtures/run.ts";

const Notes = z.object({ notes: z.array(z.object({ kind: z.string(), text: z.string() })) });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-names-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What an audit of the bundled cluster says of the names in this configuration. */
async function said(config: string): Promise<readonly string[]> {
  const file = join(folder, "barnacle.yaml");
  await writeFile(file, config);
  const argv = ["--snapshot", "fixtures/bundled/cluster.jsonl.gz", "--config", file, "--store", "none", "--dry-run"];
  const { code, stdout, stderr } = await run("audit", ...argv, "--format", "json");
  expect([code, stderr.includes("must be")]).toEqual([0, false]);
  return Notes.parse(JSON.parse(stdout))
    .notes.filter(({ kind }) => kind === "unknown-name")
    .map(({ text }) => text);
}

const route = (match: string) => `slack:\n  channel: C0123456789\n  routes:\n    - ${match}\n`;
const ignore = (match: string) =>
  `slack:\n  channel: C0123456789\nignore:\n  - ${match}\n    reason: moved soon\n    until: 2027-01-01\n`;

describe("names in the configuration that the cluster does not have", () => {
  test.each([
    [
      "a route's pool",
      route("nodePool: train-46"),
      ['A route of slack names the node pool "train-46", which the cluster does not have; did you mean "train-64"?'],
    ],
    [
      "a route's namespace",
      route("namespace: ml-serach"),
      ['A route of slack names the namespace "ml-serach", which the cluster does not have; did you mean "ml-search"?'],
    ],
    [
      "a muted pool that is like none",
      ignore("nodePool: nothing-of-the-kind"),
      ['An entry of ignore names the node pool "nothing-of-the-kind", which the cluster does not have.'],
    ],
    [
      "both in one entry",
      ignore("nodePool: legaci\n    namespace: ml-search"),
      ['An entry of ignore names the node pool "legaci", which the cluster does not have; did you mean "legacy"?'],
    ],
    ["names that are there", route("nodePool: train-64\n      namespace: ml-search"), []],
    ["a pattern", ignore('nodePool: "tarin-*"'), []],
    ["neither routes nor mutes", "timeZone: UTC\n", []],
  ])("%s", async (_, config, expected) => {
    expect(await said(config)).toEqual(expected);
  });
});
