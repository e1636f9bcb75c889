import fc from "fast-check";
import { expect, test } from "vitest";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import { podsByNode } from "../../src/judge/visible.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod } from "../../src/model/pod.ts";
import { snapshot } from "./objects.ts";
import { podsOn, referenceRefusal, type World } from "./scheduling-reference.ts";
import { anyNode, somePods } from "./scheduling-worlds.ts";

const anywhere = (): boolean => true;

test("in a cluster of several blocks and large domains, place finds what asking every node in turn finds", () => {
  const nodes = fc.tuple(...Array.from({ length: 150 }, (_, index) => anyNode(`n${index}`)));
  const asks = fc.array(fc.record({ after: fc.nat(149), leave: fc.boolean() }), { minLength: 24, maxLength: 24 });
  fc.assert(fc.property(nodes, somePods(24), asks, placeAll), { numRuns: 8, seed: 5 });
});

function placeAll(
  nodes: readonly Node[],
  pods: readonly Pod[],
  asks: readonly { after: number; leave: boolean }[],
): void {
  const namespaces = new Map([["d", new Map([["team", "ml"]])]]);
  const scheduling = createScheduling(snapshot({ nodes, namespaces }), podsByNode([]));
  let world: World = { nodes, ghosts: new Set(), standing: [], namespaces };
  for (const [index, pod] of pods.entries()) {
    const { after = 0, leave = false } = asks[index] ?? {};
    const order = [...nodes.slice(after + 1), ...nodes.slice(0, after + 1)];
    const expected = order.find((each) => !each.unschedulable && referenceRefusal(world, pod, each) === null);
    expect(scheduling.place(pod, anywhere, nodes[after]?.name)).toBe(expected?.name ?? null);
    if (expected !== undefined) world = { ...world, standing: [...world.standing, { pod, node: expected.name }] };
    const refusals = nodes.map((each) => referenceRefusal(world, pod, each)).filter((name) => name !== null);
    const again = { ...pod };
    const counts = new Map([...Map.groupBy(refusals, (name) => name)].map(([name, all]) => [name, all.length]));
    expect(new Map(scheduling.refusals(again))).toEqual(counts);
    if (leave && expected !== undefined) {
      scheduling.take(pod);
      world = { ...world, standing: world.standing.filter((each) => each.pod !== pod) };
      expect(scheduling.podsOn(expected.name)).toEqual(podsOn(world, expected.name));
    }
  }
}
