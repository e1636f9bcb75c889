import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const VERSION = "k8s.io/component-base/version";
const SETTINGS = ["gitVersion=v1.36.2", "gitMajor=1", "gitMinor=36"].map((setting) => `-X ${VERSION}.${setting}`);

/** The same for all programs: other flags would compile most of Kubernetes anew. */
const FLAGS = ["-trimpath", "-ldflags", ["-s", "-w", ...SETTINGS].join(" ")];

/** Says why the program could not be built, in one sentence. */
export class CannotBuild extends Error {}

/**
 * The path of a Go program of this module (`cmd/NAME`), built anew when its sources have changed. The first build takes minutes,
 * for it compiles a good part of Kubernetes; Go keeps what it has compiled.
 */
export function buildGo(name: "filters" | "testcluster", say: (line: string) => void): string {
  const program = join(ROOT, ".tmp", name);
  const stampFile = `${program}.sha256`;
  const stamp = sourceHash(name);
  if (existsSync(program) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return program;
  say(`Building test/go/cmd/${name} with Go; the first time takes some minutes.`);
  mkdirSync(join(ROOT, ".tmp"), { recursive: true });
  const { error, status } = spawnSync("go", ["build", ...FLAGS, "-o", program, `./cmd/${name}`], {
    cwd: import.meta.dirname,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error !== undefined) {
    throw new CannotBuild(
      `test/go/cmd/${name} needs Go 1.26 or newer on the PATH, and go did not start (${error.message}): install it from https://go.dev/dl/.`,
    );
  }
  if (status !== 0) throw new CannotBuild(`Go could not build test/go/cmd/${name}; what it said is above.`);
  writeFileSync(stampFile, stamp);
  return program;
}

function sourceHash(name: string): string {
  const hash = createHash("sha256").update(FLAGS.join("\0"));
  for (const file of ["go.mod", "go.sum", ...globSync(`cmd/${name}/*.go`, { cwd: import.meta.dirname }).sort()]) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(import.meta.dirname, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
