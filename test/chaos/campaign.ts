import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { runProgram } from "../../src/commands/program.ts";
import type { ReadKind } from "../../src/model/snapshot.ts";
import { millis } from "../../src/model/time.ts";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { CERTIFICATE, type FakeServer, fakeServer, file, kubeconfig, withFolder } from "../collect/cluster-server.ts";
import { shellFor } from "../fixtures/run.ts";
import { type FaultName, randomOf } from "./faults.ts";
import { chaosProxy } from "./proxy.ts";

/** How a run ended: `complete`, with the very answer of a quiet day; `failed`, in one sentence and with nothing stored. */
export interface Ending {
  readonly seed: number;
  readonly end: "complete" | "failed" | "wrong";
  /** What is wrong, or the sentence. */
  readonly what: string;
  readonly faults: readonly FaultName[];
}

const Item = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }).optional(),
});
const Json = z.object({ totals: z.unknown(), findings: z.array(z.unknown()), observations: z.array(z.unknown()) });

/** The bundled cluster's objects, in the order in which an API server lists them. */
function objects(): Partial<Record<ReadKind, object[]>> {
  const lines = gunzipSync(readFileSync(new URL("../../fixtures/bundled/cluster.jsonl.gz", import.meta.url)))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => Item.parse(JSON.parse(line)));
  const key = ({ metadata }: z.infer<typeof Item>) => `${metadata?.namespace ?? ""}/${metadata?.name}`;
  const sorted = lines
    .filter(({ metadata }) => metadata !== undefined)
    .toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
  return Object.groupBy(sorted, ({ kind }) => kind as ReadKind);
}

const QUICK = {
  perRequest: millis(2_000),
  overall: millis(60_000),
  backoff: millis(1),
  longestBackoff: millis(16),
  triesOfOutage: 12,
  pageSize: 60,
} as const;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly runs: number;
}

async function runOn(url: string): Promise<Ran> {
  let ran: Ran | null = null;
  await withFolder(async (folder) => {
    const authority = Buffer.from(CERTIFICATE).toString("base64");
    const KUBECONFIG = await file(
      folder,
      "config",
      kubeconfig(url, { cluster: { "certificate-authority-data": authority } }),
    );
    const path = join(folder, "x.duckdb");
    const argv = [
      "audit",
      "--store",
      `duckdb:${path}`,
      "--format",
      "json",
      "--now",
      "2026-11-20T03:00:00Z",
      "--cluster",
      "p/l/n",
    ];
    const { shell, ended } = shellFor(argv, { KUBECONFIG });
    const { code, stdout, stderr } = ended(await runProgram({ ...shell, limits: QUICK }));
    ran = { code, stdout, stderr, runs: await runsIn(path) };
  });
  if (ran === null) throw new Error("it did not run");
  return ran;
}

async function runsIn(path: string): Promise<number> {
  const store = await openDuckDb(path);
  try {
    return (await store.runs({ limit: 10 })).length;
  } finally {
    await store.close();
  }
}

/** The findings and figures, without the notes: those tell what was met on the way. */
function answerOf({ stdout }: Ran): string {
  const { totals, findings, observations } = Json.parse(JSON.parse(stdout));
  return JSON.stringify({ totals, findings, observations });
}

/** Audits the bundled cluster once for each seed, through a proxy that spoils a part of the answers. */
export async function campaign(seeds: readonly number[], told: (ending: Ending) => void = () => undefined) {
  const server = await fakeServer({ objects: objects(), protobuf: true });
  try {
    const quiet = await runOn(server.url);
    if (quiet.code !== 0) throw new Error(`Without any fault it ends with ${quiet.code}: ${quiet.stderr}`);
    const expected = answerOf(quiet);
    for (const seed of seeds) told(await oneRun(server, seed, expected));
  } finally {
    await server.close();
  }
}

async function oneRun(server: FakeServer, seed: number, expected: string): Promise<Ending> {
  const random = randomOf(seed);
  const proxy = await chaosProxy(server.url, random, 0.01 + random() * 0.12);
  try {
    const ran = await runOn(proxy.url);
    return { seed, ...judged(ran, expected), faults: proxy.done };
  } finally {
    await proxy.close();
  }
}

/** A kind that was refused for good is told, and changes the answer: that is complete too, as a partial run that says so. */
function judged(ran: Ran, expected: string): Pick<Ending, "end" | "what"> {
  const wrong = (what: string) => ({ end: "wrong", what: `${what}\n${ran.stderr}` }) as const;
  if (ran.code === 1) {
    const lines = ran.stderr.trimEnd().split("\n");
    if (ran.runs > 0) return wrong("failed, and stored a run");
    if (ran.stdout !== "") return wrong("failed, and printed an answer");
    const last = lines.at(-1) ?? "";
    return /^barnacle: context "test": the API server at .*\.$/u.test(last)
      ? { end: "failed", what: last }
      : wrong("failed without a sentence");
  }
  if (ran.code !== 0) return wrong(`exit ${ran.code}`);
  if (ran.runs !== 1) return wrong(`${ran.runs} runs are stored`);
  const refused = /"kind": "not-listed"|could not be listed|not listed/u.test(ran.stdout);
  if (refused) return { end: "complete", what: "without a kind that was refused" };
  return answerOf(ran) === expected ? { end: "complete", what: "" } : wrong("another answer");
}
