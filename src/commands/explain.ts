import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { NodeStory } from "../audit/finding.ts";
import { UsageFailure } from "../failure.ts";
import { nearest } from "../model/nearest.ts";
import { explainJson, explainNode } from "../report/explain.ts";
import { auditOf } from "./audited.ts";
import { loadInput } from "./input.ts";
import {
  addBookOption,
  addFormatOption,
  addInputOptions,
  type BookOptions,
  type Format,
  type InputOptions,
} from "./options.ts";
import type { Result } from "./result.ts";
import { mayColor, type Shell } from "./shell.ts";

interface ExplainOptions extends InputOptions, BookOptions {
  readonly format: Format;
}

const EXAMPLE = `
Example:
  $ barnacle explain gke-prod-large-1a2b3c4d-x7k2 --snapshot cluster.json.gz`;

/** `barnacle explain NODE`: why this node is still here, what it costs, what to change. */
export function addExplain(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("explain")
    .description("Say why a node is still here, what it costs, and what to change.")
    .argument("[node]", "the node's name");
  addFormatOption(addBookOption(addInputOptions(command)))
    .addHelpText("after", EXAMPLE)
    .action(async (argument: string | undefined, given: ExplainOptions) => {
      const { node, options } = nodeArgument(argument, given);
      await explain(node, options, shell);
      result.code = 0;
    });
}

/** `--snapshot FILE… NODE` hands the node's name to the option too: a last "file" that does not exist is the node. */
function nodeArgument(
  argument: string | undefined,
  options: ExplainOptions,
): { node: string; options: ExplainOptions } {
  if (argument !== undefined) return { node: argument, options };
  const files = options.snapshot ?? [];
  const last = files.at(-1);
  if (last === undefined || files.length < 2 || existsSync(last)) {
    throw new UsageFailure("Say which node to explain: barnacle explain NODE.");
  }
  return { node: last, options: { ...options, snapshot: files.slice(0, -1) } };
}

async function explain(name: string, options: ExplainOptions, shell: Shell): Promise<void> {
  const input = await loadInput(options, shell);
  const audit = await auditOf(input, undefined, shell);
  const story = audit.nodes.find((node) => node.node.name === name);
  if (story === undefined) throw unknownNode(name, audit.nodes);
  const color = mayColor(shell, shell.stdout, options.plain === true);
  await shell.stdout.write(
    options.format === "table"
      ? explainNode(audit, story, { width: shell.stdout.width, color, timeZone: input.config.timeZone })
      : `${JSON.stringify(explainJson(audit, story), null, options.format === "json" ? 2 : 0)}\n`,
  );
}

function unknownNode(name: string, nodes: readonly NodeStory[]): UsageFailure {
  const near = nearest(
    name,
    nodes.map((node) => node.node.name),
    3,
  );
  const cure = near.length === 0 ? "list the names with: barnacle verdicts" : `did you mean ${near.join(", ")}?`;
  return new UsageFailure(`There is no node "${name}" in the snapshot; ${cure}`);
}
