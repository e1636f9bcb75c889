import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Arguments, METHODS, type MethodState, type Result } from "./methods.ts";
import { Refusal, Workspace } from "./workspace.ts";

/** What a test may do to a call. `after`: though Slack did what was asked. */
export type Trouble =
  | { readonly kind: "status"; readonly status: number; readonly after?: boolean }
  | { readonly kind: "limit"; readonly seconds: number | null }
  | { readonly kind: "error"; readonly code: string; readonly after?: boolean }
  | { readonly kind: "cut"; readonly after?: boolean }
  | { readonly kind: "hang"; readonly after?: boolean }
  /** An answer that is no JSON. */
  | { readonly kind: "html"; readonly after?: boolean };

export interface Call {
  readonly method: string;
  readonly args: Arguments;
  /** From 1. */
  readonly number: number;
}

export const TOKEN = "xoxb-0000-SECRET-of-the-tests";
const ALL_SCOPES = ["chat:write", "channels:history", "groups:history", "reactions:read", "files:write"];

/** A Slack on a port of its own, strict about what Slack is strict about. */
export interface SlackServer extends MethodState {
  readonly calls: Call[];
  scopes: readonly string[];
  trouble: (call: Call) => Trouble | null;
  close(): Promise<void>;
}

export async function startSlack(now: () => number, channels: readonly string[] = ["C0DEFAULT"]): Promise<SlackServer> {
  const http = createServer();
  // However long a busy machine lets the program wait between two calls, its connection stays: a cut is what a test asks for.
  Object.assign(http, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const server: SlackServer = {
    workspace: new Workspace(now, channels),
    now,
    uploads: new Map(),
    lastPost: new Map(),
    url: `http://127.0.0.1:${port}/api/`,
    calls: [],
    scopes: ALL_SCOPES,
    trouble: () => null,
    close: () => closeServer(http),
  };
  http.on("request", (request, response) => {
    handle(server, request, response).catch((error: unknown) => {
      response.writeHead(418).end(String(error));
    });
  });
  return server;
}

function closeServer(http: Server): Promise<void> {
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}

async function handle(server: SlackServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const path = new URL(request.url ?? "/", "http://slack").pathname;
  if (path.startsWith("/upload/")) {
    upload(server, path.slice("/upload/".length), body, response);
    return;
  }
  const args = argumentsOf(request.headers["content-type"] ?? "", body);
  const call = { method: path.replace(/^\/api\//u, ""), args, number: server.calls.length + 1 };
  server.calls.push(call);
  const trouble = server.trouble(call);
  if (trouble === null) answer(perform(server, request, call), server, response);
  else {
    if ("after" in trouble && trouble.after === true) perform(server, request, call);
    makeTrouble(trouble, response);
  }
}

function answer(result: Result, { scopes }: SlackServer, response: ServerResponse): void {
  const json = { "content-type": "application/json", "x-oauth-scopes": scopes.join(",") };
  if ("retryAfter" in result) {
    response.writeHead(429, { ...json, "retry-after": String(result.retryAfter) });
    response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
    return;
  }
  response.writeHead(200, json).end(JSON.stringify(result));
}

function makeTrouble(trouble: Trouble, response: ServerResponse): void {
  const json = { "content-type": "application/json" };
  switch (trouble.kind) {
    case "status":
      response.writeHead(trouble.status).end("upstream connect error");
      return;
    case "limit":
      response.writeHead(429, trouble.seconds === null ? {} : { "retry-after": String(trouble.seconds) }).end();
      return;
    case "error":
      response.writeHead(200, json).end(JSON.stringify({ ok: false, error: trouble.code }));
      return;
    case "cut":
      response.socket?.destroy();
      return;
    case "hang":
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end("<html>a gateway</html>");
  }
}

function perform(server: SlackServer, request: IncomingMessage, { method, args }: Call): Result {
  try {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) throw new Refusal("invalid_auth");
    const known = METHODS.get(method);
    if (known === undefined) throw new Refusal("unknown_method");
    const unknown = Object.keys(args).filter((key) => !known.takes.includes(key));
    if (unknown.length > 0) throw new Refusal("invalid_arguments", unknown);
    const may = known.scopes.length === 0 || known.scopes.some((scope) => server.scopes.includes(scope));
    if (!may) throw new Refusal("missing_scope");
    return known.run(server, args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const messages = error.details.map((each) => `[ERROR] ${each}`);
    return { ok: false, error: error.code, response_metadata: { messages } };
  }
}

function upload({ uploads }: SlackServer, id: string, body: Buffer, response: ServerResponse): void {
  const known = uploads.get(id);
  if (known === undefined) {
    response.writeHead(404).end("no such upload");
    return;
  }
  known.got = body;
  response.writeHead(200).end(`OK - ${body.length}`);
}

function argumentsOf(contentType: string, body: Buffer): Arguments {
  const text = body.toString("utf8");
  if (!contentType.startsWith("application/json")) return Object.fromEntries(new URLSearchParams(text));
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}
