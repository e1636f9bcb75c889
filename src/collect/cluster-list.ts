import type { ReadKind } from "../model/snapshot.ts";
import { ask, type Reading } from "./cluster-ask.ts";
import type { Page } from "./cluster-codec.ts";
import { isObject } from "./cluster-decode.ts";
import type { Fault, Outcome } from "./cluster-fault.ts";
import { pathOf, type Resource } from "./cluster-resources.ts";

/** What the reading of one kind gives, in this order: pages and notes, then `listed` or `failed`. */
export type ListEvent =
  | {
      readonly type: "page";
      readonly kind: ReadKind;
      /** With `kind` and `apiVersion`, which the items of a list lack. */
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
export async function* getOne(reading: Reading, resource: Resource): AsyncGenerator<ListEvent> {
  const { kind } = resource;
  const where = pathOf(resource);
  const asked = await ask(reading, where, (reply) => reading.codec.object(reply, resource));
  if (asked.ok) {
    yield { type: "page", kind, objects: asked.value.items, where, date: asked.value.date };
  } else if (asked.fault.kind !== "status" || asked.fault.status !== 404) {
    yield { type: "failed", resource, fault: asked.fault, tries: asked.tries };
    return;
  }
  yield { type: "listed", kind };
}

/** How far a list has come. */
interface Place {
  token: string;
  count: number;
  /** The last object's key. Pages follow the order of keys, as etcd has them. */
  last: string;
  inOrder: boolean;
  /** The version of the list's first page; "" where the server does not say, or it is known that there are two. */
  version: string;
  restarted: boolean;
  renewed: boolean;
}

/**
 * Lists a kind, page by page, at one version of the cluster's state. When the server lets the list expire between two pages (410 Gone),
 * it goes on with the fresh token that the 410 brings, else lists once more from the start and passes over the objects that came
 * before: those are kept as they were first read, even if they are gone by now. Both are noted, since the list is then of two moments.
 */
export async function* listAll(reading: Reading, resource: Resource): AsyncGenerator<ListEvent> {
  const where = pathOf(resource);
  const { kind } = resource;
  const { pageSize } = reading.connection.limits;
  const place: Place = { ...START };
  for (;;) {
    const asked = await ask(reading, pagePath(where, pageSize, place.token), (reply) =>
      refuseLoop(reading.codec.page(reply, resource), kind, place.token),
    );
    if (asked.ok) {
      reading.accepted = true;
      const { value: page } = asked;
      if (isOfAnotherVersion(page, place)) yield { type: "note", kind, where, text: ANOTHER_VERSION };
      yield { type: "page", kind, objects: taken(page, place), where, date: page.date };
      if (page.next === "") break;
      place.token = page.next;
      continue;
    }
    const way = afterExpiry(asked.fault, place);
    if (way === "stop") {
      yield { type: "failed", resource, fault: asked.fault, tries: asked.tries };
      return;
    }
    yield { type: "note", kind, where, text: EXPIRED[way](place.count) };
    expire(place, way, asked.fault);
  }
  yield { type: "listed", kind };
}

const START: Place = {
  token: "",
  count: 0,
  last: "",
  inOrder: true,
  version: "",
  restarted: false,
  renewed: false,
};

const ANOTHER_VERSION =
  "a page came of another version of the cluster than the one before, so the list shows two moments";

type Way = "renew" | "restart" | "stop";

const EXPIRED = {
  renew: (count: number) =>
    `the list expired after ${count} objects (410 Gone) and was read on from there, so it shows two moments`,
  restart: (count: number) =>
    `the list expired after ${count} objects (410 Gone) and was read again from the start; those ${count} are kept as first read, even if gone by now`,
} as const satisfies Record<Exclude<Way, "stop">, (count: number) => string>;

/** A fresh token is taken only if the one before it brought a page; a restart is made only once, and needs the order of keys. */
function afterExpiry(fault: Fault, place: Place): Way {
  if (place.token === "" || fault.kind !== "status" || fault.status !== 410) return "stop";
  if (fault.freshContinue !== "" && !place.renewed) return "renew";
  return place.restarted || !place.inOrder ? "stop" : "restart";
}

function expire(place: Place, way: Exclude<Way, "stop">, fault: Fault): void {
  place.version = "";
  if (way === "renew") place.renewed = true;
  else place.restarted = true;
  place.token = way === "renew" && fault.kind === "status" ? fault.freshContinue : "";
}

function isOfAnotherVersion(page: Page, place: Place): boolean {
  const before = place.version;
  place.version = page.resourceVersion;
  return before !== "" && page.resourceVersion !== "" && before !== page.resourceVersion;
}

/** The page's objects that have not come before. */
function taken(page: Page, place: Place): readonly unknown[] {
  const { items } = page;
  const from = place.restarted ? items.findIndex((item) => keyOf(item) > place.last) : 0;
  const objects = from === 0 ? items : items.slice(from < 0 ? items.length : from);
  place.count += objects.length;
  place.renewed = false;
  if (page.next !== "" || place.last !== "") follow(objects, place);
  return objects;
}

function follow(objects: readonly unknown[], place: Place): void {
  for (const object of objects) {
    const key = keyOf(object);
    if (key <= place.last) place.inOrder = false;
    place.last = key;
  }
}

function pagePath(path: string, size: number, token: string): string {
  const rest = token === "" ? "" : `&continue=${encodeURIComponent(token)}`;
  return `${path}?limit=${size}${rest}`;
}

function refuseLoop(page: Outcome<Page>, kind: ReadKind, token: string): Outcome<Page> {
  if (!page.ok || page.value.next === "" || page.value.next !== token) return page;
  return { ok: false, fault: { kind: "unexpected", why: `a ${kind}List that repeats the same page` } };
}

/** As etcd orders objects: `namespace/name`. */
function keyOf(item: unknown): string {
  const metadata = isObject(item) ? item["metadata"] : undefined;
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return namespace === undefined || namespace === "" ? `${name}` : `${namespace}/${name}`;
}
