import { join } from "node:path";
import { expect, test } from "vitest";
import { compare, emptyComparison } from "../../conformance/compare.ts";
import { shrinkVector } from "../../conformance/shrink.ts";
import { readClusters, type Source } from "../../conformance/vectors.ts";

const RECORDED = join(import.meta.dirname, "../../conformance/recorded");

/** A recorded cluster in which the autoscaler is said to have called every node something that it never says. */
function falsified(): Source {
  const [source] = readClusters(RECORDED);
  if (source === undefined) throw new Error("nothing is recorded");
  const nodes = source.vector.expected.nodes.map((node) => ({ ...node, eligibility: "Nonsense" }));
  return { ...source, vector: { ...source.vector, expected: { nodes } } };
}

test("a difference is shrunk to what still leads our judge to its answer", () => {
  const source = falsified();
  const comparison = emptyComparison();
  compare(source, comparison);
  const difference = comparison.differences.find(
    ({ question, actual }) => question === "eligibility" && actual === "NotUnderutilized",
  );
  if (difference === undefined) throw new Error("no node of the cluster is above the threshold");
  const objects = shrinkVector(source, difference);
  expect(objects).toContainEqual(
    expect.objectContaining({ kind: "Node", metadata: expect.objectContaining({ name: difference.node }) }),
  );
  expect(objects.length).toBeLessThan(source.vector.objects.length / 10);
  for (const left of objects.keys()) {
    const fewer = emptyComparison();
    const nodes = source.vector.expected.nodes.filter(({ node }) => node === difference.node);
    const vector = { ...source.vector, objects: objects.toSpliced(left, 1), expected: { nodes } };
    compare({ ...source, vector }, fewer);
    expect(fewer.differences).not.toContainEqual(difference);
  }
});
