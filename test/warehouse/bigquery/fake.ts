import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { z } from "zod";
import { Jobs } from "./fake-jobs.ts";
import { Engine } from "./fake-sql.ts";
import {
  type Behaviour,
  checked,
  DATASET,
  LOCATION,
  PROJECT,
  Refusal,
  TABLE,
  TABLE_PATCH,
  type TableResource,
} from "./fake-state.ts";

export interface Fake {
  readonly endpoint: string;
  readonly behaviour: Behaviour;
  /** Every request, as `METHOD path`. */
  readonly requests: string[];
  readonly jobs: Jobs;
  /** Tables by name. */
  readonly tables: Map<string, TableResource>;
  /** Asks the engine directly, as the administrator would. */
  readonly sql: (text: string) => Promise<readonly (readonly (string | null)[])[]>;
  /** Empties all tables, and behaves well again. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A strict, small BigQuery on loopback: one project, one dataset, the requests that the adapter makes and no others. */
export async function fakeBigQuery(): Promise<Fake> {
  const engine = await Engine.open();
  const tables = new Map<string, TableResource>();
  const usual: Behaviour = { looks: 0, pageRows: 10_000, notYet: 0, onJob: () => undefined, onQuery: () => undefined };
  const behaviour = { ...usual };
  const jobs = new Jobs(engine, tables, behaviour);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    requests.push(`${request.method} ${url.pathname}`);
    void answer(async () => route({ request, url, body: await read(request), jobs, tables, engine })).then(
      ({ status, value }) => {
        response.writeHead(status, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(value));
      },
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sql = async (text: string) => (await jobs.ask(text)).rows;
  const reset = async () => {
    for (const name of tables.keys()) await sql(`DELETE FROM ${name}`);
    jobs.all.clear();
    requests.length = 0;
    Object.assign(behaviour, usual);
  };
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
    engine.close();
  };
  return { endpoint: `http://127.0.0.1:${port}`, behaviour, requests, jobs, tables, sql, reset, close };
}

async function answer(work: () => Promise<unknown>): Promise<{ readonly status: number; readonly value: unknown }> {
  try {
    return { status: 200, value: await work() };
  } catch (error) {
    return { status: error instanceof Refusal ? error.status : 500, value: errorBody(error) };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

interface Call {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly jobs: Jobs;
  readonly tables: Map<string, TableResource>;
  readonly engine: Engine;
}

function errorBody(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof Refusal ? error.status : 500;
  const reason = error instanceof Refusal ? error.reason : "internalError";
  return { error: { code: status, message, errors: [{ reason, message, domain: "global" }] } };
}

async function route(call: Call): Promise<unknown> {
  const { request, url, body, jobs } = call;
  if (request.headers.authorization !== undefined)
    throw new Refusal(400, "invalid", "credentials were sent to a test server");
  const base = `/bigquery/v2/projects/${PROJECT}`;
  const path = url.pathname;
  const at = `${request.method} ${path}`;
  if (path.startsWith(`${base}/datasets/`)) return await dataset(call, path.slice(`${base}/datasets/`.length));
  if (at === `POST /upload${base}/jobs`) {
    if (url.searchParams.get("uploadType") !== "multipart") throw new Refusal(400, "invalid", "uploadType");
    const { json, rows } = multipart(request.headers["content-type"] ?? "", body);
    return await jobs.insert(JSON.parse(json), rows);
  }
  if (at === `GET ${base}/jobs`) return { kind: "bigquery#jobList" };
  if (at === `POST ${base}/jobs`) return await jobs.insert(JSON.parse(body), null);
  if (at === `POST ${base}/queries`) return await jobs.query(JSON.parse(body));
  const [, kind, id] = new RegExp(`^GET ${base}/(jobs|queries)/([^/]+)$`, "u").exec(at) ?? [];
  if (kind === "jobs" && id !== undefined) return jobs.get(id, url.searchParams);
  if (kind === "queries" && id !== undefined) return jobs.page(id, url.searchParams);
  throw new Refusal(404, "notFound", `no such method: ${at}`);
}

async function dataset({ request, body, tables, engine }: Call, rest: string): Promise<unknown> {
  const [name, what, table] = rest.split("/");
  if (name !== DATASET) throw new Refusal(404, "notFound", `Not found: Dataset ${PROJECT}:${name}`);
  if (request.method === "GET" && what === undefined) {
    return { kind: "bigquery#dataset", location: LOCATION, datasetReference: { projectId: PROJECT, datasetId: name } };
  }
  if (what !== "tables") throw new Refusal(404, "notFound", "no such method");
  if (request.method === "POST" && table === undefined) {
    const resource = checked(TABLE, JSON.parse(body));
    const { tableId } = resource.tableReference;
    if (tables.has(tableId)) throw new Refusal(409, "duplicate", `Already Exists: Table ${PROJECT}:${name}.${tableId}`);
    tables.set(tableId, resource);
    await engine.createTable(DATASET, tableId, resource.schema.fields);
    return resource;
  }
  if (request.method === "GET" && table === undefined) {
    return { tables: Array.from(tables.values(), ({ tableReference }) => ({ tableReference })) };
  }
  if (request.method === "POST" && table?.endsWith(":testIamPermissions") === true) return JSON.parse(body);
  const found = tables.get(table ?? "");
  if (found === undefined) throw new Refusal(404, "notFound", `Not found: Table ${PROJECT}:${name}.${table}`);
  if (request.method === "GET") return found;
  if (request.method !== "PATCH") throw new Refusal(404, "notFound", "no such method");
  const changed = patched(found, checked(TABLE_PATCH, JSON.parse(body)));
  for (const field of changed.schema.fields.slice(found.schema.fields.length)) {
    await engine.addColumn(DATASET, table ?? "", field);
  }
  tables.set(table ?? "", changed);
  return changed;
}

function patched(found: TableResource, patch: z.output<typeof TABLE_PATCH>): TableResource {
  const fields = patch.schema?.fields ?? found.schema.fields;
  found.schema.fields.forEach((field, at) => {
    const now = fields[at];
    if (now?.name !== field.name || now.type !== field.type || now.mode !== field.mode) {
      throw new Refusal(400, "invalid", `Provided Schema does not match Table. Field ${field.name} has changed`);
    }
  });
  for (const { name, mode } of fields.slice(found.schema.fields.length)) {
    if (mode === "REQUIRED")
      throw new Refusal(
        400,
        "invalid",
        `Provided Schema does not match Table. Cannot add required fields to an existing schema. (field: ${name})`,
      );
  }
  const { expirationMs, ...partitioning } = { ...found.timePartitioning, ...patch.timePartitioning };
  const { type = "DAY", field } = partitioning;
  return {
    ...found,
    description: patch.description ?? found.description,
    requirePartitionFilter: patch.requirePartitionFilter ?? found.requirePartitionFilter,
    labels: { ...found.labels, ...patch.labels },
    schema: { fields },
    timePartitioning: field === undefined ? undefined : { type, field, ...(expirationMs ? { expirationMs } : {}) },
  };
}

function multipart(type: string, body: string): { readonly json: string; readonly rows: string } {
  const [, boundary] = /^multipart\/related; boundary=(\S+)$/u.exec(type) ?? [];
  if (boundary === undefined) throw new Refusal(400, "invalid", "no boundary");
  const parts = body.split(`--${boundary}`);
  const [before, first = "", second = "", end] = parts;
  if (parts.length !== 4 || before !== "" || end !== "--") throw new Refusal(400, "invalid", "not two parts");
  const content = (part: string) => part.slice(part.indexOf("\r\n\r\n") + 4, -2);
  return { json: content(first), rows: content(second) };
}
