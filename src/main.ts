#!/usr/bin/env node
import { runProgram } from "./commands/program.ts";
import { calledAs, type Out, type Shell } from "./commands/shell.ts";
import { instant } from "./model/time.ts";

const INTERRUPTED = 130;
const TERMINATED = 143;

function out(stream: NodeJS.WriteStream): Out {
  return {
    isTerminal: stream.isTTY === true,
    width: stream.columns ?? 80,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

function stopOn(signal: "SIGINT" | "SIGTERM", code: number): void {
  process.once(signal, () => {
    process.stderr.write(`barnacle: stopped by ${signal}; nothing half-done was kept.\n`, () => process.exit(code));
  });
}

/** A reader that went away (`| head`) is no failure: there is nobody left to tell. */
function endQuietlyOn(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

stopOn("SIGINT", INTERRUPTED);
stopOn("SIGTERM", TERMINATED);
endQuietlyOn(process.stdout);
endQuietlyOn(process.stderr);

const shell: Shell = {
  argv: process.argv.slice(2),
  environment: process.env,
  stdout: out(process.stdout),
  stderr: out(process.stderr),
  program: calledAs(process.argv[1] ?? "", process.env),
  now: () => instant(Date.now()),
  elapsed: () => performance.now(),
};

process.exitCode = await runProgram(shell);
