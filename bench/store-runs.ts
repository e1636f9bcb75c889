import { rmSync } from "node:fs";
import { join } from "node:path";
import { loadBooks } from "../src/collect/books.ts";
import { readSnapshotFiles } from "../src/collect/files.ts";
import { autoscalerSettings, readConfig } from "../src/config.ts";
import { HOUR, instant } from "../src/model/time.ts";
import { regionsOf } from "../src/price/region.ts";
import { auditRows, type RunRows } from "../src/report/rows.ts";
import { runAudit } from "../src/run.ts";
import { writeCluster } from "./generate.ts";

/** The rows of the run of this number: an hour after the one before. */
export type Run = (number: number) => RunRows;

/** Audits the bench's cluster once; its rows under as many runs' names as asked for. */
export async function auditOfCluster(folder: string, nodes: number, pods: number): Promise<Run> {
  const file = join(folder, "cluster.jsonl");
  await writeCluster(file, nodes, pods);
  const config = readConfig(null, {}, {});
  const snapshot = await readSnapshotFiles([file], { annotationKeys: [] });
  rmSync(file);
  const books = await loadBooks(regionsOf(snapshot.nodes));
  const first = snapshot.takenAt ?? instant(0);
  const settings = autoscalerSettings(config, snapshot.kubernetesVersion);
  const auditSettings = { ...config.audit, book: config.book };
  const audit = runAudit({
    snapshot,
    settings,
    auditSettings,
    books,
    now: first,
    scheduledAt: first,
    version: "bench",
  });
  return (number) => {
    const at = instant(first + number * HOUR);
    return auditRows({ ...audit, run: { ...audit.run, id: `bench_${number}`, takenAt: at, scheduledAt: at } });
  };
}
