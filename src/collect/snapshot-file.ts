import { annotationFilter } from "./allowed.ts";
import { isRaw } from "./decode/raw.ts";
import { type AllowedFields, allowedFields } from "./fields.ts";
import { type Header, headerLine } from "./header.ts";
import { isAutoscalerStatus, recognize, unrolled } from "./kinds.ts";

/** What may stay in a snapshot file besides the allow-list. */
export interface RedactOptions {
  /** Annotations to keep, such as the one that names a team. */
  readonly annotationKeys?: readonly string[];
}

/** Cuts a raw object down to what Barnacle reads of it. */
export type Redact = (raw: unknown) => readonly Readonly<Record<string, unknown>>[];

/** Where text is written to; resolves when more can be taken. */
export interface TextSink {
  write(text: string): Promise<void>;
}

/** Lines are handed on in pieces of about this many characters. */
const PIECE_LENGTH = 64 * 1024;

/**
 * A function that cuts raw objects down to the fields and annotations that are read: no environment, commands, images, secrets' names.
 * A List gives its items; kinds that are not read, first lines of snapshot files and what is no object give nothing.
 */
export function redactor(options: RedactOptions = {}): Redact {
  const allowed = allowedFields(annotationFilter(options.annotationKeys));
  return (raw) => [...unrolled(raw)].flatMap((object) => redactOne(object, allowed));
}

/** `redactor` with the allow-list alone. */
export const redact: Redact = redactor();

function redactOne(raw: unknown, allowed: AllowedFields): Readonly<Record<string, unknown>>[] {
  if (!isRaw(raw)) return [];
  const { kind } = recognize(raw);
  if (kind === null || (kind === "ConfigMap" && !isAutoscalerStatus(raw))) return [];
  const kept = allowed[kind](raw);
  return isRaw(kept) ? [kept] : [];
}

/** A snapshot file's text in pieces: the first line, then one redacted object a line. */
export async function* snapshotText(
  header: Header,
  objects: Iterable<unknown> | AsyncIterable<unknown>,
  options: RedactOptions = {},
): AsyncGenerator<string> {
  const redacted = redactor(options);
  let piece = `${headerLine(header)}\n`;
  for await (const raw of objects) {
    for (const object of redacted(raw)) piece += `${JSON.stringify(object)}\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** Writes a snapshot file: JSON Lines, redacted, at the speed at which `sink` takes them. */
export async function writeSnapshot(
  header: Header,
  objects: Iterable<unknown> | AsyncIterable<unknown>,
  sink: TextSink,
  options: RedactOptions = {},
): Promise<void> {
  for await (const piece of snapshotText(header, objects, options)) await sink.write(piece);
}
