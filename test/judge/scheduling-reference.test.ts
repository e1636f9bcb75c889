import fc from "fast-check";
import { expect, test } from "vitest";
import { createScheduling } from "../../src/judge/cluster-scheduling.ts";
import type { Mark, Scheduling } from "../../src/judge/scheduling.ts";
import { podsByNode } from "../../src/judge/visible.ts";
import type { Pod } from "../../src/model/pod.ts";
import { snapshot } from "./objects.ts";
import { podsOn, referenceRefusal, type World } from "./scheduling-reference.ts";
import { type Change, GHOST_TAINT, type Story, story } from "./scheduling-worlds.ts";

const namespaces = new Map([
  ["d", new Map([["team", "ml"]])],
  ["e", new Map<string, string>()],
]);

test("the indexed engine answers as walking over everything does, whatever is done and undone", () => {
  fc.assert(fc.property(story, follow), { numRuns: 400, seed: 11 });
});

/** Tells the story to both, and asks both about every pod and node after each step. */
function follow({ nodes, pods, commands }: Story): void {
  const scheduling = createScheduling(snapshot({ nodes, namespaces }), podsByNode([]));
  let world: World = { nodes, ghosts: new Set(), standing: [], namespaces };
  const marks: { readonly mark: Mark; readonly world: World }[] = [];
  for (const command of commands) {
    if (command.kind === "mark") marks.push({ mark: scheduling.mark(), world });
    else if (command.kind === "revert") {
      const last = marks.pop();
      if (last !== undefined) {
        scheduling.revert(last.mark);
        world = last.world;
      }
    } else world = step(scheduling, world, pods, command);
    compare(scheduling, world, pods);
  }
}

function step(scheduling: Scheduling, world: World, pods: readonly Pod[], command: Change): World {
  switch (command.kind) {
    case "put": {
      const pod = idle(world, pods, command.pod);
      const node = at(
        world.nodes.filter(({ name }) => !world.ghosts.has(name)),
        command.node,
      );
      if (pod === undefined || node === undefined) return world;
      scheduling.put(pod, node.name);
      return { ...world, standing: [...world.standing, { pod, node: node.name }] };
    }
    case "place": {
      const pod = idle(world, pods, command.pod);
      return pod === undefined ? world : place(scheduling, world, pod, command.after);
    }
    case "take": {
      const chosen = at(world.standing, command.pod);
      if (chosen === undefined) return world;
      scheduling.take(chosen.pod);
      return { ...world, standing: world.standing.filter((each) => each !== chosen) };
    }
    case "ghost":
    case "remove":
      return leave(scheduling, world, command);
    case "add":
      scheduling.addNode(command.node);
      return { ...world, nodes: [...world.nodes, command.node] };
  }
}

function leave(
  scheduling: Scheduling,
  world: World,
  { kind, node }: { kind: "ghost" | "remove"; node: number },
): World {
  const chosen = at(
    world.nodes.filter(({ name }) => !world.ghosts.has(name)),
    node,
  );
  if (chosen === undefined) return world;
  const standing = world.standing.filter((each) => each.node !== chosen.name);
  if (kind === "remove") {
    scheduling.removeNode(chosen.name);
    return { ...world, nodes: world.nodes.filter((each) => each !== chosen), standing };
  }
  scheduling.ghost(chosen.name, GHOST_TAINT);
  const ghost = { ...chosen, taints: [...chosen.taints, GHOST_TAINT] };
  const nodes = world.nodes.map((each) => (each === chosen ? ghost : each));
  return { ...world, nodes, ghosts: new Set([...world.ghosts, chosen.name]), standing };
}

function place(scheduling: Scheduling, world: World, pod: Pod, from: number): World {
  const after = at(world.nodes, from);
  const own = world.nodes.filter(({ name }) => name.startsWith("n"));
  const added = world.nodes.filter(({ name }) => !name.startsWith("n"));
  // Behind an added node the search begins with all that were added.
  const start = after === undefined || added.includes(after) ? own.length : own.indexOf(after) + 1;
  const order = [...own.slice(start), ...added, ...own.slice(0, start)];
  const expected = order.find(
    (node) => !node.unschedulable && !world.ghosts.has(node.name) && referenceRefusal(world, pod, node) === null,
  );
  const found = scheduling.place(pod, () => true, after?.name);
  expect(found).toBe(expected?.name ?? null);
  return found === null ? world : { ...world, standing: [...world.standing, { pod, node: found }] };
}

function compare(scheduling: Scheduling, world: World, pods: readonly Pod[]): void {
  for (const { name } of world.nodes) {
    expect(scheduling.podsOn(name)).toEqual(podsOn(world, name));
  }
  for (const pod of pods) {
    if (world.standing.some((each) => each.pod === pod)) continue;
    const answers = world.nodes.map((node) => [node.name, referenceRefusal(world, pod, node)] as const);
    expect(world.nodes.map(({ name }) => [name, scheduling.refusal(pod, name)])).toEqual(answers);
    const counted = Map.groupBy(
      answers.filter(([name, refusal]) => refusal !== null && !world.ghosts.has(name)),
      ([, refusal]) => refusal,
    );
    const counts = new Map([...counted].map(([refusal, all]) => [refusal, all.length]));
    expect(new Map(scheduling.refusals(pod))).toEqual(counts);
  }
}

function at<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(items.length, 1)];
}

function idle(world: World, pods: readonly Pod[], index: number): Pod | undefined {
  return at(
    pods.filter((pod) => !world.standing.some((each) => each.pod === pod)),
    index,
  );
}
