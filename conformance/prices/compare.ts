import { annotationFilter } from "../../src/collect/allowed.ts";
import { createReaders } from "../../src/collect/decode/metadata.ts";
import { decodeNode } from "../../src/collect/decode/node.ts";
import { decodePod } from "../../src/collect/decode/pod.ts";
import { podSpecReader } from "../../src/collect/decode/pod-spec.ts";
import type { Raw } from "../../src/collect/decode/raw.ts";
import type { Pricer } from "../../src/price/pricer.ts";
import type { PriceVector } from "./vectors.ts";

export interface PriceDifference {
  readonly what: string;
  readonly ours: number | null;
  readonly theirs: number;
}

export interface PriceComparison {
  readonly nodes: number;
  readonly pods: number;
  /** Pods of which the autoscaler's answer depends on how often it was asked. */
  readonly unsettled: number;
  readonly differences: readonly PriceDifference[];
}

/** Every price of `vector` against what `pricer` says; equal means equal in every bit. */
export function comparePrices(vector: PriceVector, pricer: Pricer): PriceComparison {
  const ours = ourPrices(vector, pricer);
  const unsettled = new Set(vector.objects.filter(growsWhenAsked).map(keyOf));
  const differences: PriceDifference[] = [];
  const counts = { Node: 0, Pod: 0 };
  for (const { kind, namespace, name, usdHour } of vector.expected.prices) {
    const what = `${kind} ${namespace ?? ""}/${name}`;
    if (unsettled.has(what)) continue;
    counts[kind] += 1;
    const price = ours.get(what) ?? null;
    if (price !== usdHour) differences.push({ what, ours: price, theirs: usdHour });
  }
  return { nodes: counts.Node, pods: counts.Pod, unsettled: unsettled.size, differences };
}

function ourPrices(vector: PriceVector, pricer: Pricer): ReadonlyMap<string, number | null> {
  const readers = createReaders(annotationFilter());
  const readSpec = podSpecReader(readers);
  const prices = new Map<string, number | null>();
  for (const object of vector.objects) {
    if (object.kind === "Node") prices.set(keyOf(object), pricer.node(decodeNode(object, readers)).usdPerHour);
    if (object.kind === "Pod")
      prices.set(keyOf(object), pricer.pod(decodePod(object, readers, readSpec), null).usdPerHour);
  }
  return prices;
}

function keyOf(object: PriceVector["objects"][number]): string {
  return `${object.kind} ${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}

/**
 * A pod-level request such as 1.5Gi beside an overhead of the same resource. Upstream's `PodRequests` adds the overhead to the
 * decimal that the pod's own spec holds, so every call makes the pod larger.
 */
function growsWhenAsked(object: PriceVector["objects"][number]): boolean {
  const spec = isRaw(object["spec"]) ? object["spec"] : {};
  const [resources, overhead] = [spec["resources"], spec["overhead"]];
  if (!isRaw(resources) || !isRaw(resources["requests"]) || !isRaw(overhead)) return false;
  return Object.entries(resources["requests"]).some(
    ([name, amount]) => overhead[name] !== undefined && /\..*i$/u.test(String(amount)),
  );
}

function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
