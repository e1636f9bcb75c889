import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { run } from "../fixtures/run.ts";

const FOLDER = "fixtures/situations";
const BAD = "fixtures/bad";
const REAL = "fixtures/real";

/** A fixture that has a page. */
export interface Fixture {
  readonly name: string;
  readonly argv: readonly string[];
}

const Expected = z.object({ now: z.string() });

const CLUSTER = "--cluster=sample-project/asia-northeast1/training";

function situation(name: string): Fixture {
  const { now } = Expected.parse(JSON.parse(readFileSync(`${FOLDER}/${name}/expected.json`, "utf8")));
  return { name, argv: ["--snapshot", `${FOLDER}/${name}/snapshot.json`, "--now", now, CLUSTER] };
}

/** What the autoscaler may meet, a small cluster each. */
export const SITUATIONS: readonly Fixture[] = readdirSync(FOLDER).map(situation);

/** All else that can be given: real dumps, bad input, the bundled cluster. */
export const INPUTS: readonly Fixture[] = [
  ...readdirSync(REAL)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, argv: ["--snapshot", `${REAL}/${name}`] })),
  ...readdirSync(BAD)
    .filter((name) => /\.json(?:\.gz)?$/u.test(name))
    .map((name) => ({ name, argv: ["--snapshot", `${BAD}/${name}`, "--now", "2026-11-20T03:00:00Z"] })),
  { name: "bundled", argv: ["--snapshot", "fixtures/bundled/cluster.jsonl.gz"] },
];

/** Writes the page of a fixture; `null` for an input that no command can read. */
export async function pageOf(fixture: Fixture, folder: string, language = "en"): Promise<string | null> {
  const file = join(folder, `${fixture.name}-${language}.html`);
  const { code, stderr } = await run("report", ...fixture.argv, "--language", language, "--out", file);
  if (code === 2) return null;
  if (code !== 0) throw new Error(stderr);
  return file;
}
