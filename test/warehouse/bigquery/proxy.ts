import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to a request on its way. */
export type Fault =
  /** The connection is cut before the server has it. */
  | { readonly kind: "cut-before" }
  /** The server does it, and the connection is cut before its answer. */
  | { readonly kind: "cut-after" }
  /** The connection is cut in the middle of the answer. */
  | { readonly kind: "cut-within" }
  /** An error instead of the server's answer; `after`: the server has done it all the same. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: string;
      readonly type?: string;
      readonly after?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The server does it, and never answers. */
  | { readonly kind: "hang" }
  | { readonly kind: "slow"; readonly milliseconds: number };

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

/** What is to happen to a request; while it is thought about, the request waits. */
export type Decide = (asked: Asked) => Fault | null | Promise<Fault | null>;

/** An error in the words of BigQuery's API. */
export function googleError(status: number, reason: string, message: string, after = false): Fault {
  const body = JSON.stringify({ error: { code: status, message, errors: [{ reason, message, domain: "global" }] } });
  return { kind: "answer", status, body, type: "application/json", after };
}

export interface FaultProxy {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** A proxy before a BigQuery server, which does to each request what `decide` says; `null`: nothing. */
export async function faultProxy(target: string, decide: Decide): Promise<FaultProxy> {
  const server = createServer((request, response) => {
    void pass(target, decide, request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

async function pass(target: string, decide: Decide, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bytesOf(request);
  const { method = "GET", url: path = "/", headers } = request;
  const fault = await decide({ method, path, body: body.toString("utf8") });
  if (fault?.kind === "cut-before") return void request.socket.destroy();
  if (fault?.kind === "slow") await new Promise((done) => setTimeout(done, fault.milliseconds));
  if (fault?.kind === "answer" && fault.after !== true) return answer(response, fault);
  const { status, type, bytes } = await forward(`${target}${path}`, method, headers["content-type"], body);
  if (fault?.kind === "answer") return answer(response, fault);
  if (fault?.kind === "hang") return;
  if (fault?.kind === "cut-after") return void request.socket.destroy();
  response.writeHead(status, { "content-type": type, "content-length": bytes.length });
  if (fault?.kind !== "cut-within") return void response.end(bytes);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

function answer(response: ServerResponse, { status, body, type, headers }: Extract<Fault, { kind: "answer" }>): void {
  response.writeHead(status, { "content-type": type ?? "text/html", ...headers }).end(body);
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function forward(url: string, method: string, type: string | undefined, body: Buffer) {
  const headers = { ...(type === undefined ? {} : { "content-type": type }), "content-length": body.length };
  const sent = httpRequest(url, { method, headers });
  sent.end(body);
  const [got] = (await once(sent, "response")) as [IncomingMessage];
  return {
    status: got.statusCode ?? 500,
    type: got.headers["content-type"] ?? "application/json",
    bytes: await bytesOf(got),
  };
}
