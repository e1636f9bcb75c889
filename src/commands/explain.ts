import { existsSync } from "node:fs";
import type { Command } from "commander";
import { findSubject, type Subject } from "../audit/subject-search.ts";
import { UsageFailure } from "../failure.ts";
import { explainSubject, explainSubjectJson } from "../report/explain-subject.ts";
import { auditAndLearn, placeOf } from "./audited.ts";
import { loadInput } from "./input.ts";
import { lookBack } from "./look-back.ts";
import {
  addBookOption,
  addFormatOption,
  addInputOptions,
  addStoreOption,
  type BookOptions,
  type Format,
  type InputOptions,
} from "./options.ts";
import type { Result } from "./result.ts";
import { mayColor, programOf, type Shell } from "./shell.ts";

interface ExplainOptions extends InputOptions, BookOptions {
  readonly format: Format;
  readonly namespace?: string;
  readonly store?: string;
}

const DETAILS = `
NAME is a node, a pod, or what makes pods: NAME, NAMESPACE/NAME, KIND/NAME or KIND/NAMESPACE/NAME, with kubectl's short kinds.
A node's story: is it needed, who holds it, since when, what does it cost, where could its pods go, what to write where; for one
that is no finding: why not, with numbers.

Examples:
  $ barnacle explain gke-prod-large-1a2b3c4d-x7k2 --snapshot cluster.json.gz
  $ barnacle explain cronjob/retrain-small -n batch
  $ barnacle explain pod/batch/retrain-small-29918480-g9j9m --format json`;

/** `barnacle explain NAME`: why a node is still here, what a pod holds, what a workload costs, and what to change. */
export function addExplain(program: Command, shell: Shell, result: Result): void {
  const command = program
    .command("explain")
    .description("Say why a node is still here, or what a pod or workload holds, what it costs, and what to change.")
    .argument("[name]", "a node, a pod or a workload")
    .option("-n, --namespace <name>", "namespace of the pod or workload");
  addFormatOption(addBookOption(addInputOptions(command)));
  addStoreOption(command, "the store of earlier runs, for since when and how much")
    .addHelpText("after", DETAILS)
    .action(async (argument: string | undefined, given: ExplainOptions) => {
      const { name, options } = nameArgument(argument, given, shell);
      await explain(name, options, shell);
      result.code = 0;
    });
}

/** `--snapshot FILE… NAME` hands the name to the option too: a last "file" that does not exist is the name. */
function nameArgument(
  argument: string | undefined,
  options: ExplainOptions,
  shell: Shell,
): { name: string; options: ExplainOptions } {
  if (argument !== undefined) return { name: argument, options };
  const files = options.snapshot ?? [];
  const last = files.at(-1);
  if (last === undefined || files.length < 2 || existsSync(last)) {
    throw new UsageFailure(`Say what to explain: ${programOf(shell)} explain NODE, or POD, or WORKLOAD.`);
  }
  return { name: last, options: { ...options, snapshot: files.slice(0, -1) } };
}

async function explain(name: string, options: ExplainOptions, shell: Shell): Promise<void> {
  const input = await loadInput(options, shell);
  const { snapshot, settings, config } = input;
  const past = await lookBack({ config, place: placeOf(input, undefined, shell), shell });
  const { audit } = await auditAndLearn(input, undefined, shell, past);
  const seen = { snapshot, audit, settings, auditSettings: config.audit };
  const subject = subjectOf(name, options, findSubject(name, options.namespace ?? null, seen), shell);
  const color = mayColor(shell, shell.stdout, options.plain === true);
  const page = { width: shell.stdout.width, color, timeZone: config.timeZone, program: programOf(shell) };
  await shell.stdout.write(
    options.format === "table"
      ? explainSubject(audit, subject, page)
      : `${JSON.stringify(explainSubjectJson(audit, subject), null, options.format === "json" ? 2 : 0)}\n`,
  );
}

function subjectOf(
  name: string,
  { namespace }: ExplainOptions,
  searched: ReturnType<typeof findSubject>,
  shell: Shell,
): Subject {
  if (searched.kind === "found") return searched.subject;
  if (searched.kind === "several") {
    throw new UsageFailure(`"${name}" is the name of several; say which: ${some(searched.names)}.`);
  }
  const where = namespace === undefined ? "the snapshot" : `namespace ${namespace} of the snapshot`;
  const cure =
    searched.near.length === 0
      ? `list the nodes with: ${programOf(shell)} verdicts`
      : `did you mean ${searched.near.join(", ")}?`;
  throw new UsageFailure(`There is no node, pod or workload "${name}" in ${where}; ${cure}`);
}

const SHOWN = 8;

function some(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return names.slice(0, SHOWN).join(", ") + more;
}
