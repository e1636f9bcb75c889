import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Mutation, type Room, roomOf } from "./mutation.ts";
import type { Tree } from "./tree.ts";

/** What the autoscaler's and the scheduler's own answers are compared with: asked first, so that it is seen how far they reach alone. */
const RECORDED: Readonly<Record<Room, readonly string[]>> = {
  judge: ["test/judge/conformance.test.ts", "test/judge/scheduler-recorded.test.ts"],
  price: ["test/price/recorded.test.ts"],
};

const FOLDER: Readonly<Record<Room, string>> = { judge: "test/judge", price: "test/price" };

/** A mutation may make a loop endless. */
const LONGEST_RUN_MS = 120_000;

/** How a run of tests ended. `broken`: files did not even load, so that nothing was tested. */
type Run =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly test: string }
  | { readonly kind: "broken"; readonly why: string };

/** What became of a mutation: the recorded answers caught it, or else other tests of the room, or nobody did. */
export type Outcome =
  | { readonly kind: "caught"; readonly by: "recorded answers" | "other tests"; readonly test: string }
  | { readonly kind: "survived" }
  | { readonly kind: "broken"; readonly why: string };

/** Runs the room's tests on the broken tree, the recorded answers first, until one fails. */
export async function tryMutation(tree: Tree, mutation: Mutation): Promise<Outcome> {
  const room = roomOf(mutation);
  return await tree.broken(mutation, async () => {
    const recorded = await run(tree, RECORDED[room]);
    if (recorded.kind === "failed") return { kind: "caught", by: "recorded answers", test: recorded.test };
    if (recorded.kind === "broken") return recorded;
    const others = await run(tree, [FOLDER[room], ...RECORDED[room].flatMap((file) => ["--exclude", file])]);
    if (others.kind === "failed") return { kind: "caught", by: "other tests", test: others.test };
    return others.kind === "broken" ? others : { kind: "survived" };
  });
}

/** The tests must pass while nothing is broken. Returns what fails, `null` for nothing. */
export async function whatFails(tree: Tree): Promise<string | null> {
  const ended = await run(tree, Object.values(FOLDER));
  if (ended.kind === "passed") return null;
  return ended.kind === "failed" ? ended.test : ended.why;
}

/** One vitest, one worker, until the first failure. */
async function run({ folder }: Tree, asked: readonly string[]): Promise<Run> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const options = ["--bail=1", "--no-isolate", "--no-cache", "--maxWorkers=1", "--reporter=json"];
  const ended = await child(folder, [vitest, "run", ...asked, ...options, `--outputFile=${report}`]);
  if (ended.timedOut) return { kind: "failed", test: `no end within ${LONGEST_RUN_MS / 1000} s` };
  return read(report, ended.output);
}

interface Ended {
  readonly timedOut: boolean;
  readonly output: string;
}

function child(cwd: string, args: readonly string[]): Promise<Ended> {
  const options = { cwd, timeout: LONGEST_RUN_MS, killSignal: "SIGKILL", maxBuffer: 2 ** 28 } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], options, (error, stdout, stderr) =>
      resolve({ timedOut: error?.killed === true, output: `${stdout}${stderr}` }),
    );
  });
}

const vitestReport = z.object({
  success: z.boolean(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

function read(file: string, output: string): Run {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return { kind: "broken", why: `vitest told no result: ${output.slice(-500)}` };
  }
  const { success, numTotalTests, testResults } = vitestReport.parse(JSON.parse(text));
  const failed = testResults.flatMap((one) => one.assertionResults).find(({ status }) => status === "failed");
  if (failed !== undefined) return { kind: "failed", test: failed.fullName };
  if (success && numTotalTests > 0) return { kind: "passed" };
  const unloaded = testResults.find(({ message }) => message !== undefined && message !== "");
  return { kind: "broken", why: unloaded?.message ?? "no test was found" };
}
