import type { Command } from "commander";
import type { BuilderOptions } from "../collect/builder.ts";
import { listRaw, openCluster } from "../collect/cluster.ts";
import { readObjects, readSnapshotFiles } from "../collect/files.ts";
import { type Header, headerLine, headerOf } from "../collect/header.ts";
import { redactor, writeSnapshot } from "../collect/snapshot-file.ts";
import type { Config } from "../config.ts";
import type { ReadKind, Snapshot } from "../model/snapshot.ts";
import { safeText } from "../report/text.ts";
import { annotationKeysOf, clusterOf, completeInput, loadConfig, refuseBoth } from "./input.ts";
import { addInputOptions, type InputOptions } from "./options.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

const EXAMPLE = `
What is written is an allow-list: names, labels, requests, scheduling constraints, states. No environment, commands, images or
secrets' names, and no annotation that Barnacle does not read.

Examples:
  $ barnacle snapshot > cluster.jsonl
  $ barnacle snapshot --snapshot dump.json | gzip > cluster.jsonl.gz`;

/** `barnacle snapshot`: writes the cluster as a snapshot file, redacted. */
export function addSnapshot(program: Command, shell: Shell, result: Result): void {
  addInputOptions(program.command("snapshot").description("Write the cluster as a snapshot file, redacted, to stdout."))
    .addHelpText("after", EXAMPLE)
    .action(async (options: InputOptions) => {
      const config = await loadConfig(options, shell);
      refuseBoth(options);
      if (options.snapshot === undefined) await fromCluster(options, config, shell);
      else await fromFiles(options.snapshot, options, config, shell);
      result.code = 0;
    });
}

/** Files are read twice, so that the first line is known and memory holds no objects; standard input is held, redacted. */
async function fromFiles(files: readonly string[], options: InputOptions, config: Config, shell: Shell): Promise<void> {
  const reading: BuilderOptions = { annotationKeys: annotationKeysOf(config) };
  const held = files.includes("-") ? await hold(files, reading) : null;
  const snapshot = held?.snapshot ?? (await readSnapshotFiles(files, reading));
  const { snapshot: named } = await completeInput(snapshot, options, config, shell);
  // A guessed time is a remark to the reader of this run, and no fact for the readers of the file.
  const takenAt = options.now ?? named.takenAt;
  const objects = held?.objects ?? objectsOf(files);
  await writeSnapshot(headerOf({ ...named, takenAt }), objects, shell.stdout, reading);
}

interface Held {
  readonly snapshot: Snapshot;
  readonly objects: readonly unknown[];
}

async function hold(files: readonly string[], options: BuilderOptions): Promise<Held> {
  const redact = redactor(options);
  const objects: unknown[] = [];
  const each = (raw: unknown) => objects.push(...redact(raw));
  return { snapshot: await readSnapshotFiles(files, { ...options, each }), objects };
}

async function* objectsOf(files: readonly string[]): AsyncGenerator<unknown> {
  for await (const batch of readObjects(files)) {
    for (const { raw } of batch) yield raw;
  }
}

/**
 * Pages are written as they come. Which kinds the API server refused is known only at the end, so it is told by a second
 * line like the first, at the end of the file.
 */
async function fromCluster(options: InputOptions, config: Config, shell: Shell): Promise<void> {
  const connection = await openCluster({
    context: options.context,
    environment: shell.environment,
    annotationKeys: annotationKeysOf(config),
    limits: shell.limits,
  });
  const cluster = await clusterOf(config, connection.inCluster, shell);
  let header: Header = { cluster, takenAt: options.now ?? shell.now(), kubernetesVersion: null, kinds: {} };
  const kinds = new Map<ReadKind, "listed" | { readonly refused: string }>();
  const write = (objects: readonly unknown[]) => writeObjects(objects, annotationKeysOf(config), shell);
  for await (const event of listRaw(connection)) {
    switch (event.type) {
      case "about":
        header = {
          ...header,
          takenAt: options.now ?? event.takenAt ?? shell.now(),
          kubernetesVersion: event.kubernetesVersion,
        };
        await shell.stdout.write(`${headerLine(header)}\n`);
        break;
      case "page":
        await write(event.objects);
        break;
      case "listed":
        kinds.set(event.kind, "listed");
        break;
      case "refused":
        kinds.set(event.kind, { refused: event.why });
        await shell.stderr.write(`barnacle: ${event.kind}: not listed: ${safeText(event.why)}\n`);
        break;
      case "note":
        await shell.stderr.write(`barnacle: ${safeText(event.where)}: ${safeText(event.text)}\n`);
        break;
    }
  }
  await shell.stdout.write(`${headerLine({ ...header, kinds: Object.fromEntries(kinds) })}\n`);
}

async function writeObjects(
  objects: readonly unknown[],
  annotationKeys: readonly string[],
  shell: Shell,
): Promise<void> {
  const lines = objects.flatMap(redactor({ annotationKeys })).map((object) => `${JSON.stringify(object)}\n`);
  await shell.stdout.write(lines.join(""));
}
