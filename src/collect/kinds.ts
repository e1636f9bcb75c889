import type { ReadKind } from "../model/snapshot.ts";
import { isRaw, missing, type Raw } from "./decode/raw.ts";

/** API groups of the kinds that are read: a Job of batch.volcano.sh is no Job. Old dumps have workloads in `extensions`. */
const GROUPS = {
  Node: [""],
  Pod: [""],
  PodDisruptionBudget: ["policy"],
  Job: ["batch"],
  CronJob: ["batch"],
  ReplicaSet: ["apps", "extensions"],
  Deployment: ["apps", "extensions"],
  StatefulSet: ["apps"],
  DaemonSet: ["apps", "extensions"],
  ReplicationController: [""],
  PersistentVolumeClaim: [""],
  PersistentVolume: [""],
  StorageClass: ["storage.k8s.io"],
  CSINode: ["storage.k8s.io"],
  PriorityClass: ["scheduling.k8s.io"],
  Namespace: [""],
  ConfigMap: [""],
} as const satisfies Record<ReadKind, readonly string[]>;

/** The kind of a snapshot file's first line. */
export const HEADER_KIND = "BarnacleSnapshot";

function isReadKind(kind: string): kind is ReadKind {
  return Object.hasOwn(GROUPS, kind);
}

/** What an object is: of a kind that is read, or of another, by the name under which it is counted (`Job.batch.volcano.sh`). */
export type Recognized = { readonly kind: ReadKind } | { readonly kind: null; readonly name: string };

/** Tells an object's kind. One without `apiVersion` is taken for the kind that its name says. */
export function recognize(raw: Raw): Recognized {
  const kind = typeof raw["kind"] === "string" ? raw["kind"] : "";
  const version = raw["apiVersion"];
  const group = typeof version === "string" ? groupOf(version) : null;
  if (isReadKind(kind)) {
    const groups: readonly string[] = GROUPS[kind];
    if (group === null || groups.includes(group)) return { kind };
  }
  return { kind: null, name: group === null || group === "" ? kind : `${kind}.${group}` };
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** What a List says of its items that do not say it themselves; "" where it says nothing. */
export interface ItemType {
  readonly kind: string;
  readonly apiVersion: string;
}

/**
 * The type of a List's items: a PodList holds Pods, a plain List says nothing. Whatever has `items` is a List; `null` when the
 * object is none.
 */
export function itemTypeOf(list: Raw): ItemType | null {
  const items = list["items"];
  const kind = typeof list["kind"] === "string" ? list["kind"] : "";
  const named = kind.endsWith("List");
  if (!(Array.isArray(items) || (named && missing(items)))) return null;
  if (!named || kind === "List") return { kind: "", apiVersion: "" };
  return {
    kind: kind.slice(0, -"List".length),
    apiVersion: typeof list["apiVersion"] === "string" ? list["apiVersion"] : "",
  };
}

/** An item of a List, with the kind and version that it left to the List. Anything but an object is given back as it is. */
export function itemOf(item: unknown, type: ItemType): unknown {
  if (!isRaw(item) || item["kind"] !== undefined || type.kind === "") return item;
  const apiVersion = item["apiVersion"] ?? type.apiVersion;
  return apiVersion === "" ? { ...item, kind: type.kind } : { ...item, kind: type.kind, apiVersion };
}

/** The objects in `raw`: itself, or the items of a List, of Lists of Lists too. */
export function* unrolled(raw: unknown): Generator<unknown> {
  const type = isRaw(raw) ? itemTypeOf(raw) : null;
  if (!isRaw(raw) || type === null) {
    yield raw;
    return;
  }
  if (!Array.isArray(raw["items"])) return;
  for (const item of raw["items"]) yield* unrolled(itemOf(item, type));
}

/** Is `raw` the one ConfigMap that is read, `kube-system/cluster-autoscaler-status`? */
export function isAutoscalerStatus(raw: Raw): boolean {
  const { namespace, name } = isRaw(raw["metadata"]) ? raw["metadata"] : {};
  return namespace === "kube-system" && name === "cluster-autoscaler-status";
}
