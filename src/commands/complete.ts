import type { Command, Option } from "commander";
import { BOOK_NAMES } from "../price/quote.ts";

/** What may stand where the cursor is. */
export interface Completion {
  readonly values: readonly { readonly value: string; readonly description: string }[];
  /** May it be a file as well? */
  readonly files: boolean;
  /** Should the shell put no space after it? */
  readonly open: boolean;
}

const NOTHING: Completion = { values: [], files: false, open: false };
const FILES: Completion = { values: [], files: true, open: false };

/** Values of options that the parser takes as text, so as to say more clearly what is wrong with them. */
const KNOWN_VALUES = new Map<string, readonly string[]>([
  ["--book", BOOK_NAMES],
  ["--store", ["duckdb:", "bigquery:", "none"]],
]);

/**
 * What may follow on a command line: `words` are those after the program's name, the last one (which may be "") the one that is being
 * typed. Everything comes from the commands themselves, so that nothing can be forgotten.
 */
export function complete(program: Command, words: readonly string[]): Completion {
  const typed = words.at(-1) ?? "";
  const { command, waiting, given } = walk(program, words.slice(0, -1));
  if (waiting !== null && !(waiting.variadic && typed.startsWith("-"))) return matching(valuesOf(waiting), typed);
  const assigned = /^(--[^=]+)=(.*)$/su.exec(typed);
  if (assigned !== null) return afterEquals(command, assigned[1] ?? "", assigned[2] ?? "");
  if (typed.startsWith("-")) return matching(options(command), typed);
  return matching(
    given === 0 && command.commands.length > 0 ? subcommands(command) : argumentsOf(command, given),
    typed,
  );
}

interface Walked {
  readonly command: Command;
  /** The option whose value comes next; `null` for none. */
  readonly waiting: Option | null;
  /** How many arguments of the command are there already. */
  readonly given: number;
}

function walk(program: Command, words: readonly string[]): Walked {
  let command = program;
  let waiting: Option | null = null;
  let given = 0;
  for (const word of words) {
    if (word.startsWith("-")) {
      const option = findOption(command, word);
      waiting = option !== null && takesValue(option) && !word.includes("=") ? option : null;
      continue;
    }
    if (waiting !== null) {
      if (!waiting.variadic) waiting = null;
      continue;
    }
    const next = given === 0 ? command.commands.find((each) => each.name() === word) : undefined;
    if (next === undefined) given += 1;
    else command = next;
  }
  return { command, waiting, given };
}

function findOption(command: Command, word: string): Option | null {
  const name = word.replace(/=.*$/su, "");
  return command.options.find(({ long, short }) => long === name || short === name) ?? null;
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function valuesOf(option: Option): Completion {
  const known = option.argChoices ?? KNOWN_VALUES.get(option.long ?? "");
  if (known !== undefined)
    return listed(
      known,
      known.some((value) => value.endsWith(":")),
    );
  return /<(?:file|folder|path)(?:\.\.\.)?>/u.test(option.flags) ? FILES : NOTHING;
}

function listed(values: readonly string[], open = false): Completion {
  return { values: values.map((value) => ({ value, description: "" })), files: false, open };
}

function afterEquals(command: Command, name: string, typed: string): Completion {
  const option = findOption(command, name);
  if (option === null || !takesValue(option)) return NOTHING;
  const { values, ...rest } = matching(valuesOf(option), typed);
  return { ...rest, values: values.map((each) => ({ ...each, value: `${name}=${each.value}` })) };
}

function options(command: Command): Completion {
  const values = command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, short, description }) =>
      [long, short].flatMap((name) => (name ? [{ value: name, description }] : [])),
    );
  const help = [{ value: "--help", description: "display help for command" }];
  return { values: [...values, ...help], files: false, open: false };
}

function subcommands(command: Command): Completion {
  const values = command.commands.map((each) => ({ value: each.name(), description: each.description() }));
  return { values, files: false, open: false };
}

function argumentsOf(command: Command, given: number): Completion {
  const all = command.registeredArguments;
  const last = all.at(-1);
  const argument = all[given] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return NOTHING;
  if (argument.argChoices !== undefined) return listed(argument.argChoices);
  return /file/u.test(argument.name()) ? FILES : NOTHING;
}

function matching({ values, files, open }: Completion, typed: string): Completion {
  return { values: values.filter(({ value }) => value.startsWith(typed)), files, open };
}

const NO_SPACE = 2;
const NO_FILES = 4;

/**
 * In the form that kubectl asks its plugins for, and our own scripts read: a line a value (a tab, then its description), and at last
 * `:` and a sum of 2 (no space after it) and 4 (no files either).
 */
export function completionLines({ values, files, open }: Completion): readonly string[] {
  const lines = values.map(({ value, description }) => (description === "" ? value : `${value}\t${description}`));
  return [...lines, `:${(open ? NO_SPACE : 0) + (files ? 0 : NO_FILES)}`];
}
