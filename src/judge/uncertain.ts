import type { Node } from "../model/node.ts";
import { CONTROLLER_KINDS } from "../model/owner.ts";
import { type Pod, podKey } from "../model/pod.ts";
import type { ReadKind, Snapshot } from "../model/snapshot.ts";
import type { Drain } from "./drain.ts";
import { gpusOf } from "./gpu.ts";

/** What a verdict was made of: the node, its drain, and the pods for which other places were tried. */
export interface Basis {
  readonly node: Node;
  readonly drain: Drain;
  readonly moved: readonly Pod[];
}

/** What in a node's verdict is not known or not mirrored, a sentence each: empty for nearly every node. */
export function uncertainties({ node, drain, moved }: Basis, snapshot: Snapshot): readonly string[] {
  return [
    ...(gpusOf(node)?.kind === "claims" ? [CLAIMED_GPUS] : []),
    ...lostControllers(drain, snapshot),
    ...unlistedBudgets(drain, snapshot),
    ...unlistedStorage(moved, snapshot),
    ...unlistedNamespaces(moved, snapshot),
    ...unmirrored(moved),
  ];
}

const CLAIMED_GPUS = "dynamic resource allocation is not mirrored: claimed GPUs do not count in the node's utilization";

/** `ControllerNotFound` is no evidence where the controller's kind was not listed. */
function lostControllers({ blockers }: Drain, snapshot: Snapshot): readonly string[] {
  const lost = blockers.filter(({ reason }) => reason === "ControllerNotFound").map(({ pod }) => pod);
  if (lost.length === 0) return [];
  return CONTROLLER_KINDS.flatMap((kind) => {
    const of = lost.filter((pod) => pod.owner?.kind === kind);
    return unlisted(kind, of, snapshot, (names) => `whether the ${kind} of ${names} still exists is not known`);
  });
}

/** A dump without budgets is taken at its word; a refusal to list them is not. */
function unlistedBudgets({ podsToMove, blockers }: Drain, snapshot: Snapshot): readonly string[] {
  if (snapshot.kinds.PodDisruptionBudget.state !== "refused") return [];
  const freed = blockers.filter(({ reason }) => reason === "UnmovableKubeSystemPod").map(({ pod }) => pod);
  const pods = [...podsToMove, ...freed];
  return unlisted("PodDisruptionBudget", pods, snapshot, (names) => `whether a budget covers ${names} is not known`);
}

function unlistedStorage(moved: readonly Pod[], snapshot: Snapshot): readonly string[] {
  const claiming = moved.filter((pod) => pod.spec.volumes.some(({ kind }) => kind === "claim"));
  const attaching = moved.filter((pod) => pod.spec.volumes.some(({ kind }) => ATTACHED.has(kind)));
  if (attaching.length === 0) return [];
  const bound = claiming.filter((pod) => claimsOf(pod, snapshot).some((claim) => claim.volumeName !== ""));
  const unbound = claiming.filter((pod) => claimsOf(pod, snapshot).some((claim) => claim.volumeName === ""));
  const where = (names: string): string => `where the volumes of ${names} can be used is not known`;
  return [
    ...unlisted("PersistentVolumeClaim", claiming, snapshot, where),
    ...unlisted("PersistentVolume", bound, snapshot, where),
    ...unlisted("StorageClass", unbound, snapshot, where),
    ...unlisted(
      "CSINode",
      attaching,
      snapshot,
      (names) => `how many volumes a node takes beside ${names} is not known`,
    ),
  ];
}

const ATTACHED: ReadonlySet<string> = new Set(["claim", "csi", "gcePersistentDisk"]);

function claimsOf(pod: Pod, snapshot: Snapshot): readonly { readonly volumeName: string }[] {
  return pod.spec.volumes.flatMap((volume) => {
    const claim =
      volume.kind === "claim" ? snapshot.volumeClaims.get(`${pod.namespace}/${volume.claimName}`) : undefined;
    return claim ?? [];
  });
}

/** A namespace selector is answered by the labels of namespaces. The empty one means all of them and needs none. */
function unlistedNamespaces(moved: readonly Pod[], snapshot: Snapshot): readonly string[] {
  const selecting = moved.filter(({ spec }) =>
    [...spec.affinity, ...spec.antiAffinity].some((term) => (term.namespaceSelector?.length ?? 0) > 0),
  );
  return unlisted(
    "Namespace",
    selecting,
    snapshot,
    (names) => `which namespaces the affinity of ${names} means is not known`,
  );
}

/** Schedulers whose filters are kube-scheduler's own. */
const KNOWN_SCHEDULERS: ReadonlySet<string> = new Set([
  "",
  "default-scheduler",
  "gke.io/optimize-utilization-scheduler",
]);

function unmirrored(moved: readonly Pod[]): readonly string[] {
  const claiming = moved.filter(({ spec }) => spec.resourceClaims.length > 0);
  const foreign = moved.filter(({ spec }) => !KNOWN_SCHEDULERS.has(spec.schedulerName));
  const schedulers = new Set(foreign.map(({ spec }) => spec.schedulerName));
  return [
    ...(claiming.length > 0 ? [`dynamic resource allocation is not mirrored: ${named(claiming)}`] : []),
    ...[...schedulers].map((name) => {
      const pods = foreign.filter(({ spec }) => spec.schedulerName === name);
      return `what the scheduler ${name} would do is not known, kube-scheduler's filters were asked: ${named(pods)}`;
    }),
  ];
}

/** The sentence, when there are `pods` that it concerns and their verdict rests on a kind that was not listed. */
function unlisted(
  kind: ReadKind,
  pods: readonly Pod[],
  snapshot: Snapshot,
  what: (names: string) => string,
): readonly string[] {
  const state = snapshot.kinds[kind];
  if (pods.length === 0 || state.state === "listed") return [];
  const how = state.state === "absent" ? `no ${kind} was listed` : `${kind} could not be listed (${state.why})`;
  return [`${how}: ${what(named(pods))}`];
}

const MOST_NAMES = 3;

function named(pods: readonly Pod[]): string {
  const names = pods.slice(0, MOST_NAMES).map(podKey).join(", ");
  return pods.length > MOST_NAMES ? `${names} and ${pods.length - MOST_NAMES} more` : names;
}
