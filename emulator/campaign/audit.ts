import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Done, Line } from "./worker.ts";

const ROOT = new URL("../../", import.meta.url);
const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));

/** What is compiled once is kept: a process is started after each death. */
const CACHE = fileURLToPath(new URL(".tmp/campaign-cache", ROOT));

/** One `barnacle audit`. */
export interface Order {
  readonly snapshot: string;
  readonly at: string;
  readonly store: string;
  readonly config: string;
  readonly endpoint: string;
  /** `kill -9` at this part of the time that such an audit has taken so far, beyond 1 for one that takes longer; `null`: it is left alone. */
  readonly killAt: number | null;
}

export interface Ended {
  /** The exit code; `null`: it was killed. */
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs audits, one at a time, in a process that is started anew whenever it was killed. */
export interface Auditor {
  audit(order: Order): Promise<Ended>;
  close(): Promise<void>;
}

/** How long an audit takes before any was measured. */
const FIRST_GUESS_MS = 1_500;

export function auditor(): Auditor {
  let child: ChildProcess | null = null;
  /** Milliseconds that an undisturbed audit takes, by the kind of its store. */
  const usual = new Map<string, number>();
  const running = () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) child = start();
    return child;
  };
  return {
    audit: async (order) => {
      const kind = order.store.replace(/:.*/su, "");
      const own = running();
      const began = performance.now();
      const patience = order.killAt === null ? null : order.killAt * (usual.get(kind) ?? FIRST_GUESS_MS);
      const ended = await runIn(own, lineOf(order), patience);
      const took = performance.now() - began;
      // Whatever a try has taken tells how long the next may take: slowly, so that one that waited for faults does not stand for all.
      if (ended.code === 0) usual.set(kind, ((usual.get(kind) ?? took) * 3 + took) / 4);
      return ended;
    },
    close: async () => {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
    },
  };
}

function start(): ChildProcess {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_COMPILE_CACHE: CACHE };
  const child = fork(WORKER, { env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  // It must not outlive the campaign, however that ends.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
  return child;
}

function lineOf({ snapshot, at, store, config, endpoint }: Order): Line {
  const times = ["--now", at, "--scheduled-at", at];
  const argv = ["audit", "--snapshot", snapshot, ...times, "--store", store, "--config", config, "--cluster", "p/l/c"];
  return { argv: [...argv, "--format", "json"], environment: { BARNACLE_BIGQUERY_ENDPOINT: endpoint } };
}

async function runIn(child: ChildProcess, line: Line, killAfter: number | null): Promise<Ended> {
  const listening = new AbortController();
  const { signal } = listening;
  const first = async (event: "message" | "close") => (await once(child, event, { signal })) as unknown[];
  // Of the two only one comes; the other's listener is taken away below.
  const done = first("message").then(([message]) => message as Done);
  const closed = first("close").then(([code]) => ({ code: code as number | null, stderr: "the process ended" }));
  for (const event of [done, closed]) event.catch(() => undefined);
  child.send(line);
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  try {
    return await Promise.race([done, closed]);
  } finally {
    clearTimeout(timer);
    listening.abort();
  }
}
