import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** Built and compiled once, as in the image: hundreds of processes are started. */
const MAIN = fileURLToPath(new URL("dist/main.js", ROOT));
const CACHE = fileURLToPath(new URL(".tmp/campaign-cache", ROOT));

/** Builds what is to be run. */
export function build(): void {
  execFileSync(
    process.execPath,
    [
      fileURLToPath(new URL("node_modules/typescript/bin/tsc", ROOT)),
      "-p",
      fileURLToPath(new URL("tsconfig.json", ROOT)),
    ],
    {
      stdio: "inherit",
    },
  );
}

/** One `barnacle audit` in a process of its own. */
export interface Order {
  readonly snapshot: string;
  readonly at: string;
  readonly store: string;
  readonly config: string;
  readonly endpoint: string;
  /** `kill -9` after so many milliseconds; `null`: it is left alone. */
  readonly killAfter: number | null;
}

export interface Ended {
  /** The exit code; `null`: it was killed. */
  readonly code: number | null;
  readonly stderr: string;
}

export async function audit({ snapshot, at, store, config, endpoint, killAfter }: Order): Promise<Ended> {
  const args = [
    "audit",
    "--snapshot",
    snapshot,
    "--now",
    at,
    "--scheduled-at",
    at,
    "--store",
    store,
    "--config",
    config,
  ];
  const environment = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    BARNACLE_BIGQUERY_ENDPOINT: endpoint,
    NODE_COMPILE_CACHE: CACHE,
  };
  const child = spawn(process.execPath, [MAIN, ...args, "--cluster", "p/l/c", "--format", "json"], {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += String(text);
  });
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  return { code, stderr };
}
