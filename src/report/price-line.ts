import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { Quote } from "../price/quote.ts";

/** A node's line of `barnacle prices`. Figures keep every digit; `null` is unknown. */
export function nodePriceLine(node: Pick<Node, "name">, quote: Quote): unknown {
  return { kind: "node", name: node.name, ...quoteOf(quote) };
}

/** A pod's line of `barnacle prices`. */
export function podPriceLine(pod: Pick<Pod, "namespace" | "name">, quote: Quote): unknown {
  return { kind: "pod", namespace: pod.namespace, name: pod.name, ...quoteOf(quote) };
}

function quoteOf({ book, usdPerHour, parts, estimated }: Quote) {
  return {
    book,
    usdPerHour,
    parts: parts.map((part) => ({ what: part.what, usdPerHour: part.usdPerHour })),
    estimated,
  };
}
