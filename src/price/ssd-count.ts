import type { Node } from "../model/node.ts";
import { wholeValue } from "../model/quantity.ts";
import { LOCAL_SSD_GIB } from "./book.ts";
import { goFloat } from "./go-numbers.ts";
import { EPHEMERAL_SSD, GIB, RAW_BLOCK_SSD, TEMPLATE_EPHEMERAL_SSD, TEMPLATE_SSD_COUNT } from "./names.ts";

/** How many local SSDs a node has, and what was guessed of it. */
export interface SsdCount {
  readonly count: number;
  readonly estimated: readonly string[];
}

/** Does the node's ephemeral storage lie on local SSD? Source: GCE `GcePriceModel.NodePrice`, local SSD. */
export function usesEphemeralSsd(node: Node): boolean {
  return node.labels.get(EPHEMERAL_SSD) === "true" || node.annotations.get(TEMPLATE_EPHEMERAL_SSD) === "true";
}

/**
 * As the autoscaler sees it: the template annotation, 0 without it, and only where ephemeral storage lies on them. `null`: no
 * such node. Taken literally: `-1`, `inf` and `nan` are numbers to Go.
 */
export function templateSsdCount(node: Node): SsdCount | null {
  if (!usesEphemeralSsd(node)) return null;
  return { count: goFloat(node.annotations.get(TEMPLATE_SSD_COUNT) ?? ""), estimated: [] };
}

/**
 * As they are: the template annotation where there is one, else as many as the ephemeral storage takes. Of raw block SSDs only
 * that there are some is known: one is counted, and said. `null`: the node shows none.
 */
export function seenSsdCount(node: Node): SsdCount | null {
  const annotated = goFloat(node.annotations.get(TEMPLATE_SSD_COUNT) ?? "");
  if (Number.isInteger(annotated) && annotated > 0) return { count: annotated, estimated: [] };
  if (usesEphemeralSsd(node)) return fromStorage(node);
  return node.labels.get(RAW_BLOCK_SSD) === "true" ? one("raw block SSDs are not counted by any label") : null;
}

function fromStorage(node: Node): SsdCount {
  const storage = node.capacity.get("ephemeral-storage");
  // A file system over N of them shows 0.8 to 1.9 % less than N times their size, at most half of one at 24.
  const count = storage === undefined ? 0 : Math.round(wholeValue(storage) / (LOCAL_SSD_GIB * GIB));
  return count > 0 ? { count, estimated: [] } : one("the node's ephemeral storage is smaller than one");
}

function one(why: string): SsdCount {
  return { count: 1, estimated: [`number of local SSDs is not known (${why}): 1 counted`] };
}
