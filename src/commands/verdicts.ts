import type { Command } from "commander";
import { createJudge } from "../judge/judge.ts";
import { verdictLine } from "../report/verdict-line.ts";
import { loadInput } from "./input.ts";
import { writeLines } from "./lines.ts";
import { addInputOptions, type InputOptions } from "./options.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

const EXAMPLE = `
Example:
  $ barnacle verdicts --snapshot cluster.json.gz | jq -r 'select(.verdict == "BlockedByPod") | .node'`;

/** `barnacle verdicts`: one JSON line a node, what the autoscaler would say of it. */
export function addVerdicts(program: Command, shell: Shell, result: Result): void {
  addInputOptions(program.command("verdicts").description("Print what the cluster autoscaler would say of each node."))
    .addHelpText("after", EXAMPLE)
    .action(async (options: InputOptions) => {
      const { snapshot, settings, now } = await loadInput(options, shell);
      await writeLines(shell.stdout, createJudge(snapshot, settings, now).verdicts().map(verdictLine));
      result.code = 0;
    });
}
