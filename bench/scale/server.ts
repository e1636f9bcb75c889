/**
 * An API server of a made cluster, over TLS on loopback, in a process of its own: `server.ts NODES PINNED AFFINITY`. Pages are made as
 * they are asked for. Prints its port as the first line, and ends with its standard input.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { gzipSync } from "node:zlib";
import { apiVersion, pathOf, RESOURCES } from "../../src/collect/cluster-resources.ts";
import { listsOf } from "./lists.ts";
import { page } from "./page.ts";
import type { Lists } from "./run.ts";
import type { Encoding } from "./template.ts";

const [nodes = 0, pinned = 0, affinity = 0] = process.argv.slice(2).map(Number);
const plan = { nodes, pinned, affinity: affinity === 1 };
const lists = new Map<Encoding, Lists>();

function listsFor(encoding: Encoding): Lists {
  const known = lists.get(encoding) ?? listsOf(plan, encoding);
  lists.set(encoding, known);
  return known;
}

const tls = (name: string) => readFileSync(new URL(`../../test/collect/tls/${name}`, import.meta.url));
const PROTOBUF = "application/vnd.kubernetes.protobuf";

const server = createServer({ key: tls("key.pem"), cert: tls("cert.pem") }, (request, response) => {
  const url = new URL(request.url ?? "/", "https://localhost");
  if (url.pathname === "/version") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"major":"1","minor":"36"}');
    return;
  }
  const resource = RESOURCES.find((known) => pathOf(known) === url.pathname);
  if (resource === undefined || resource.name !== null) {
    response.writeHead(404, { "content-type": "application/json" }).end('{"kind":"Status","message":"not found"}');
    return;
  }
  const encoding = (request.headers.accept ?? "").includes(PROTOBUF) ? "protobuf" : "json";
  const body = page(
    {
      apiVersion: apiVersion(resource),
      kind: resource.kind,
      runs: listsFor(encoding)[resource.kind] ?? [],
      from: Number(url.searchParams.get("continue") ?? 0),
      limit: Number(url.searchParams.get("limit") ?? 500),
    },
    encoding,
  );
  const gzip = (request.headers["accept-encoding"] ?? "").includes("gzip");
  response.writeHead(200, {
    "content-type": encoding === "protobuf" ? PROTOBUF : "application/json",
    ...(gzip ? { "content-encoding": "gzip" } : {}),
  });
  // The API server packs at the same level.
  response.end(gzip ? gzipSync(body, { level: 1 }) : body);
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" && address !== null ? address.port : 0}\n`);
});
process.stdin.resume().on("end", () => process.exit(0));
