import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

/** A second process that works on a store; see `child.ts`. */
export interface Second {
  readonly process: ChildProcess;
  /** All that it has said so far, by lines. */
  readonly lines: () => readonly string[];
  /** Resolves when it has said a line that begins so, or ended. */
  readonly said: (start: string) => Promise<void>;
  readonly ended: Promise<unknown>;
}

export function second(args: readonly string[], options: Parameters<typeof spawn>[2] = {}): Second {
  return watched(spawn(process.execPath, [CHILD, ...args], { ...options, stdio: ["ignore", "pipe", "inherit"] }));
}

/** The same, in a shell that first runs `limits`, such as `ulimit -f 100`. */
export function secondUnder(limits: string, args: readonly string[]): Second {
  const words = ["-c", `${limits}; exec "$@"`, "sh", process.execPath, CHILD, ...args];
  return watched(spawn("sh", words, { stdio: ["ignore", "pipe", "inherit"] }));
}

function watched(child: ChildProcess): Second {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk) => {
    text += String(chunk);
  });
  const lines = () => text.split("\n").filter(Boolean);
  const ended = once(child, "close");
  const said = async (start: string) => {
    while (!lines().some((line) => line.startsWith(start)) && child.exitCode === null && child.signalCode === null) {
      await Promise.race([once(child.stdout ?? child, "data"), ended]);
    }
  };
  return { process: child, lines, said, ended };
}

/** Runs `use` with a new folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "barnacle-store-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
