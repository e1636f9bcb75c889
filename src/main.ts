#!/usr/bin/env node
import { entryLines, wantsEntries } from "./commands/log-lines.ts";
import { runProgram } from "./commands/program.ts";
import { proxyVariables } from "./commands/proxy.ts";
import { calledAs, type Out, type Shell } from "./commands/shell.ts";
import { instant } from "./model/time.ts";

const INTERRUPTED = 130;
const TERMINATED = 143;

function out(stream: NodeJS.WriteStream): Out {
  return {
    isTerminal: stream.isTTY === true,
    // A terminal that was told no size says 0.
    width: stream.columns || 80,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** What was stored is whole, since a store's transaction ends with the process; nobody and nothing is waited for longer than this. */
const LAST_WORDS_MS = 1_000;

function stopOn(signal: "SIGINT" | "SIGTERM", code: number, stderr: Out): void {
  process.once(signal, () => {
    const text = `barnacle: stopped by ${signal}; nothing half-done was kept.\n`;
    setTimeout(() => process.exit(code), LAST_WORDS_MS).unref();
    stderr.write(text, { severity: "WARNING" }).then(
      () => process.exit(code),
      () => process.exit(code),
    );
  });
}

/** A reader that went away (`| head`) is no failure: there is nobody left to tell. */
function endQuietlyOn(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

/** Every library goes through the proxy that the environment names, if it names one: by itself neither `fetch` nor gRPC would. */
async function useProxy(): Promise<void> {
  const variables = proxyVariables(process.env);
  if (variables === null) return;
  Object.assign(process.env, variables);
  const http = await import("node:http");
  // Since Node 24.14; before it NODE_USE_ENV_PROXY=1 does the same.
  if ("setGlobalProxyFromEnv" in http) http.setGlobalProxyFromEnv();
}

const now = () => instant(Date.now());
const lines = out(process.stderr);
const stderr = wantsEntries(process.env, lines.isTerminal) ? entryLines(lines, now) : lines;

stopOn("SIGINT", INTERRUPTED, stderr);
stopOn("SIGTERM", TERMINATED, stderr);
endQuietlyOn(process.stdout);
endQuietlyOn(process.stderr);

await useProxy();
const called = calledAs(process.argv[1] ?? "", process.env);

const shell: Shell = {
  argv: [...called.before, ...process.argv.slice(2)],
  environment: process.env,
  stdout: out(process.stdout),
  stderr,
  program: called.program,
  elapsed: () => performance.now(),
  now,
  peakMemoryBytes: () => process.resourceUsage().maxRSS * 1_024,
};

process.exitCode = await runProgram(shell);
// All is written and stored by now. A connection that hangs (the cloud's client cannot call a request off) is not waited for.
setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
