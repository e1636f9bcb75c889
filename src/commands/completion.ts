import { Argument, type Command } from "commander";
import { COMPLETION_SCRIPTS, SHELL_NAMES, type ShellName } from "../report/completion.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

const DETAILS = `
Once and for all:
  bash    barnacle completion bash > /etc/bash_completion.d/barnacle
          or in ~/.bashrc: source <(barnacle completion bash)
  zsh     barnacle completion zsh > "\${fpath[1]}/_barnacle", then start a new shell
          or in ~/.zshrc, after compinit: source <(barnacle completion zsh)
  fish    barnacle completion fish > ~/.config/fish/completions/barnacle.fish

kubectl barnacle is completed by kubectl itself (1.26 and later), with kubectl_complete-barnacle on the PATH: the package brings it.`;

/** `barnacle completion SHELL`: the script that completes command lines in a shell. */
export function addCompletion(program: Command, shell: Shell, result: Result): void {
  program
    .command("completion")
    .description("Print the script that completes command lines in bash, zsh or fish.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELL_NAMES))
    .addHelpText("after", DETAILS)
    .action(async (name: ShellName) => {
      await shell.stdout.write(COMPLETION_SCRIPTS[name]);
      result.code = 0;
    });
}
