import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { type RequestOptions, request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** What came back, whatever its status; the body is inflated already. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A page of 500 pods has some 5 MB: what is far larger is no list. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Sends one GET and reads the whole answer. Throws what `node:http`, `node:https` and `node:zlib` throw, and the signal's
 * `AbortError`; a body that ends before its announced length throws, too (client libraries have waited for ever on it).
 */
export async function send(url: URL, options: RequestOptions): Promise<Reply> {
  const response = await begin(url, options);
  const chunks: Buffer[] = [];
  const gather = (stream: AsyncIterable<Buffer>) => gatherInto(chunks, stream);
  if (response.headers["content-encoding"] === "gzip") await pipeline(response, createGunzip(), gather);
  else await pipeline(response, gather);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

function begin(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === "http:" ? requestHttp : requestHttps;
    start(url, { ...options, method: "GET" }, resolve)
      .on("error", reject)
      .end();
  });
}

async function gatherInto(chunks: Buffer[], stream: AsyncIterable<Buffer>): Promise<void> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`its answer is larger than ${MOST_BYTES / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
}
