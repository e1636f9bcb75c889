import type { ReadKind } from "../model/snapshot.ts";
import { decodeJson, isHtml, isObject, type JsonObject, statusFault } from "./cluster-decode.ts";
import type { Fault, Outcome } from "./cluster-fault.ts";
import type { Reply } from "./cluster-request.ts";
import { apiVersion, type Resource } from "./cluster-resources.ts";
import { readList, readObject, readStatus } from "./proto/envelope.ts";
import { BrokenProtobuf, Wire } from "./proto/wire.ts";

const PROTOBUF = "application/vnd.kubernetes.protobuf";
const JSON_TYPE = "application/json";

/** A page of a list. */
export interface Page {
  /** Each with its `kind` and `apiVersion`; from protobuf only with the fields that are read, equal parts shared between them. */
  readonly items: readonly unknown[];
  /** The token of the next page, "" after the last one. */
  readonly next: string;
  /** The version of the cluster's state that all pages of a list share; "" when the server does not say. */
  readonly resourceVersion: string;
  /** The answer's `Date` header, "" when there is none. */
  readonly date: string;
}

/** Reads what the API server answers: protobuf, which is smaller and many times quicker to read, or JSON. */
export interface Codec {
  /** The media types to ask for. */
  accept(): string;
  page(reply: Reply, resource: Resource): Outcome<Page>;
  object(reply: Reply, resource: Resource): Outcome<Page>;
  json(reply: Reply): Outcome<JsonObject>;
  /** Asks for JSON alone from now on if `fault` may come of protobuf; true when the request may be sent again. */
  fallBack(fault: Fault): boolean;
  /** Why JSON is asked for alone, "" while it is not. */
  whyJson(): string;
}

/** A codec for one reading. Of annotations it reads those that `allowsAnnotation` says, where it can choose. */
export function createCodec(allowsAnnotation: (key: string) => boolean): Codec {
  const wire = new Wire(allowsAnnotation);
  let why = "";
  return {
    accept: () => (why === "" ? `${PROTOBUF}, ${JSON_TYPE}` : JSON_TYPE),
    page: (reply, resource) =>
      answered(reply, wire, () =>
        isProtobufReply(reply) ? protobufPage(reply, resource, wire) : jsonPage(reply, resource),
      ),
    object: (reply, resource) => answered(reply, wire, () => oneObject(reply, resource, wire)),
    json: (reply) => answered(reply, wire, () => decodeJson(reply)),
    fallBack(fault) {
      if (why !== "" || !mayBeOfProtobuf(fault)) return false;
      why = fault.kind === "not-protobuf" ? fault.why : "the server does not know the media type";
      return true;
    },
    whyJson: () => why,
  };
}

/** 406 Not Acceptable, 415 Unsupported Media Type: a server between here and there that knows JSON alone. */
function mayBeOfProtobuf(fault: Fault): boolean {
  return fault.kind === "not-protobuf" || (fault.kind === "status" && (fault.status === 406 || fault.status === 415));
}

function isProtobufReply({ headers }: Reply): boolean {
  return (headers["content-type"] ?? "").startsWith(PROTOBUF);
}

function answered<Value>(reply: Reply, wire: Wire, read: () => Outcome<Value>): Outcome<Value> {
  const good = reply.status >= 200 && reply.status <= 299;
  try {
    if (good) return read();
    return { ok: false, fault: statusFault(reply, isProtobufReply(reply) ? readStatus(wire, reply.body) : null) };
  } catch (error) {
    if (!(error instanceof BrokenProtobuf)) throw error;
    if (!good) return { ok: false, fault: statusFault(reply, null) };
    if (reply.body.length === 0) return { ok: false, fault: { kind: "cut", why: "the body is empty" } };
    if (isHtml(reply)) return { ok: false, fault: { kind: "html" } };
    return { ok: false, fault: { kind: "not-protobuf", why: error.message } };
  }
}

function protobufPage(reply: Reply, resource: Resource, wire: Wire): Outcome<Page> {
  const { kind } = resource;
  const list = readList(wire, reply.body, kind, apiVersion(resource));
  if (list.kind !== `${kind}List`) return unexpected(`a message that is no ${kind}List`);
  return paged(list.items, list.metadata, reply);
}

function jsonPage(reply: Reply, resource: Resource): Outcome<Page> {
  const decoded = decodeJson(reply);
  if (!decoded.ok) return decoded;
  const { kind } = resource;
  const list = decoded.value;
  if (list["kind"] !== `${kind}List`) return unexpected(`JSON that is no ${kind}List`);
  // Go writes an empty slice that was never made as null.
  const items = list["items"] ?? [];
  if (!Array.isArray(items)) return unexpected(`a ${kind}List whose items are no list`);
  // The objects were parsed here and are nobody else's yet; in a list they lack the two fields.
  for (const item of items) if (isObject(item)) Object.assign(item, { apiVersion: apiVersion(resource), kind });
  return paged(items, list["metadata"], reply);
}

function paged(items: readonly unknown[], metadata: unknown, reply: Reply): Outcome<Page> {
  const { continue: next, resourceVersion } = isObject(metadata) ? metadata : {};
  return {
    ok: true,
    value: {
      items,
      next: typeof next === "string" ? next : "",
      resourceVersion: typeof resourceVersion === "string" ? resourceVersion : "",
      date: reply.headers.date ?? "",
    },
  };
}

function oneObject(reply: Reply, resource: Resource, wire: Wire): Outcome<Page> {
  const version = apiVersion(resource);
  if (isProtobufReply(reply)) {
    const object = readObject(wire, reply.body, resource.kind, version);
    return object === null ? unexpected(`a message that is no ${resource.kind}`) : paged([object], null, reply);
  }
  const decoded = decodeJson(reply);
  if (!decoded.ok) return decoded;
  return paged([{ ...decoded.value, apiVersion: version, kind: resource.kind satisfies ReadKind }], null, reply);
}

function unexpected(why: string): Outcome<never> {
  return { ok: false, fault: { kind: "unexpected", why } };
}
