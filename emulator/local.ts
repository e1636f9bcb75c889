import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/**
 * local-bigquery, a BigQuery of Python and DuckDB, in a virtual environment of its own under `.tmp`. It asks for a newer DuckDB, whose
 * extensions are on no registry: so DuckDB is put below what it asks for, with three extensions as packages. Everything is pinned.
 */
const PINS = ["local-bigquery==0.4.0"];
const BELOW = [
  "duckdb==1.5.5",
  "duckdb-extensions==1.5.5",
  "duckdb-extension-icu==1.5.5",
  "duckdb-extension-ducklake==1.5.5",
  "duckdb-extension-spatial==1.5.5",
];

const ROOT = fileURLToPath(new URL("../.tmp/bigquery/", import.meta.url));
const VENV = join(ROOT, "venv");
/** The extensions are unpacked into the home folder: one of our own, so that none of the user's hides a missing step. */
const HOME = join(ROOT, "home");
const MARK = join(ROOT, "installed.txt");

/** `PYENV_VERSION`: where pyenv has several Pythons, its shims need to be told. */
const ENVIRONMENT = { ...process.env, HOME, PYENV_VERSION: "3.13.0" };

const PYTHONS = ["python3.13", "python3.14", "python3", "python"];

/** Installs what is pinned, unless it is there. */
export function install(): void {
  const pins = [...PINS, ...BELOW].join("\n");
  if (installed() === pins) return;
  rmSync(ROOT, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  const pip = join(VENV, "bin", "pip");
  run(pythonOf(), ["-m", "venv", VENV]);
  run(pip, ["install", "--quiet", "--disable-pip-version-check", ...PINS]);
  run(pip, ["install", "--quiet", "--disable-pip-version-check", "--no-deps", ...BELOW]);
  const extensions =
    "from duckdb_extensions import import_extension as i; [i(e) for e in ('icu', 'ducklake', 'spatial')]";
  run(join(VENV, "bin", "python"), ["-c", extensions]);
  writeFileSync(MARK, pins);
}

function installed(): string | null {
  try {
    return readFileSync(MARK, "utf8");
  } catch {
    return null;
  }
}

function pythonOf(): string {
  const fits = (python: string) =>
    spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info < (3, 13))"], { env: ENVIRONMENT }).status === 0;
  const found = PYTHONS.find(fits);
  if (found !== undefined) return found;
  throw new Error(`local-bigquery needs Python 3.13 or newer; none of ${PYTHONS.join(", ")} is that.`);
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { env: ENVIRONMENT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
}

export const PROJECT = "proj";

/** A running server with data of its own. */
export interface Server {
  readonly endpoint: string;
  /** Seconds of CPU time that it has used, which a busy machine changes least. `null` where no `/proc` tells. */
  readonly cpuSeconds: () => number | null;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 120_000;

/** Starts a server, and waits until it answers a query: an open port is not yet that. */
export async function start(): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), "barnacle-local-bigquery-"));
  const [port, grpc] = [await freePort(), await freePort()];
  const args = [
    "--host",
    "127.0.0.1",
    "--port",
    `${port}`,
    "--grpc-port",
    `${grpc}`,
    "--project",
    PROJECT,
    "--data-dir",
    data,
  ];
  const child = spawn(join(VENV, "bin", "local-bigquery"), args, {
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said = `${said}${String(text)}`.slice(-4_000);
  });
  const ended = once(child, "close");
  // It must not outlive whoever started it, however that ends.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  const stop = async () => {
    process.off("exit", end);
    end();
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const until = Date.now() + PATIENCE_MS;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`local-bigquery does not answer: ${said}`);
    }
    await sleep(250);
  }
  return { endpoint, cpuSeconds: () => cpuSeconds(child.pid), stop };
}

/** Clock ticks of Linux, in all its ports. */
const TICKS_A_SECOND = 100;

function cpuSeconds(pid: number | undefined): number | null {
  try {
    // The second field is a name in brackets, which may hold blanks: utime and stime are the 12th and 13th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /su, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const answer = await post(endpoint, `projects/${PROJECT}/queries`, { query: "SELECT 1", useLegacySql: false });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Makes a dataset. */
export async function createDataset(endpoint: string, name: string): Promise<void> {
  const datasetReference = { projectId: PROJECT, datasetId: name };
  const answer = await post(endpoint, `projects/${PROJECT}/datasets`, { datasetReference, location: "US" });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Takes a dataset away with all that is in it. */
export async function dropDataset(endpoint: string, name: string): Promise<void> {
  const path = `projects/${PROJECT}/datasets/${name}?deleteContents=true`;
  const answer = await fetch(`${endpoint}/bigquery/v2/${path}`, { method: "DELETE" });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Runs a statement as the administrator would, and gives its rows as text. */
export async function sql(
  endpoint: string,
  dataset: string,
  query: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const defaultDataset = { projectId: PROJECT, datasetId: dataset };
  const answer = await post(endpoint, `projects/${PROJECT}/queries`, { query, useLegacySql: false, defaultDataset });
  if (!answer.ok) throw new Error(await answer.text());
  const { rows = [] } = (await answer.json()) as { rows?: readonly { f: readonly { v: string | null }[] }[] };
  return rows.map(({ f }) => f.map(({ v }) => v));
}

function post(endpoint: string, path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${endpoint}/bigquery/v2/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
