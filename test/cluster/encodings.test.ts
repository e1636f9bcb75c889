import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anyObject } from "../../fixtures/protobuf/arbitrary.ts";
import { annotationFilter } from "../../src/collect/allowed.ts";
import { createCodec } from "../../src/collect/cluster-codec.ts";
import { apiVersion, pathOf, RESOURCES, type Resource } from "../../src/collect/cluster-resources.ts";
import { redact } from "../../src/collect/snapshot-file.ts";
import { read } from "../collect/objects.ts";
import { ControlPlane } from "./control-plane.ts";

/** The same objects through the API server's own two encodings: what Barnacle reads of them is the same. */

const COUNT = 60;
const SEED = 8;

const LISTED = RESOURCES.filter((resource) => resource.name === null);
const CLUSTER_WIDE = new Set(["Node", "Namespace", "PersistentVolume", "PriorityClass", "StorageClass", "CSINode"]);

let plane: ControlPlane;

beforeAll(async () => {
  plane = await ControlPlane.start();
  for (const resource of LISTED) await plane.put(objectsOf(resource));
});

afterAll(() => plane?.stop());

/** Any objects of a kind, with sense or without, under names of their own. */
function objectsOf(resource: Resource): readonly object[] {
  const any = anyObject(resource.kind, apiVersion(resource));
  return fc.sample(any, { numRuns: COUNT, seed: SEED }).map((object, index) => {
    const metadata = { ...Object(object["metadata"]), name: `fuzz-${index}` };
    if (CLUSTER_WIDE.has(resource.kind)) delete metadata.namespace;
    else metadata.namespace = "default";
    return { ...object, metadata };
  });
}

async function itemsAs(accept: string, resource: Resource): Promise<readonly unknown[]> {
  const { adminToken: token } = plane;
  const answer = await plane.ask(pathOf(resource), { token, accept });
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
  expect(headers["content-type"]).toBe(accept);
  const page = createCodec(annotationFilter()).page({ status: answer.status, headers, body: answer.body }, resource);
  if (!page.ok) throw new Error(`${resource.kind}: ${JSON.stringify(page.fault)}`);
  return page.value.items;
}

function redacted(items: readonly unknown[]): unknown {
  return items.map((item) => redact(structuredClone(item)));
}

describe.each(LISTED)("$kind", (resource) => {
  test("protobuf and JSON agree on every field that is read", async () => {
    const [protobuf, json] = [
      await itemsAs("application/vnd.kubernetes.protobuf", resource),
      await itemsAs("application/json", resource),
    ];
    expect(protobuf.length).toBeGreaterThanOrEqual(COUNT);
    expect(redacted(protobuf)).toEqual(redacted(json));
    expect(read(protobuf)).toEqual(read(json));
  });
});
