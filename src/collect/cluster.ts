import type { Problem, ReadKind, Snapshot } from "../model/snapshot.ts";
import type { SnapshotBuilder } from "./builder.ts";
import { type ClusterConnection, type ConnectionOptions, connect } from "./cluster-connection.ts";
import { type ClusterChoice, chooseCluster } from "./cluster-kubeconfig.ts";
import { listRaw } from "./cluster-raw.ts";

export type { ClusterConnection } from "./cluster-connection.ts";
export type { Limits } from "./cluster-limits.ts";
export type { Load } from "./cluster-load.ts";
export { listRaw } from "./cluster-raw.ts";

/** Which cluster to read, and how patiently. */
export interface ClusterOptions extends ClusterChoice, ConnectionOptions {}

/**
 * Finds the cluster and makes ready to ask it; nothing is sent yet.
 * @throws UsageFailure when there is no kubeconfig, it cannot be used, or it lacks the context
 */
export async function openCluster(options: ClusterOptions): Promise<ClusterConnection> {
  return connect(await chooseCluster(options), options);
}

/** How far the reading is, over all kinds; `kind` is the one that a page came of. */
export interface Progress {
  readonly kind: ReadKind;
  readonly pages: number;
  readonly objects: number;
}

/** What a collection may be asked for besides the snapshot. */
export interface CollectOptions {
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/**
 * Reads the cluster into `builder` and finishes it. What a reader must know of how it was read (a list that expired in
 * between, a server that tells no time) is added to the snapshot's problems, with the API path.
 * @throws ClusterFailure when nodes or pods cannot be listed, or the server fails altogether
 */
export async function collectCluster(
  connection: ClusterConnection,
  builder: SnapshotBuilder,
  options: CollectOptions = {},
): Promise<Snapshot> {
  const notes: Problem[] = [];
  let pages = 0;
  let objects = 0;
  for await (const event of listRaw(connection)) {
    switch (event.type) {
      case "about":
        builder.about({ takenAt: event.takenAt, kubernetesVersion: event.kubernetesVersion });
        break;
      case "page":
        for (const object of event.objects) builder.add(object, event.where);
        pages += 1;
        objects += event.objects.length;
        options.progress?.({ kind: event.kind, pages, objects });
        break;
      case "listed":
        builder.listed(event.kind);
        break;
      case "refused":
        builder.refused(event.kind, event.why);
        break;
      case "note":
        notes.push({ where: event.where, object: "", field: "", what: event.text });
        break;
    }
  }
  const snapshot = builder.finish();
  return { ...snapshot, problems: [...snapshot.problems, ...notes] };
}
