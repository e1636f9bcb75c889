/**
 * A process that runs one `barnacle` command line after the other, as they come from its parent, until it is killed: an audit is the
 * process's own work, and dies with it, but the next one need not wait for Node and its modules to start.
 */
import { runProgram } from "../../src/commands/program.ts";
import type { Out, Shell } from "../../src/commands/shell.ts";
import { instant } from "../../src/model/time.ts";

/** What the parent wants run. */
export interface Line {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How it ended. */
export interface Done {
  readonly code: number;
  readonly stderr: string;
}

function out(write: (text: string) => void): Out {
  return {
    isTerminal: false,
    width: 80,
    write: async (text) => {
      write(text);
    },
  };
}

async function run({ argv, environment }: Line): Promise<Done> {
  let stderr = "";
  const shell: Shell = {
    argv,
    environment,
    stdout: out(() => undefined),
    stderr: out((text) => {
      stderr += text;
    }),
    now: () => instant(Date.now()),
    elapsed: () => performance.now(),
  };
  const code = await runProgram(shell);
  return { code, stderr };
}

process.on("message", (line: Line) => {
  // A crash ends the process, as it would end `barnacle`: the parent sees it.
  void run(line).then((done) => process.send?.(done));
});
