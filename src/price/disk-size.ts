import type { Node } from "../model/node.ts";
import { wholeValue } from "../model/quantity.ts";
import { goInt } from "./go-numbers.ts";
import { DEFAULT_BOOT_DISK_GIB, GIB, OS_DISTRIBUTION, TEMPLATE_BOOT_DISK_SIZE } from "./names.ts";
import { usesEphemeralSsd } from "./ssd-count.ts";

/** The size of a boot disk, and what was guessed of it. */
export interface DiskSize {
  readonly gib: number;
  readonly estimated: readonly string[];
}

/**
 * As the autoscaler sees it: the template annotation, and 100 GB on every node that lacks it, which is every live one. The
 * annotation is taken literally, negative sizes included. Source: GCE `GcePriceModel.NodePrice`, boot disk.
 */
export function templateDiskSize(node: Node): DiskSize {
  const size = goInt(node.annotations.get(TEMPLATE_BOOT_DISK_SIZE) ?? "");
  return { gib: size === 0 ? DEFAULT_BOOT_DISK_GIB : size, estimated: [] };
}

/** As it is: the template annotation where there is one, else worked out from the ephemeral storage that the disk leaves. */
export function seenDiskSize(node: Node): DiskSize {
  const annotated = goInt(node.annotations.get(TEMPLATE_BOOT_DISK_SIZE) ?? "");
  if (annotated > 0) return { gib: annotated, estimated: [] };
  const storage = wholeValueOf(node);
  if (usesEphemeralSsd(node)) return assumed("ephemeral storage lies on local SSD");
  if (storage === null) return assumed("the node does not report its ephemeral storage");
  const gib = Math.round(diskBytes(storage, node.labels.get(OS_DISTRIBUTION) ?? "cos") / GIB);
  return { gib, estimated: [] };
}

function assumed(why: string): DiskSize {
  return {
    gib: DEFAULT_BOOT_DISK_GIB,
    estimated: [`boot disk size is not known (${why}): ${DEFAULT_BOOT_DISK_GIB} GB assumed`],
  };
}

function wholeValueOf(node: Node): number | null {
  const storage = node.capacity.get("ephemeral-storage");
  const bytes = storage === undefined ? 0 : wholeValue(storage);
  return bytes > 0 ? bytes : null;
}

/** What an image takes of its boot disk before pods may use it: a share of the disk and a fixed part. */
interface Reserved {
  readonly share: number;
  readonly fixedGib: number;
}

const COS: Reserved = { share: 0.015635, fixedGib: 4.148 };
const UBUNTU: Reserved = { share: 0.03083, fixedGib: 0.171 };
const WINDOWS: Reserved = { share: 0, fixedGib: 0.1133 };

function reservedBy(distribution: string): Reserved {
  if (distribution.startsWith("ubuntu")) return UBUNTU;
  return distribution.startsWith("windows") ? WINDOWS : COS;
}

/**
 * The disk that leaves `capacity` bytes for pods. Source: GCE `CalculateOSReservedEphemeralStorage`, without its safety buffer,
 * which live nodes do not show. Versions of an image differ by some 40 MB, so the nearest GB is the disk's size.
 */
function diskBytes(capacity: number, distribution: string): number {
  const reserved = reservedBy(distribution);
  return (capacity + reserved.fixedGib * GIB) / (1 - reserved.share);
}
