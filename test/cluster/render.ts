import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { execute } from "./execute.ts";

const TESTCLUSTER = ".tmp/testcluster";

/** The folders of `k8s/` that can be applied. */
export const FOLDERS = [
  "k8s/base",
  "k8s/overlays/workload-identity",
  "k8s/overlays/second-cluster",
  "k8s/overlays/duckdb-volume",
] as const;

/** A Kubernetes object as a manifest has it. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** A folder as `kubectl apply -k` would send it, one YAML document an object. */
export async function render(folder: string): Promise<string> {
  return await execute(TESTCLUSTER, ["kubectl", "kustomize", folder]);
}

export function parse(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => Manifest.parse(document.toJS()));
}

/** The one object of a kind, as `schema` reads it. */
export function only<T>(objects: readonly Manifest[], kind: string, schema: z.ZodType<T>): T {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects are a ${kind}`);
  return schema.parse(found[0]);
}
