import { InputFailure } from "../failure.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type BuilderOptions, createBuilder } from "./builder.ts";
import { isRaw } from "./decode/raw.ts";
import { type Bytes, fileBytes, gunzipped, inputBytes } from "./file-bytes.ts";
import { inputFailure } from "./file-fault.ts";
import { NEWLINE } from "./json-bytes.ts";
import { JsonFault } from "./json-fault.ts";
import { createObjectReader } from "./json-objects.ts";
import { HEADER_KIND } from "./kinds.ts";
import { namesInShort } from "./problems.ts";

/** How snapshot files are read. */
export interface FileOptions {
  /** Standard input for the file `-`; the process's own unless a test gives another. */
  readonly stdin?: Bytes;
  /** Is handed each raw object too, as it is read. */
  readonly each?: (raw: unknown) => void;
}

/** A raw object, and the file that it came from. */
export interface FileObject {
  readonly raw: unknown;
  readonly where: string;
}

/**
 * Reads snapshot files (Lists, arrays, JSON Lines, each also gzipped; `-` is standard input) into one snapshot, as streams: what is
 * held is the model, not the text.
 * @throws InputFailure when a file cannot be read or none of them holds a Node or a snapshot's first line
 */
export async function readSnapshotFiles(
  files: readonly string[],
  options: FileOptions & BuilderOptions = {},
): Promise<Snapshot> {
  const builder = createBuilder(options);
  let headers = 0;
  const take = (raw: unknown, where: string): void => {
    if (isRaw(raw) && raw["kind"] === HEADER_KIND) headers += 1;
    builder.add(raw, where);
    options.each?.(raw);
  };
  for await (const _ of readPieces(files, options, take));
  const snapshot = builder.finish();
  if (headers === 0 && snapshot.kinds.Node.state === "absent") throw new InputFailure(noNode(files, snapshot));
  return snapshot;
}

/**
 * The raw objects of snapshot files, a batch for each piece that was read; a List is given as its items and, after them, itself
 * without items.
 * @throws InputFailure when a file cannot be read
 */
export async function* readObjects(
  files: readonly string[],
  options: FileOptions = {},
): AsyncGenerator<readonly FileObject[]> {
  let batch: FileObject[] = [];
  for await (const _ of readPieces(files, options, (raw, where) => batch.push({ raw, where }))) {
    if (batch.length > 0) yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Take = (raw: unknown, where: string) => void;

/** Reads files piece by piece, handing each object over as soon as it is complete. */
async function* readPieces(files: readonly string[], options: FileOptions, take: Take): AsyncGenerator<void> {
  if (files.filter((file) => file === "-").length > 1) {
    throw new InputFailure("-: standard input can be read only once: give - once.");
  }
  for (const file of files) {
    const where = file === "-" ? "standard input" : file;
    try {
      const size = yield* readFilePieces(file, options, (raw) => take(raw, where));
      if (size === 0) throw new InputFailure(`${where}: is empty: take the snapshot again.`);
    } catch (error) {
      throw inputFailure(error, where, await lineOf(error, file));
    }
  }
}

async function* readFilePieces(
  file: string,
  { stdin }: FileOptions,
  take: (raw: unknown) => void,
): AsyncGenerator<void, number> {
  const reader = createObjectReader(take);
  let size = 0;
  for await (const piece of bytesOf(file, stdin)) {
    reader.push(piece);
    size += piece.length;
    yield;
  }
  reader.end();
  return size;
}

/** The line of a JSON fault, counted in the file once more; `null` where it cannot be read twice. */
async function lineOf(error: unknown, file: string): Promise<number | null> {
  if (!(error instanceof JsonFault) || file === "-") return null;
  let line = 1;
  let left = error.place.byte;
  for await (const piece of fileBytes(file)) {
    for (const byte of piece.subarray(0, left)) if (byte === NEWLINE) line += 1;
    left -= piece.length;
    if (left <= 0) break;
  }
  return line;
}

function bytesOf(file: string, stdin: Bytes | undefined): AsyncIterable<Buffer> {
  if (file !== "-") return fileBytes(file);
  return stdin === undefined ? inputBytes() : gunzipped(stdin);
}

function noNode(files: readonly string[], { kinds, passedOver }: Snapshot): string {
  const found: string[] = [];
  for (const [kind, state] of Object.entries(kinds)) if (state.state === "listed") found.push(`${state.count} ${kind}`);
  for (const [kind, count] of passedOver) found.push(`${count} ${kind === "" ? "without a kind" : kind}`);
  const names = files.map((file) => (file === "-" ? "standard input" : file));
  return (
    `${names.join(", ")}: holds neither a Node nor a snapshot's first line, but ` +
    `${found.length === 0 ? "no object at all" : namesInShort(found)}: ` +
    "take it with `kubectl get nodes,pods,pdb,jobs,replicasets,statefulsets,daemonsets -A -o json` or `barnacle snapshot`."
  );
}
