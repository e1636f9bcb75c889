import type { ReadKind } from "../model/snapshot.ts";
import { ask } from "./cluster-ask.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import { isObject, type JsonObject } from "./cluster-decode.ts";
import type { Fault } from "./cluster-fault.ts";
import { apiVersion, pathOf, type Resource } from "./cluster-resources.ts";

/** What the reading of one kind gives, in this order: pages and notes, then `listed` or `failed`. */
export type ListEvent =
  | {
      readonly type: "page";
      readonly kind: ReadKind;
      /** As parsed, with `kind` and `apiVersion`, which the items of a list lack. */
      readonly objects: readonly unknown[];
      /** The API path, for problems. */
      readonly where: string;
      /** The answer's `Date` header, "" when there is none. */
      readonly date: string;
    }
  | { readonly type: "note"; readonly kind: ReadKind; readonly where: string; readonly text: string }
  | { readonly type: "listed"; readonly kind: ReadKind }
  | { readonly type: "failed"; readonly resource: Resource; readonly fault: Fault; readonly tries: number };

/** Reads the one object of a kind. That it is not there is no failure. */
export async function* getOne(
  connection: ClusterConnection,
  resource: Resource,
  deadline: AbortSignal,
): AsyncGenerator<ListEvent> {
  const { kind } = resource;
  const where = pathOf(resource);
  const asked = await ask(connection, where, deadline);
  if (asked.ok) {
    const named = { ...asked.value.object, apiVersion: apiVersion(resource), kind };
    yield { type: "page", kind, objects: [named], where, date: asked.value.date };
  } else if (asked.fault.kind !== "status" || asked.fault.status !== 404) {
    yield { type: "failed", resource, fault: asked.fault, tries: asked.tries };
    return;
  }
  yield { type: "listed", kind };
}

/**
 * Lists a kind, page by page. When the server lets the list expire between two pages (410 Gone), it goes on with the fresh token
 * that the 410 brings, else lists once more from the start and passes over objects (by namespace and name) that came before:
 * those are kept as they were first read, even if they are gone by now. Both are noted, since the list is then of two moments.
 */
export async function* listAll(
  connection: ClusterConnection,
  resource: Resource,
  deadline: AbortSignal,
): AsyncGenerator<ListEvent> {
  const where = pathOf(resource);
  const { kind } = resource;
  const seen = new Set<string>();
  let token = "";
  let count = 0;
  let restarted = false;
  let renewed = false;
  for (;;) {
    const asked = await ask(connection, pagePath(where, connection.limits.pageSize, token), deadline);
    const page = asked.ok ? pageOf(asked.value.object, kind, token) : asked;
    if (page.ok) {
      const objects = fresh(page.value.items, seen, restarted);
      if (page.value.next !== "" && !restarted) remember(objects, seen);
      for (const object of objects) name(object, resource);
      count += objects.length;
      yield { type: "page", kind, objects, where, date: asked.ok ? asked.value.date : "" };
      if (page.value.next === "") break;
      token = page.value.next;
      renewed = false;
      continue;
    }
    const way = token === "" ? "stop" : afterExpiry(page.fault, renewed, restarted);
    if (way === "stop") {
      yield { type: "failed", resource, fault: page.fault, tries: asked.tries };
      return;
    }
    yield { type: "note", kind, where, text: EXPIRED[way](count) };
    if (way === "renew") renewed = true;
    else restarted = true;
    token = way === "renew" && page.fault.kind === "status" ? page.fault.freshContinue : "";
  }
  yield { type: "listed", kind };
}

type Way = "renew" | "restart" | "stop";

const EXPIRED = {
  renew: (count: number) =>
    `the list expired after ${count} objects (410 Gone) and was read on from there, so it shows two moments`,
  restart: (count: number) =>
    `the list expired after ${count} objects (410 Gone) and was read again from the start; those ${count} are kept as first read, even if gone by now`,
} as const satisfies Record<Exclude<Way, "stop">, (count: number) => string>;

/** A fresh token is taken only if the one before it brought a page; a restart is made only once. */
function afterExpiry(fault: Fault, renewed: boolean, restarted: boolean): Way {
  if (fault.kind !== "status" || fault.status !== 410) return "stop";
  if (fault.freshContinue !== "" && !renewed) return "renew";
  return restarted ? "stop" : "restart";
}

function pagePath(path: string, size: number, token: string): string {
  const rest = token === "" ? "" : `&continue=${encodeURIComponent(token)}`;
  return `${path}?limit=${size}${rest}`;
}

type Page =
  | { readonly ok: true; readonly value: { readonly items: readonly unknown[]; readonly next: string } }
  | { readonly ok: false; readonly fault: Fault };

function pageOf(list: JsonObject, kind: ReadKind, token: string): Page {
  const unexpected = (why: string): Page => ({ ok: false, fault: { kind: "unexpected", why } });
  if (list["kind"] !== `${kind}List`) return unexpected(`JSON that is no ${kind}List`);
  // Go writes an empty slice that was never made as null.
  const items = list["items"] ?? [];
  if (!Array.isArray(items)) return unexpected(`a ${kind}List whose items are no list`);
  const metadata = list["metadata"];
  const next = isObject(metadata) ? metadata["continue"] : "";
  if (typeof next !== "string" || next === "") return { ok: true, value: { items, next: "" } };
  if (next === token) return unexpected(`a ${kind}List that repeats the same page`);
  return { ok: true, value: { items, next } };
}

function fresh(items: readonly unknown[], seen: ReadonlySet<string>, restarted: boolean): readonly unknown[] {
  return restarted ? items.filter((item) => !seen.has(keyOf(item))) : items;
}

function remember(items: readonly unknown[], seen: Set<string>): void {
  for (const item of items) seen.add(keyOf(item));
}

function keyOf(item: unknown): string {
  const metadata = isObject(item) ? item["metadata"] : undefined;
  return isObject(metadata) ? `${metadata["namespace"] ?? ""}/${metadata["name"] ?? ""}` : "";
}

/** Puts the two fields in place: the object was parsed here and is nobody else's yet. */
function name(object: unknown, resource: Resource): void {
  if (isObject(object)) Object.assign(object, { apiVersion: apiVersion(resource), kind: resource.kind });
}
