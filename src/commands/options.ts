import { type Command, InvalidArgumentError, Option } from "commander";
import { type Instant, parseInstant } from "../model/time.ts";
import { BOOK_NAMES } from "../price/quote.ts";

/** Options of every command. */
export interface CommonOptions {
  readonly config?: string;
  readonly now?: Instant;
  readonly plain?: boolean;
}

/** Options of every command that reads a cluster. */
export interface InputOptions extends CommonOptions {
  readonly snapshot?: readonly string[];
  readonly context?: string;
  readonly cluster?: string;
}

/** Options of every command that prices. */
export interface BookOptions {
  readonly book?: string;
}

export const FORMATS = ["table", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

/** RFC 3339, or a usage error that shows one. */
export function time(text: string): Instant {
  const value = parseInstant(text);
  if (value === null) throw new InvalidArgumentError("Write it in RFC 3339, such as 2026-11-20T12:00:00Z.");
  return value;
}

/** A number of dollars, zero or more. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError("Write it as a number of dollars, such as 2.50.");
  }
  return value;
}

/** The options of a command that reads no cluster. */
export function addPlainOptions(command: Command): Command {
  return command
    .option("--config <file>", "YAML file with settings (else BARNACLE_CONFIG names it)")
    .option("--plain", "no colour and no cursor movement, even on a terminal");
}

function addCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "YAML file with settings (else BARNACLE_CONFIG names it)")
    .option("--now <time>", "RFC 3339 time to judge at (else the snapshot's own)", time)
    .option("--plain", "no colour and no cursor movement, even on a terminal");
}

export function addInputOptions(command: Command): Command {
  return addCommonOptions(command)
    .option("--snapshot <file...>", "read these files instead of a cluster; - is standard input")
    .option("--context <name>", "kubeconfig context to read (else in-cluster, else the current one)")
    .option("--cluster <id>", "the cluster's identity: PROJECT/LOCATION/NAME");
}

export function addBookOption(command: Command): Command {
  return command.option("--book <name>", `price book that decides: ${BOOK_NAMES.join(", ")} (default: list)`);
}

export function addStoreOption(command: Command, what: string): Command {
  return command.option(
    "--store <store>",
    `${what}: duckdb:PATH, bigquery:PROJECT.DATASET or none (default: duckdb:barnacle.duckdb)`,
  );
}

export function addFormatOption(command: Command): Command {
  return command.addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("table"));
}
