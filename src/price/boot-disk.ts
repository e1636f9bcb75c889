import { usdPerHour } from "../model/money.ts";
import { type UsdPerGibHour, usdPerGibHour } from "./book.ts";
import type { Asked, Charge } from "./charge.ts";
import { seenDiskSize, templateDiskSize } from "./disk-size.ts";
import { BOOT_DISK, DEFAULT_BOOT_DISK_TYPE, TEMPLATE_BOOT_DISK_TYPE } from "./names.ts";

/** Disks whose provisioned operations and throughput are billed apart, and are not to be seen on a node. */
const BILLED_BY_OPERATIONS: ReadonlySet<string> = new Set(["pd-extreme", "hyperdisk-extreme"]);

/** The boot disk: its size times the rate of its type. Source: GCE `GcePriceModel.NodePrice`, boot disk. */
export function bootDiskCharge(asked: Asked): Charge {
  const literal = asked.book.oddities.has("template-annotations-only");
  const size = literal ? templateDiskSize(asked.node) : seenDiskSize(asked.node);
  const type = bootDiskType(asked);
  const { rate, doubts } = rateOf(asked, type);
  const what = `${size.gib} GB ${type ?? DEFAULT_BOOT_DISK_TYPE} boot disk`;
  if (rate === undefined) return { what, usdPerHour: null, estimated: [...size.estimated, ...doubts] };
  return { what, usdPerHour: usdPerHour(rate * size.gib), estimated: [...size.estimated, ...doubts] };
}

/** The label, even an empty one, beats the annotation; `null` when neither names a type. */
function bootDiskType({ node }: Asked): string | null {
  const type = node.labels.get(BOOT_DISK) ?? node.annotations.get(TEMPLATE_BOOT_DISK_TYPE) ?? "";
  return type === "" ? null : type;
}

interface DiskRate {
  /** `undefined`: not even the default type has one. */
  readonly rate: UsdPerGibHour | undefined;
  readonly doubts: readonly string[];
}

function rateOf({ rates, book }: Asked, type: string | null): DiskRate {
  const free = book.oddities.has("unknown-disk-is-free");
  const standIn = rates.bootDisks.get(DEFAULT_BOOT_DISK_TYPE);
  // The autoscaler does not guess here: it has a default type.
  if (type === null)
    return { rate: standIn, doubts: free ? [] : [`boot disk type is not known: counted as ${DEFAULT_BOOT_DISK_TYPE}`] };
  const rate = rates.bootDisks.get(type);
  if (rate === undefined && free)
    return { rate: usdPerGibHour(0), doubts: [`the book has no rate for boot disk type ${type}: it counts nothing`] };
  if (rate === undefined)
    return {
      rate: standIn,
      doubts: [`the list has no price for boot disk type ${type}: counted as ${DEFAULT_BOOT_DISK_TYPE}`],
    };
  return {
    rate,
    doubts: !free && BILLED_BY_OPERATIONS.has(type) ? [`provisioned operations of ${type} are not counted`] : [],
  };
}
