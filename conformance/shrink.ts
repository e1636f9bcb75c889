import { compare, type Difference, emptyComparison } from "./compare.ts";
import type { Source } from "./vectors.ts";

/**
 * The fewest objects of the vector on which our judge still gives the very answer that differs, to the same question about the
 * same node. The autoscaler cannot be asked again here: its answer stays the one for the whole cluster, so what is left shows what
 * leads our judge to its answer.
 */
export function shrinkVector(source: Source, difference: Difference): readonly unknown[] {
  let objects = source.vector.objects;
  for (let run = Math.ceil(objects.length / 2); run >= 1; run = run === 1 ? 0 : Math.ceil(run / 2)) {
    for (let from = 0; from < objects.length; ) {
      const rest = objects.toSpliced(from, run);
      if (differsStill(source, rest, difference)) objects = rest;
      else from += run;
    }
  }
  return objects;
}

function differsStill({ id, vector }: Source, objects: readonly unknown[], wanted: Difference): boolean {
  const nodes = vector.expected.nodes.filter(({ node }) => node === wanted.node);
  const comparison = emptyComparison();
  try {
    compare({ id, vector: { ...vector, objects, expected: { nodes } } }, comparison);
  } catch {
    return false;
  }
  const text = JSON.stringify(wanted);
  return comparison.differences.some((found) => JSON.stringify(found) === text);
}
