import { Command, CommanderError } from "commander";
import { Failure } from "../failure.ts";
import { safeText } from "../report/text.ts";
import { addAudit } from "./audit.ts";
import { addBackfill } from "./backfill.ts";
import { complete, completionLines } from "./complete.ts";
import { addCompletion } from "./completion.ts";
import { addDashboards } from "./dashboards.ts";
import { addDoctor } from "./doctor.ts";
import { addExplain } from "./explain.ts";
import { addHistory } from "./history.ts";
import { MANUAL } from "./manual.ts";
import { addPrices } from "./prices.ts";
import { addReplay } from "./replay.ts";
import { addReport } from "./report.ts";
import type { Result } from "./result.ts";
import type { Severity, Shell } from "./shell.ts";
import { addSnapshot } from "./snapshot.ts";
import { addVerdicts } from "./verdicts.ts";
import { VERSION } from "./version.ts";

const USAGE = 2;
const CRASH = 1;

/** Runs one command line and gives the exit code; expected failures are one sentence on stderr, crashes show their stack. */
export async function runProgram(shell: Shell): Promise<number> {
  const output = new Writer(shell);
  const result = { code: 0 };
  const program = build(shell, output, result);
  if (shell.argv[0] === COMPLETE) return await printCompletion(program, shell);
  try {
    await program.parseAsync([...shell.argv], { from: "user" });
  } catch (error) {
    result.code = tell(error, output);
  }
  await output.flush();
  return result.code;
}

/** Called by the completion scripts and by kubectl; not for people, and so in no help. */
const COMPLETE = "__complete";

async function printCompletion(program: Command, shell: Shell): Promise<0> {
  const lines = completionLines(complete(program, shell.argv.slice(1)));
  await shell.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return 0;
}

function build(shell: Shell, output: Writer, result: Result): Command {
  const program = new Command("barnacle")
    .description(
      "Finds large GKE nodes kept alive only by small pods that may not be evicted, and says what they cost.",
    )
    .version(VERSION)
    .addHelpText("after", MANUAL)
    .configureHelp({ helpWidth: Math.min(shell.stdout.width, 100) });
  const commands = [
    addAudit,
    addVerdicts,
    addPrices,
    addExplain,
    addReport,
    addSnapshot,
    addBackfill,
    addHistory,
    addReplay,
    addDashboards,
    addDoctor,
    addCompletion,
  ];
  for (const add of commands) add(program, shell, result);
  tame(program, output);
  return program;
}

/** Commander may neither end the process nor write by itself, in any of its commands. */
function tame(command: Command, output: Writer): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) });
  for (const each of command.commands) tame(each, output);
}

/** Commander writes synchronously; the shell does not. */
class Writer {
  readonly #shell: Shell;
  #done: Promise<void> = Promise.resolve();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  out(text: string): void {
    this.#done = this.#done.then(() => this.#shell.stdout.write(text));
  }

  err(text: string, severity: Severity = "ERROR"): void {
    this.#done = this.#done.then(() => this.#shell.stderr.write(text, { severity }));
  }

  flush(): Promise<void> {
    return this.#done;
  }
}

function tell(error: unknown, output: Writer): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Failure) {
    for (const line of error.message.split("\n")) output.err(`barnacle: ${safeText(line)}\n`);
    return error.exitCode;
  }
  output.err(
    `barnacle: crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    "CRITICAL",
  );
  return CRASH;
}
