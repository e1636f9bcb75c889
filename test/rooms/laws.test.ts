import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { LAW_CASES } from "./cases.ts";

const PROJECT = new URL("../../", import.meta.url).pathname;

const Report = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

/** Cases of one file stand in it one below the other; this is where each begins and ends. */
interface Place {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

const files = new Map<string, string[]>();

/** Each case with names of its own, since those of one file share its scope. */
const places: readonly Place[] = LAW_CASES.map(({ file, code }, index) => {
  const lines = files.get(file) ?? [];
  files.set(file, lines);
  const from = lines.length + 1;
  lines.push(
    ...code
      .trimEnd()
      .replaceAll(/\b(thing|other)\b/gu, `$1${index}`)
      .split("\n"),
  );
  return { file, from, to: lines.length };
});

let folder = "";
let complaints: z.output<typeof Report>["diagnostics"] = [];

/** Lints a tree of rooms that holds nothing but the cases, by the project's own configuration. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "barnacle-laws-"));
  for (const name of ["biome.json", "lint", "package.json"]) {
    await cp(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  for (const [file, lines] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${lines.join("\n")}\n`);
  }
  complaints = Report.parse(JSON.parse(await lint(folder))).diagnostics;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function lint(cwd: string): Promise<string> {
  const biome = join(PROJECT, "node_modules/.bin/biome");
  const options = { cwd, maxBuffer: 64 << 20 };
  return new Promise((resolve) => {
    execFile(biome, ["lint", "--reporter=json", "--max-diagnostics=none", "."], options, (_failed, stdout) =>
      resolve(stdout),
    );
  });
}

const titled = LAW_CASES.map((law, index) => ({ ...law, index, shown: law.code.trim().split("\n")[0] ?? "" }));

test.for(titled)("$file: $shown", ({ complaint, index }) => {
  const place = places[index];
  const here = complaints.filter(
    ({ location }) =>
      place !== undefined &&
      location.path === place.file &&
      location.start.line >= place.from &&
      location.start.line <= place.to,
  );
  const said = [...new Set(here.map(({ message }) => message))];
  if (complaint === null) expect(said).toEqual([]);
  else expect(said).toContain(complaint);
});

test("no complaint lies outside the cases", () => {
  const known = new Set(places.map(({ file }) => file));
  expect(complaints.filter(({ location }) => !known.has(location.path))).toEqual([]);
});
