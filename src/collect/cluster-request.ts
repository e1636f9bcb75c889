import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { BodyBuffer } from "./body-buffer.ts";

/** What came back, whatever its status; the body is inflated already, and its memory is used again for the next answer. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Is told of the bytes that came, before they are inflated. */
export type CountBytes = (bytes: number) => void;

const INFLATED_AT_ONCE = 256 * 1024;

/**
 * Sends one request (a GET unless the options say otherwise) and reads the whole answer into `buffer`. Throws what `node:http`, `node:https` and `node:zlib` throw, and the signal's
 * `AbortError`; a body that ends before its announced length throws, too (client libraries have waited for ever on it).
 */
export async function send(
  url: URL,
  options: RequestOptions,
  buffer: BodyBuffer,
  count: CountBytes,
  body: string | null = null,
): Promise<Reply> {
  const response = await begin(url, options, body);
  buffer.clear();
  response.on("data", (chunk: Buffer) => count(chunk.length));
  if (response.headers["content-encoding"] === "gzip") {
    await pipeline(response, createGunzip({ chunkSize: INFLATED_AT_ONCE }), (stream) => fill(buffer, stream));
  } else {
    await pipeline(response, (stream) => fill(buffer, stream));
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: buffer.bytes() };
}

function begin(url: URL, options: RequestOptions, body: string | null): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? requestHttp : requestHttps;
    start(url, { method: "GET", ...options }, resolve)
      .on("error", reject)
      .end(body ?? undefined);
  });
}

async function fill(buffer: BodyBuffer, stream: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of stream) buffer.push(chunk);
}
