import { read } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { createGunzip } from "node:zlib";

/** Bytes in pieces. A piece may be overwritten as soon as the next one is asked for. */
export type Bytes = AsyncIterable<Uint8Array>;

const CHUNK_BYTES = 256 * 1024;
const GZIP = [0x1f, 0x8b] as const;
const STANDARD_INPUT = 0;
const BUSY_PAUSE_MS = 10;

/** The bytes of a file; a gzipped one's contents. Errors are the file system's and zlib's own. */
export function fileBytes(path: string): AsyncGenerator<Buffer> {
  return gunzipped(filePieces(path));
}

/** The bytes of standard input, gunzipped where they are gzip. */
export function inputBytes(): AsyncGenerator<Buffer> {
  return gunzipped(standardInputPieces());
}

const readInto = promisify(read);

/**
 * Reads a file to its end. While one piece is worked on, the next is read, into the memory of the one before. The file is this
 * generator's own: whoever stops early may do so at any moment, and a read under way never meets a file that is closed already.
 */
async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file: FileHandle = await open(path);
  const [one, other] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)];
  let memory = one;
  let reading = readAhead(file.fd, memory);
  try {
    for (;;) {
      const piece = await reading;
      if (piece.length === 0) return;
      memory = memory === one ? other : one;
      reading = readAhead(file.fd, memory);
      yield piece;
    }
  } finally {
    await reading.catch(() => {});
    await file.close();
  }
}

/** A read that somebody may come for later, or never: its failure is told to them alone. */
function readAhead(fd: number, memory: Buffer): Promise<Buffer> {
  const reading = readPiece(fd, memory);
  reading.catch(() => {});
  return reading;
}

/** Reads standard input to its end, never ahead: whoever stops early must not wait for what may never come. */
async function* standardInputPieces(): AsyncGenerator<Buffer> {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (;;) {
    const piece = await patiently(() => readPiece(STANDARD_INPUT, memory));
    if (piece.length === 0) return;
    yield piece;
  }
}

async function readPiece(fd: number, memory: Buffer): Promise<Buffer> {
  const { bytesRead } = await readInto(fd, memory, 0, memory.length, null);
  return memory.subarray(0, bytesRead);
}

/** Asks again while a pipe that does not block has nothing yet. */
async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      await pause(BUSY_PAUSE_MS);
    }
  }
}

/** `bytes`, gunzipped when they begin as gzip does. */
export async function* gunzipped(bytes: Bytes): AsyncGenerator<Buffer> {
  const source = atLeastTwo(bytes);
  const first = await source.next();
  if (first.done) return;
  const all = withFirst(first.value, source);
  if (first.value[0] !== GZIP[0] || first.value[1] !== GZIP[1]) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Errors of either stream come out of the loop below.
  pipeline(Readable.from(copies(all), { objectMode: false }), gunzip, () => {});
  for await (const chunk of gunzip) yield asBuffer(chunk);
}

/** The same bytes, the first piece of at least two, so that it tells gzip from JSON. */
async function* atLeastTwo(bytes: Bytes): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (first === null) {
      yield asBuffer(chunk);
      continue;
    }
    first = Buffer.concat([first, chunk]);
    if (first.length < 2) continue;
    yield first;
    first = null;
  }
  if (first !== null && first.length > 0) yield first;
}

/** Whoever stops at the first piece has the rest closed too. */
async function* withFirst(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** A stream reads ahead, so each piece needs memory of its own. */
async function* copies(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of bytes) yield Buffer.from(piece);
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
