import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyObject } from "../../../fixtures/protobuf/arbitrary.ts";
import { encodeBare, encodeList, encodeObject, type Json } from "../../../fixtures/protobuf/encode.ts";
import { annotationFilter } from "../../../src/collect/allowed.ts";
import { apiVersion, RESOURCES } from "../../../src/collect/cluster-resources.ts";
import { readList, readObject } from "../../../src/collect/proto/envelope.ts";
import { Wire } from "../../../src/collect/proto/wire.ts";
import { redact } from "../../../src/collect/snapshot-file.ts";
import type { ReadKind } from "../../../src/model/snapshot.ts";
import { FULL_OBJECTS } from "../full-objects.ts";
import { read } from "../objects.ts";

const VERSIONS: ReadonlyMap<ReadKind, string> = new Map(RESOURCES.map((known) => [known.kind, apiVersion(known)]));

/** The items of a page that the API server would send of these objects. One reader reads all of them, as in a collection. */
function throughProtobuf(kind: ReadKind, objects: readonly Json[], wire = new Wire(annotationFilter())) {
  const version = VERSIONS.get(kind) ?? "";
  const bare = objects.map((object) => encodeBare(kind, object));
  const page = encodeList(version, kind, { resourceVersion: "7", continue: "next" }, bare);
  const list = readList(wire, page, kind, version);
  expect(list).toMatchObject({ kind: `${kind}List`, metadata: { resourceVersion: "7", continue: "next" } });
  return list.items;
}

/** What a snapshot file would hold of it. As text, so that the order of keys counts too where Go sorts them. */
function redacted(objects: readonly unknown[]): unknown {
  return objects.map((object) => redact(structuredClone(object)));
}

describe("protobuf and JSON agree on every field that is read", () => {
  test.each(RESOURCES.map(({ kind }) => kind))("%s, of any objects", (kind) => {
    const objects = fc.array(anyObject(kind, VERSIONS.get(kind) ?? ""), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(objects, (json) => {
        const items = throughProtobuf(kind, json);
        expect(redacted(items)).toEqual(redacted(json));
        expect(read(items as Json[])).toEqual(read(json as Json[]));
      }),
      { numRuns: kind === "Pod" ? 150 : 60 },
    );
  });

  test("every object whose every field is filled", () => {
    for (const object of FULL_OBJECTS) {
      const kind = String(object["kind"]) as ReadKind;
      const [item] = throughProtobuf(kind, [object]);
      expect(read([item as Json])).toEqual(read([object]));
    }
  });

  test("one object alone", () => {
    const status = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: "y" },
      data: { status: "z" },
    };
    const body = encodeObject("v1", "ConfigMap", status);
    expect(readObject(new Wire(annotationFilter()), body, "ConfigMap", "v1")).toEqual(status);
    expect(readObject(new Wire(annotationFilter()), body, "Pod", "v1")).toBeNull();
  });
});

describe("what protobuf shares between objects", () => {
  const pod = (name: string, labels: object) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "web", labels },
    spec: { tolerations: [{ key: "a" }, { key: "b" }] },
    status: {},
  });

  test("equal parts are one object, and unequal ones are not", () => {
    const [one, two, three] = throughProtobuf("Pod", [
      pod("a", { x: "1" }),
      pod("b", { x: "1" }),
      pod("c", { x: "2" }),
    ]);
    const labels = (item: unknown) => (item as { metadata: { labels: object } }).metadata.labels;
    expect(labels(one)).toBe(labels(two));
    expect(labels(three)).toEqual({ x: "2" });
  });

  test("a label may be called like something of JavaScript's", () => {
    const evil = JSON.parse('{"__proto__":"1","constructor":"2","toString":"3"}');
    const [item] = throughProtobuf("Pod", [pod("a", evil)]);
    const { labels } = (item as { metadata: { labels: object } }).metadata;
    expect(Object.entries(labels)).toEqual(Object.entries(evil));
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
  });

  test("of annotations only those that are asked for are read", () => {
    const annotated = { ...pod("a", {}), metadata: { name: "a", annotations: { "my.team": "x", secret: "y" } } };
    const own = throughProtobuf("Pod", [annotated], new Wire(annotationFilter(["my.team"])));
    expect(own[0]).toMatchObject({ metadata: { annotations: { "my.team": "x" } } });
    expect(JSON.stringify(throughProtobuf("Pod", [annotated]))).not.toMatch(/my\.team|secret/u);
  });
});
