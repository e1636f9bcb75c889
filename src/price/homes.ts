import type { UsdPerHour } from "../model/money.ts";
import type { Node, Taint } from "../model/node.ts";
import type { Catalog, MachineShape } from "./catalog.ts";
import {
  BOOT_DISK,
  DEFAULT_BOOT_DISK_TYPE,
  EPHEMERAL_SSD,
  INSTANCE_TYPE,
  LEGACY_INSTANCE_TYPE,
  MACHINE_FAMILY,
  RAW_BLOCK_SSD,
} from "./names.ts";
import type { Pricer } from "./pricer.ts";
import { provisioningOf } from "./provisioning.ts";
import type { Quote } from "./quote.ts";
import { regionOf } from "./region.ts";

/** A node that does not exist, of a type that could be bought where another node stands. */
export interface HomeType {
  readonly shape: MachineShape;
  readonly node: Node;
  readonly quote: Quote;
}

/** A type with its price, before a node is made of it. */
interface Ranked {
  readonly shape: MachineShape;
  readonly quote: Quote;
  readonly usdPerHour: UsdPerHour;
}

/**
 * Types that blockers of `like` could run on instead: x86, without GPUs or TPUs, of the shared-core ones only e2-medium, priced by
 * `pricer`'s book itself in the region and provisioning of `like`, with a 100 GB balanced disk; cheapest first, then by name.
 */
export function homeTypes(pricer: Pricer, catalog: Catalog, like: Node): readonly HomeType[] {
  return homeFinder(pricer, catalog)(like);
}

/** `homeTypes` for many nodes: types are priced once a region and provisioning, nodes are made when they are looked at. */
export function homeFinder(pricer: Pricer, catalog: Catalog): (like: Node) => readonly HomeType[] {
  const candidates = [...catalog.values()].filter(isCandidate);
  const rankings = new Map<string, readonly Ranked[]>();
  return (like) => {
    const key = `${regionOf(like)} ${provisioningOf(like)} ${like.labels.get("cloud.google.com/gke-provisioning") ?? ""}`;
    const ranking = rankings.get(key) ?? rank(pricer, candidates, like);
    rankings.set(key, ranking);
    return ranking.map(({ shape, quote }) => lazily(shape, quote, like));
  };
}

const TPU_FAMILY = /^(?:ct\d|tpu)/u;

function isCandidate(shape: MachineShape): boolean {
  if (shape.architecture !== "amd64" || shape.gpus > 0 || TPU_FAMILY.test(shape.family)) return false;
  return !shape.sharedCore || shape.machineType === "e2-medium";
}

function rank(pricer: Pricer, candidates: readonly MachineShape[], like: Node): readonly Ranked[] {
  const ranked: Ranked[] = [];
  for (const shape of candidates) {
    const quote = pricer.node(homeNode(shape, like));
    // Only a type with a price of its own is sold there; what is composed of its family's rates may not be.
    const listed = quote.parts.some((part) => part.what === shape.machineType);
    if (quote.usdPerHour !== null && listed) ranked.push({ shape, quote, usdPerHour: quote.usdPerHour });
  }
  return ranked.sort(
    (left, right) => left.usdPerHour - right.usdPerHour || (left.shape.machineType < right.shape.machineType ? -1 : 1),
  );
}

function lazily(shape: MachineShape, quote: Quote, like: Node): HomeType {
  let made: Node | undefined;
  return {
    shape,
    quote,
    get node(): Node {
      made ??= homeNode(shape, like);
      return made;
    },
  };
}

/** Labels that tell of the machine itself, or name a place: the new node has its own or none. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  INSTANCE_TYPE,
  LEGACY_INSTANCE_TYPE,
  MACHINE_FAMILY,
  BOOT_DISK,
  EPHEMERAL_SSD,
  RAW_BLOCK_SSD,
  "cloud.google.com/gke-nodepool",
  "cloud.google.com/gke-boot-disk-size",
  "cloud.google.com/gke-cpu-scaling-level",
  "cloud.google.com/gke-memory-gb-scaling-level",
  "kubernetes.io/hostname",
  "kubernetes.io/arch",
  "beta.kubernetes.io/arch",
]);

/** `gke-accelerator`, `gke-accelerator-count`, `gke-gpu-sharing-strategy`, `gke-tpu-topology`, … */
const ACCELERATOR_LABEL = /^cloud\.google\.com\/gke-(?:accelerator|gpu|tpu|max-shared-clients-per-gpu)/u;

/** Taints that tell how a node fares, not what it is for; and those of an architecture that the new node has not. */
const STATE_TAINT =
  /^(?:node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$|cloud\.google\.com\/impending-node-termination$|kubernetes\.io\/arch$)/u;

/** A fresh node of `shape` in the place of `like`, with its other labels and taints. */
function homeNode(shape: MachineShape, like: Node): Node {
  const labels = new Map<string, string>();
  for (const [key, value] of like.labels) {
    if (!OWN_LABELS.has(key) && !ACCELERATOR_LABEL.test(key)) labels.set(key, value);
  }
  labels.set(INSTANCE_TYPE, shape.machineType);
  labels.set(MACHINE_FAMILY, shape.family);
  labels.set(BOOT_DISK, DEFAULT_BOOT_DISK_TYPE);
  labels.set("kubernetes.io/arch", shape.architecture);
  return {
    name: `new ${shape.machineType}`,
    uid: "",
    labels,
    annotations: new Map(),
    createdAt: null,
    unschedulable: false,
    taints: like.taints.filter(staysOn),
    capacity: shape.capacity,
    allocatable: shape.allocatable,
    conditions: [{ type: "Ready", status: "True", changedAt: null }],
    kubeletVersion: like.kubeletVersion,
    ...(like.declaredFeatures === undefined ? {} : { declaredFeatures: like.declaredFeatures }),
    providerId: like.providerId,
  };
}

function staysOn(taint: Taint): boolean {
  return !STATE_TAINT.test(taint.key);
}
