import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeBare, encodeList, encodeObject, type Json } from "../../fixtures/protobuf/encode.ts";
import { apiVersion, pathOf, RESOURCES } from "../../src/collect/cluster-resources.ts";
import type { ReadKind } from "../../src/model/snapshot.ts";

const DATE = "Tue, 24 Nov 2026 03:00:00 GMT";
export const CERTIFICATE = readFileSync(new URL("tls/cert.pem", import.meta.url), "utf8");
const KEY = readFileSync(new URL("tls/key.pem", import.meta.url), "utf8");

/** A request as the fake server got it. */
interface Seen {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** How many requests with this path and query came before. */
  readonly before: number;
}

/** Answers a request otherwise than with the objects; `null` lets it pass. */
export type Fault = (seen: Seen) => Behaviour | null;
export type Behaviour = (response: ServerResponse) => void;

/** A server that speaks the API, with faults on demand. */
export interface FakeServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  readonly sockets: () => number;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly objects?: Partial<Record<ReadKind, readonly object[]>>;
  readonly fault?: Fault;
  readonly tls?: boolean;
  /** Answers in protobuf to who accepts it, errors too. */
  readonly protobuf?: boolean;
}

export async function fakeServer(options: FakeOptions): Promise<FakeServer> {
  const { objects = {}, fault = () => null, tls = false, protobuf = false } = options;
  const seen: Seen[] = [];
  let sockets = 0;
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const before = seen.filter((one) => one.path === url.pathname && `${one.query}` === `${url.searchParams}`).length;
    const now: Seen = { path: url.pathname, query: url.searchParams, headers: request.headers, before };
    seen.push(now);
    (fault(now) ?? good(now, objects, protobuf))(response);
  };
  const server = tls ? createHttps({ key: KEY, cert: CERTIFICATE }, listener) : createHttp(listener);
  server.on("connection", () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    seen,
    sockets: () => sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers as the API server does: items without kind, `limit` and `continue`, gzip when accepted. */
function good(
  { path, query, headers }: Seen,
  objects: NonNullable<FakeOptions["objects"]>,
  speaks: boolean,
): Behaviour {
  if (path === "/version") return json(200, { major: "1", minor: "33+", gitVersion: "v1.33.5-gke.1201000" });
  const protobuf = speaks && `${headers.accept}`.includes(PROTOBUF);
  const gzip = `${headers["accept-encoding"]}`.includes("gzip");
  const resource = RESOURCES.find((known) => pathOf(known) === path);
  if (resource === undefined) return status(404, "the server could not find the requested resource");
  const version = apiVersion(resource);
  const all = objects[resource.kind] ?? [];
  const [first] = all;
  if (resource.name !== null) {
    if (first === undefined) return protobuf ? protobufStatus(404, "not found") : status(404, "not found");
    return protobuf ? packed(encodeObject(version, resource.kind, first as Json), gzip) : json(200, first);
  }
  const from = Number(query.get("continue") ?? 0);
  const to = from + Number(query.get("limit"));
  const metadata = { continue: to < all.length ? String(to) : "", resourceVersion: "4711" };
  const items = all.slice(from, to);
  if (protobuf) {
    const bare = items.map((item) => encodeBare(resource.kind, item as Json));
    return packed(encodeList(version, resource.kind, metadata, bare), gzip);
  }
  return json(200, { kind: `${resource.kind}List`, apiVersion: version, metadata, items }, { gzip });
}

export const PROTOBUF = "application/vnd.kubernetes.protobuf";

function packed(body: Buffer, gzip: boolean): Behaviour {
  return gzip ? text(200, PROTOBUF, gzipSync(body), { "content-encoding": "gzip" }) : text(200, PROTOBUF, body);
}

/** An error as the API server tells it to who accepts protobuf. */
export function protobufStatus(code: number, message: string, more: Json = {}): Behaviour {
  return text(code, PROTOBUF, encodeObject("v1", "Status", { status: "Failure", code, message, ...more }));
}

export function json(code: number, value: unknown, { gzip = false, headers = {} } = {}): Behaviour {
  return (response) => {
    const body = Buffer.from(JSON.stringify(value));
    const encoding = gzip ? { "content-encoding": "gzip" } : {};
    response.writeHead(code, { date: DATE, "content-type": "application/json", ...encoding, ...headers });
    response.end(gzip ? gzipSync(body) : body);
  };
}

export function status(code: number, message: string, more: object = {}, headers: object = {}): Behaviour {
  return json(code, { kind: "Status", apiVersion: "v1", status: "Failure", code, message, ...more }, { headers });
}

export function text(
  code: number,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Behaviour {
  return (response) => {
    response.writeHead(code, { date: DATE, "content-type": type, ...headers });
    response.end(body);
  };
}

/** Announces more than it sends, then ends the connection. */
export const cut: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"kind":"NodeList","items":[', () => response.destroy());
};

export const reset: Behaviour = (response) => {
  response.destroy();
};

/** Never answers. */
export const hang: Behaviour = () => undefined;

/** A fault for one kind only, as often as `times` says. */
export function on(kind: ReadKind | "version", behaviour: Behaviour, times = Number.POSITIVE_INFINITY): Fault {
  const resource = RESOURCES.find((known) => known.kind === kind);
  const path = resource === undefined ? "/version" : pathOf(resource);
  return (seen) => (seen.path === path && seen.before < times ? behaviour : null);
}

/** A kubeconfig with one context `test`. */
export function kubeconfig(
  server: string,
  { user = {}, cluster = {} }: { user?: object; cluster?: object } = {},
): string {
  return JSON.stringify({
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user: { token: "sesame-token", ...user } }],
  });
}

/** Runs `use` with a new folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "barnacle-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes `content` to `name` in `folder`; returns the path. */
export async function file(folder: string, name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

export function named(name: string, namespace?: string): object {
  return { metadata: namespace === undefined ? { name } : { name, namespace } };
}
