import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const MODULE = join(ROOT, "test/go");
const PROGRAM = join(ROOT, ".tmp/filters");
const STAMP = `${PROGRAM}.sha256`;

/** Says why the program could not be built, in one sentence. */
export class CannotBuild extends Error {}

/**
 * The path of the Go program that asks the scheduler's plugins (`test/go/cmd/filters`), built anew when its sources have changed.
 * The first build takes minutes, for it compiles a good part of Kubernetes; Go keeps what it has compiled.
 */
export function buildFilters(say: (line: string) => void): string {
  const stamp = sourceHash();
  if (existsSync(PROGRAM) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return PROGRAM;
  say("Building the scheduler's filters with Go; the first time takes some minutes.");
  mkdirSync(join(ROOT, ".tmp"), { recursive: true });
  const flags = ["build", "-trimpath", "-ldflags", "-s -w", "-o", PROGRAM, "./cmd/filters"];
  const { error, status } = spawnSync("go", flags, {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) {
    throw new CannotBuild(
      `The scheduler comparison needs Go 1.26 or newer on the PATH, and go did not start (${error.message}): install it from https://go.dev/dl/.`,
    );
  }
  if (status !== 0) throw new CannotBuild("Go could not build test/go/cmd/filters; what it said is above.");
  writeFileSync(STAMP, stamp);
  return PROGRAM;
}

function sourceHash(): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", ...globSync("cmd/filters/*.go", { cwd: MODULE }).sort()]) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(MODULE, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
