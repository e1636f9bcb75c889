import { type BuilderOptions, createBuilder } from "../../src/collect/builder.ts";
import type { Pod } from "../../src/model/pod.ts";
import { formatQuantity } from "../../src/model/quantity.ts";
import type { ResourceList } from "../../src/model/resources.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";

/** An object as the API server writes it. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads raw objects as if they came from `dump.json`. */
export function read(objects: readonly unknown[], options: BuilderOptions = {}): Snapshot {
  const builder = createBuilder(options);
  for (const object of objects) builder.add(object, "dump.json");
  return builder.finish();
}

/** `where: object: field: what` of each problem. */
export function problemsOf(snapshot: Snapshot): readonly string[] {
  return snapshot.problems.map(({ where, object, field, what }) => [where, object, field, what].join(": "));
}

/** The one pod that `pod` is read as, on the node that it names. */
export function readPod(pod: Json, options: BuilderOptions = {}): Pod {
  const snapshot = read([node("n1"), pod], options);
  const [first] = snapshot.pods;
  if (first === undefined) throw new Error(`no pod: ${problemsOf(snapshot).join("; ")}`);
  return first;
}

/** `{cpu: "1"}` */
export function amounts(resources: ResourceList): Readonly<Record<string, string>> {
  return Object.fromEntries([...resources].map(([name, amount]) => [name, formatQuantity(amount)]));
}

export function node(
  name: string,
  parts: { readonly spec?: Json; readonly status?: Json; readonly metadata?: Json } = {},
) {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, uid: `node-${name}`, ...parts.metadata },
    spec: { ...parts.spec },
    status: { allocatable: { cpu: "4", memory: "16Gi", pods: "110" }, ...parts.status },
  };
}

export function pod(
  name: string,
  parts: { readonly spec?: Json; readonly status?: Json; readonly metadata?: Json } = {},
): Json {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", uid: `pod-${name}`, ...parts.metadata },
    spec: { nodeName: "n1", containers: [{ name: "c", resources: { requests: { cpu: "100m" } } }], ...parts.spec },
    status: { phase: "Running", ...parts.status },
  };
}

/** An object of any other kind. */
export function object(apiVersion: string, kind: string, metadata: Json, rest: Json = {}): Json {
  return { apiVersion, kind, metadata: { namespace: "default", ...metadata }, ...rest };
}

export function ownedBy(kind: string, name: string, apiVersion = "apps/v1"): Json {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `uid-${name}`, controller: true }] };
}
