import { ClusterFailure } from "../failure.ts";
import type { ReadKind } from "../model/snapshot.ts";
import { type Instant, instant } from "../model/time.ts";
import { annotationFilter } from "./allowed.ts";
import { ask, type Reading } from "./cluster-ask.ts";
import { createCodec } from "./cluster-codec.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import type { JsonObject } from "./cluster-decode.ts";
import type { Fault } from "./cluster-fault.ts";
import { getOne, type ListEvent, listAll } from "./cluster-list.ts";
import { merge } from "./cluster-merge.ts";
import { pathOf, RESOURCES, type Resource } from "./cluster-resources.ts";
import { type Asked, sentence } from "./cluster-words.ts";

/** What the reading of a cluster gives. `about` comes first, before any page. */
export type RawEvent =
  | {
      readonly type: "about";
      /** By the server's clock; `null` when it does not tell the time. */
      readonly takenAt: Instant | null;
      /** `1.36`; `null` when the server would not say. */
      readonly kubernetesVersion: string | null;
    }
  | {
      readonly type: "page";
      readonly kind: ReadKind;
      /** In the shape of JSON, each with its `kind` and `apiVersion`; equal parts may be one object, so nothing may be changed. */
      readonly objects: readonly unknown[];
      readonly where: string;
    }
  | { readonly type: "listed"; readonly kind: ReadKind }
  | { readonly type: "refused"; readonly kind: ReadKind; readonly why: string }
  /** Something that a reader of the snapshot must know. */
  | { readonly type: "note"; readonly where: string; readonly text: string };

/**
 * Reads all kinds of a cluster as raw objects, in pages. Nodes and pods are read first; their owners and the rest
 * follow, since an owner that ended in between leaves finished pods (which do not count), while one that is not yet listed
 * would make its pods look as if their controller were lost. Memory holds a few pages.
 * @throws ClusterFailure when nodes or pods cannot be listed, or the server fails altogether
 */
export async function* listRaw(connection: ClusterConnection): AsyncGenerator<RawEvent> {
  const stop = new AbortController();
  const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(connection.limits.overall)]);
  const codec = createCodec(annotationFilter(connection.annotationKeys));
  const reading: Reading = { connection, codec, deadline, accepted: false };
  try {
    const version = await askVersion(reading);
    let told = false;
    for await (const event of listStages(reading, () => stop.abort())) {
      if (event.type === "page" && !told) {
        told = true;
        const takenAt = timeOf(event.date);
        yield { type: "about", takenAt, kubernetesVersion: version.minor };
        if (version.note !== null) yield { type: "note", where: "/version", text: version.note };
        if (takenAt === null)
          yield { type: "note", where: event.where, text: "the API server does not tell the time (no Date header)" };
      }
      yield outward(event, connection);
    }
    if (codec.whyJson() !== "") yield { type: "note", where: connection.server, text: asJson(codec.whyJson()) };
  } finally {
    connection.close();
  }
}

function asJson(why: string): string {
  return `lists were read as JSON, which takes longer, for protobuf could not be had: ${why}`;
}

async function* listStages(reading: Reading, stop: () => void): AsyncGenerator<ListEvent> {
  const start = (resource: Resource) => () => (resource.name === null ? listAll : getOne)(reading, resource);
  for (const first of [true, false]) {
    const stage = RESOURCES.filter((resource) => resource.essential === first);
    yield* merge(stage.map(start), reading.connection.limits.parallel, stop);
  }
}

function outward(event: ListEvent, connection: ClusterConnection): RawEvent {
  switch (event.type) {
    case "page":
      return { type: "page", kind: event.kind, objects: event.objects, where: event.where };
    case "note":
      return { type: "note", where: event.where, text: `${event.kind}: ${event.text}` };
    case "listed":
      return event;
    case "failed": {
      const { resource, fault, tries } = event;
      const why = sentence(fault, asked(connection, pathOf(resource), resource, tries));
      if (resource.essential || !isOneKindsOwn(fault)) throw new ClusterFailure(why);
      return { type: "refused", kind: resource.kind, why };
    }
  }
}

/** A status concerns the kind alone, except that 401 concerns all of them; any other fault is the server's. */
function isOneKindsOwn(fault: Fault): boolean {
  return fault.kind === "status" && fault.status !== 401;
}

interface Version {
  readonly minor: string | null;
  readonly note: string | null;
}

async function askVersion(reading: Reading): Promise<Version> {
  const { connection, codec } = reading;
  const path = "/version";
  const outcome = await ask(reading, path, codec.json);
  if (outcome.ok) {
    const minor = minorOf(outcome.value);
    return { minor, note: minor === null ? "the API server does not tell its version" : null };
  }
  const why = sentence(outcome.fault, asked(connection, path, null, outcome.tries));
  if (!isOneKindsOwn(outcome.fault)) throw new ClusterFailure(why);
  return { minor: null, note: `the version is not known: ${why}` };
}

/** `{"major":"1","minor":"33+","gitVersion":"v1.33.5-gke.1201000"}` → `1.33` */
function minorOf(object: JsonObject): string | null {
  const match =
    /^v?(\d+)\.(\d+)/u.exec(`${object["major"]}.${object["minor"]}`) ??
    /^v(\d+)\.(\d+)/u.exec(`${object["gitVersion"]}`);
  return match === null ? null : `${match[1]}.${match[2]}`;
}

function timeOf(date: string): Instant | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : instant(time);
}

function asked(connection: ClusterConnection, path: string, resource: Resource | null, tries: number): Asked {
  return { title: connection.title, server: connection.server, path, resource, tries };
}
