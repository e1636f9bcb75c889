import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import { milliValue } from "../model/quantity.ts";
import type { Asked, Charge } from "./charge.ts";
import { goInt } from "./go-numbers.ts";
import { ACCELERATOR, ACCELERATOR_COUNT, NVIDIA_GPU, SHARED_CLIENTS } from "./names.ts";

/** GPUs that are not in the machine's own price; `null` when there are none. Source: GCE `GcePriceModel.NodePrice`, GPUs. */
export function gpuCharge(asked: Asked): Charge | null {
  if (asked.book.oddities.has("gpus-as-offered")) return offered(asked);
  const inMachine = asked.catalog.get(asked.machineType ?? "")?.gpus ?? 0;
  return inMachine > 0 ? null : attached(asked);
}

/** The autoscaler's way: every GPU that the node offers, at the rate of its type or of an unknown one. */
function offered({ node, tier }: Asked): Charge | null {
  const capacity = node.capacity.get(NVIDIA_GPU);
  if (capacity === undefined) return null;
  const type = node.labels.get(ACCELERATOR);
  const rate = type === undefined ? undefined : tier.gpus.get(type);
  const count = milliValue(capacity) / 1000;
  const price = rate ?? tier.unknownGpu;
  return {
    what: `${count} x ${type ?? "GPU"}`,
    usdPerHour: price === null ? null : usdPerHour(count * price),
    estimated: rate === undefined ? [`the book has no rate for GPU type ${type ?? "(no label)"}`] : [],
  };
}

/** The honest way: the physical cards, at a rate that is said to be borrowed. */
function attached({ node, tier }: Asked): Charge | null {
  const type = node.labels.get(ACCELERATOR);
  const capacity = node.capacity.get(NVIDIA_GPU);
  const offers = capacity === undefined ? 0 : milliValue(capacity) / 1000;
  if (type === undefined && offers === 0) return null;
  const { count, doubts } = cards(node, offers);
  const rate = tier.gpus.get(type ?? "");
  return {
    what: `${count} x ${type ?? "GPU"}`,
    usdPerHour: rate === undefined ? null : usdPerHour(count * rate),
    estimated: [...doubts, priceDoubt(type, rate)],
  };
}

function priceDoubt(type: string | undefined, rate: UsdPerHour | undefined): string {
  if (type === undefined) return "the GPUs' type is not known";
  if (rate === undefined) return `no price is known for GPU type ${type}`;
  return `${type} is not in the list: counted at the autoscaler's price for us-central1`;
}

/** How many cards there are: by label, else by what the node offers, divided among those who share a card. */
function cards(node: Node, offers: number): { readonly count: number; readonly doubts: readonly string[] } {
  const labelled = goInt(node.labels.get(ACCELERATOR_COUNT) ?? "");
  if (labelled > 0) return { count: labelled, doubts: [] };
  const clients = Math.max(1, goInt(node.labels.get(SHARED_CLIENTS) ?? ""));
  if (offers > 0) return { count: Math.ceil(offers / clients), doubts: [] };
  return { count: 1, doubts: ["the node offers no GPU yet: 1 counted"] };
}
