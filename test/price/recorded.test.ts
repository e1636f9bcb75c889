import { expect, test } from "vitest";
import { comparePrices } from "../../conformance/prices/compare.ts";
import { readPriceVector } from "../../conformance/prices/vectors.ts";
import { annotationFilter } from "../../src/collect/allowed.ts";
import { createReaders } from "../../src/collect/decode/metadata.ts";
import { decodeNode } from "../../src/collect/decode/node.ts";
import { books } from "./sample.ts";

/** What the autoscaler's own Go code said of nodes and pods that reach every branch of its price model. */
const recorded = readPriceVector(new URL("../../conformance/prices/recorded.json.gz", import.meta.url));

test("the autoscaler's book says what the autoscaler says, to the last bit", () => {
  const { nodes, pods, unsettled, differences } = comparePrices(recorded, books.pricer("autoscaler"));
  expect(differences).toEqual([]);
  expect(nodes).toBeGreaterThan(120);
  expect(pods).toBeGreaterThan(10);
  expect(unsettled).toBe(0);
});

test("a node's parts add up to its price", () => {
  const readers = createReaders(annotationFilter());
  for (const object of recorded.objects.filter(({ kind }) => kind === "Node")) {
    const quote = books.pricer("autoscaler").node(decodeNode(object, readers));
    expect(quote.parts.reduce((sum, part) => sum + part.usdPerHour, 0)).toBe(quote.usdPerHour);
  }
});
