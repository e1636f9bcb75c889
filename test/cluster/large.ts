import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { writeCluster } from "../../bench/generate.ts";
import type { ControlPlane } from "./control-plane.ts";

const Named = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }).optional(),
});

/** The time at which the generated cluster is to be judged. */
export const LARGE_ARGS = ["--now", "2026-11-20T03:00:00Z", "--cluster", "bench/asia-northeast1/bench"] as const;

/**
 * Puts a cluster of so many nodes and pods a node into etcd, and gives a snapshot file of the same objects in the order in which
 * the API server lists them.
 */
export async function putLarge(plane: ControlPlane, nodes: number, pods: number): Promise<string> {
  const file = join(plane.folder, "generated.jsonl");
  await writeCluster(file, nodes, pods);
  const lines: { readonly key: string; readonly line: string }[] = [];
  let first = "";
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { kind, metadata } = Named.parse(JSON.parse(line));
    if (metadata === undefined) first = line;
    else lines.push({ key: `${kind} ${metadata.namespace ?? ""}/${metadata.name}`, line });
  }
  lines.sort((a, b) => (a.key < b.key ? -1 : 1));
  await plane.putLines(lines.map(({ line }) => line).join("\n"));
  await writeFile(file, [first, ...lines.map(({ line }) => line), ""].join("\n"));
  return file;
}
