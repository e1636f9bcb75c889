import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { audit } from "../../src/audit/audit.ts";
import { pinnedCases } from "../../src/audit/cases.ts";
import { createContext } from "../../src/audit/context.ts";
import type { Audit } from "../../src/audit/finding.ts";
import type { AuditInput } from "../../src/audit/input.ts";
import { rehome } from "../../src/audit/rehome.ts";
import { rehomeInput } from "../../src/audit/rehome-input.ts";
import { isDaemonSetPod } from "../../src/judge/pod-facts.ts";
import type { Node } from "../../src/model/node.ts";
import type { Pod } from "../../src/model/pod.ts";
import {
  auditOf,
  findingOf,
  inputOf,
  locked,
  minutesAgo,
  node,
  pod,
  resources,
  snapshotOf,
  type World,
  whyNot,
} from "./world.ts";

/** A node that is in use, with `free` cores and plenty of memory left. */
function busy(name: string, free: number): { readonly nodes: readonly Node[]; readonly pods: readonly Pod[] } {
  const pods = [locked(`use-of-${name}`, { on: name, requests: { cpu: `${15_890 - free * 1000}m`, memory: "1Gi" } })];
  return { nodes: [node(name, { type: "n2-standard-16" })], pods };
}

/** A large node with one small blocker and, if asked, one pod that has to move first. */
function held(name: string, moving: string | null = null, type = "n2-highmem-64") {
  const pods = [locked(`small-of-${name}`, { on: name })];
  const mover = moving === null ? [] : [pod(`web-of-${name}`, { on: name, requests: { cpu: moving, memory: "1Gi" } })];
  return { nodes: [node(name, { type })], pods: [...pods, ...mover] };
}

function together(...parts: readonly Pick<World, "nodes" | "pods">[]): World {
  return { nodes: parts.flatMap(({ nodes }) => nodes), pods: parts.flatMap(({ pods }) => pods) };
}

/** Each finding with what it wastes and why it wastes nothing. */
function outcome(result: Audit) {
  return result.findings.map(({ node: { name }, wasteUsdPerHour, limitedBy }) => [
    name,
    Math.round((wasteUsdPerHour ?? Number.NaN) * 100) / 100,
    limitedBy,
  ]);
}

describe("rehoming the cluster together", () => {
  test("two nodes whose pods would fit on each other: the first by name goes, the other is its home and stays", () => {
    const result = auditOf(together(held("a", "20"), held("b", "20")));
    expect(outcome(result)).toEqual([
      ["a", 5.37, null],
      ["b", 0, "room"],
    ]);
    expect(findingOf(result, "b").accruedUsd).toBe(0);
    expect(findingOf(result, "b").wasteUsdPerHourByBook).toEqual({ autoscaler: 0, gke: 0, list: 0 });
    expect(result.totals).toMatchObject({ pinnedNodes: 2, wasteUsdPerHour: findingOf(result, "a").wasteUsdPerHour });
  });

  test("the dearer goes first, whatever its name", () => {
    const result = auditOf(together(held("a", "20", "n2-standard-64"), held("b", "20")));
    expect(outcome(result)).toEqual([
      ["b", 5.37, null],
      ["a", 0, "room"],
    ]);
  });

  test("room on nodes that stay anyway is used before one that could go becomes a home", () => {
    const result = auditOf(together(held("a", "3"), held("b", "3"), busy("c", 7.4)));
    expect(outcome(result).map(([name, , limitedBy]) => [name, limitedBy])).toEqual([
      ["a", null],
      ["b", null],
    ]);
  });

  test("a removable node is emptied first and uses up the room, even before a dearer pinned one", () => {
    const removable = {
      nodes: [node("z", { type: "n2-standard-8" })],
      pods: [pod("web-z", { on: "z", requests: { cpu: "3", memory: "1Gi" } })],
    };
    const world = together(held("a", "3", "n2-standard-8"), removable, busy("c", 4));
    expect(outcome(auditOf(world))).toEqual([["a", 0, "room"]]);
    expect(outcome(auditOf(together(held("a", "3", "n2-standard-8"), busy("c", 4))))).toEqual([["a", 0.5, null]]);
  });

  test("small pods may split over several nodes that stay, and cost nothing there", () => {
    const world = together(held("a"), busy("c", 0.6), busy("d", 0.6));
    const two = { ...world, pods: [...world.pods, locked("small-2", { on: "a" })] };
    expect(findingOf(auditOf(two), "a")).toMatchObject({
      home: { kind: "spare", nodes: ["c", "d"], quote: { usdPerHour: 0 } },
      wasteUsdPerHour: 5.37408,
    });
  });

  test("what finds no spare room goes to one new node", () => {
    const world = together(held("a"), busy("c", 0.6));
    const two = {
      ...world,
      pods: [...world.pods, locked("small-2", { on: "a", requests: { cpu: "1", memory: "2Gi" } })],
    };
    expect(findingOf(auditOf(two), "a").home).toMatchObject({
      kind: "new",
      machineType: "e2-standard-2",
      nodes: ["c"],
    });
  });

  test("a node that may itself go is no spare room for blockers", () => {
    const result = auditOf(together(held("a"), held("b")));
    expect(result.findings.map(({ home }) => home?.kind)).toEqual(["new", "new"]);
  });

  test("a pinned node that is right as it is stays, and its room is free", () => {
    const result = auditOf(together(held("a"), held("s", null, "e2-standard-2")));
    expect(whyNot(result)).toEqual({ a: null, s: "not-large" });
    expect(findingOf(result, "a").home).toMatchObject({ kind: "spare", nodes: ["s"] });
  });

  test("a node that is being deleted is nobody's home", () => {
    const taints = [
      { key: "ToBeDeletedByClusterAutoscaler", value: "1795176000", effect: "PreferNoSchedule", addedAt: null },
    ];
    const going = { nodes: [node("going", { taints })], pods: [] };
    const result = auditOf(together(held("a", "3"), going));
    expect(whyNot(result)).toMatchObject({ going: "not-pinned" });
    expect(outcome(result)).toEqual([["a", 0, "room"]]);
  });
});

/** As if the autoscaler had found a place for each node's pods, whatever order it looked in. */
function asIfRemovable(input: AuditInput): AuditInput {
  const verdicts = input.verdicts.map((verdict) => ({
    ...verdict,
    withoutBlockers: verdict.withoutBlockers === null ? null : ("Removable" as const),
  }));
  return { ...input, verdicts };
}

describe("nodes of last resort", () => {
  const mover = (name: string, on: string, cpu: string) => pod(name, { on, requests: { cpu, memory: "1Gi" } });

  test("the node that became a home is not named as its own blockers' home", () => {
    const result = auditOf(together(held("a", "20"), held("b", "20")));
    expect(findingOf(result, "b").home).toMatchObject({ kind: "new", nodes: [] });
  });

  test("one that took pods of a node which is not worth freeing after all may go itself", () => {
    const heavy = locked("heavy", { on: "p", requests: { cpu: "7", memory: "10Gi" } });
    const dear = { nodes: [node("p", { type: "n2-standard-16" })], pods: [heavy, mover("web-p", "p", "800m")] };
    const world = { ...together(dear, held("u", null, "n2-standard-8")), audit: { maxHomeShare: 0.3 } };
    const result = auditOf(world);
    expect(whyNot(result)).toEqual({ p: "home-not-cheaper", u: null });
    expect(findingOf(result, "u")).toMatchObject({ limitedBy: null });
  });

  test("what found no room beside pods that went back may find it later", () => {
    const web = mover("web", "p", "7");
    const dear = {
      nodes: [node("p", { unschedulable: true })],
      pods: [locked("small-p", { on: "p" }), mover("huge", "p", "24"), web],
    };
    const allocatable = resources({ cpu: "64", memory: "250Gi", pods: "2" });
    const young = {
      nodes: [node("u", { type: "n2-standard-64", allocatable })],
      pods: [locked("small-u", { on: "u", startedAt: minutesAgo(6) })],
    };
    const cordoned = {
      nodes: [node("q", { type: "n2-standard-16", unschedulable: true })],
      pods: [locked("small-q", { on: "q" }), { ...web, name: "web-q", uid: "web-q", nodeName: "q" }],
    };
    const input = inputOf(together(dear, young, cordoned));
    const result = audit(asIfRemovable(input));
    expect(whyNot(result)).toEqual({ p: null, u: "too-young", q: null });
    expect(outcome(result).map(([name, , limitedBy]) => [name, limitedBy])).toEqual([
      ["q", null],
      ["p", "room"],
    ]);
  });

  test("a cordoned node takes nothing, whatever a pod tolerates", () => {
    const tolerations = [{ key: "", operator: "Exists", value: "", effect: "" }];
    const easy = pod("easy", { on: "a", requests: { cpu: "3" }, spec: { tolerations } });
    const a = { nodes: [node("a")], pods: [locked("small-a", { on: "a" }), easy] };
    const b = {
      nodes: [node("b", { type: "n2-standard-64", unschedulable: true })],
      pods: [locked("small-b", { on: "b" })],
    };
    expect(outcome(audit(asIfRemovable(inputOf(together(a, b)))))).toEqual([
      ["b", 3.99, null],
      ["a", 0, "room"],
    ]);
  });

  test("large pods find room before small ones fill it", () => {
    const movers = [mover("a-small", "a", "2"), mover("b-large", "a", "3")];
    const a = { nodes: [node("a")], pods: [locked("small-a", { on: "a" }), ...movers] };
    const input = inputOf(together(a, busy("c", 3.2), busy("d", 2.2)));
    expect(outcome(audit(asIfRemovable(input)))).toMatchObject([["a", expect.any(Number), null]]);
  });
});

describe("node groups", () => {
  const names = ["aaaa", "bbbb", "cccc"].map((end) => `gke-c-big-1a2b3c4d-${end}`);
  const grouped = (min: number, ...more: readonly Pick<World, "nodes" | "pods">[]): World => ({
    ...together(...names.map((name) => held(name)), ...more),
    nodeGroups: [{ name: "gke-c-big-1a2b3c4d-grp", min, max: 9, target: 3 + more.length }],
  });

  test("no more go than the group's minimum leaves, the rest waste nothing", () => {
    expect(outcome(auditOf(grouped(1))).map(([name, , limitedBy]) => [name, limitedBy])).toEqual([
      [names[0], null],
      [names[1], null],
      [names[2], "poolMinimum"],
    ]);
  });

  test("removable nodes of the group go first", () => {
    const empty = { nodes: [node("gke-c-big-1a2b3c4d-zzzz")], pods: [] };
    expect(outcome(auditOf(grouped(2, empty))).map(([, , limitedBy]) => limitedBy)).toEqual([
      null,
      "poolMinimum",
      "poolMinimum",
    ]);
  });

  test("a group whose nodes are named otherwise is found by pool and zone", () => {
    const world = together(held("x"), held("y"));
    const nodeGroups = [
      {
        name: "https://c/v1/projects/p/zones/asia-northeast1-b/instanceGroups/gke-c-n2-highmem-64-0a1b2c3d-grp",
        min: 1,
        max: 3,
        target: 2,
      },
    ];
    expect(outcome(auditOf({ ...world, nodeGroups })).map(([, , limitedBy]) => limitedBy)).toEqual([
      null,
      "poolMinimum",
    ]);
  });
});

const TYPES = ["e2-standard-2", "e2-standard-4", "n2-standard-16", "n2-standard-64", "n2-highmem-64"] as const;

const nodes = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    group: fc.constantFrom("p-00000001", "q-00000002"),
    cordoned: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
);
const pods = fc.array(
  fc.record({
    on: fc.nat(6),
    cpu: fc.integer({ min: 0, max: 30_000 }),
    gib: fc.integer({ min: 0, max: 60 }),
    locked: fc.boolean(),
    bound: fc.boolean(),
  }),
  { maxLength: 14 },
);

const worlds = fc.record({ nodes, pods, mins: fc.tuple(fc.nat(3), fc.nat(3)) }).map((wish): World => {
  const made = wish.nodes.map(({ type, group, cordoned }, at) =>
    node(`gke-c-${group}-${String.fromCharCode(97 + at).repeat(4)}`, { type, pool: group, unschedulable: cordoned }),
  );
  const size = (group: string) => made.filter(({ name }) => name.includes(group)).length;
  return {
    nodes: made,
    pods: wish.pods.map(({ on, cpu, gib, locked: stuck, bound }, at) => {
      const host = made[on % made.length];
      const requests = { cpu: `${cpu}m`, memory: `${gib}Gi` };
      const spec = bound
        ? { nodeSelector: new Map([["cloud.google.com/gke-nodepool", host?.name.slice(6, 16) ?? ""]]) }
        : {};
      return (stuck ? locked : pod)(`pod-${at}`, { on: host?.name ?? "", requests, spec });
    }),
    nodeGroups: [
      { name: "gke-c-p-00000001-grp", min: wish.mins[0], max: 9, target: size("p-00000001") },
      { name: "gke-c-q-00000002-grp", min: wish.mins[1], max: 9, target: size("q-00000002") },
    ],
  };
});

/** What must not depend on the order of the input. */
function essence(result: Audit) {
  const byName = <Item extends { readonly node: { readonly name: string } }>(items: readonly Item[]) =>
    items.toSorted((left, right) => (left.node.name < right.node.name ? -1 : 1));
  return {
    waste: result.totals.wasteUsdPerHour.toFixed(9),
    findings: result.findings.map(({ node: { name }, home, limitedBy, wasteUsdPerHour }) => ({
      name,
      home,
      limitedBy,
      wasteUsdPerHour,
    })),
    stories: byName(result.nodes).map(({ node: { name }, whyNot: why }) => [name, why]),
    observations: byName(result.observations).map(({ node: { name }, kind, detail }) => [name, kind, detail]),
  };
}

describe("properties of rehoming", () => {
  test("waste is never negative, nor more than what the nodes cost", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { findings, totals } = auditOf(world);
        for (const { wasteUsdPerHour, price } of findings) {
          expect(wasteUsdPerHour).toBeGreaterThanOrEqual(0);
          expect(wasteUsdPerHour).toBeLessThanOrEqual(price.usdPerHour ?? 0);
        }
        expect(totals.wasteUsdPerHour).toBeLessThanOrEqual(totals.usdPerHour + 1e-9);
      }),
      { numRuns: 150 },
    );
  });

  test("a freed node is empty and nobody's home, nothing is overfull, and no group falls below its minimum", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputOf(world);
        const context = createContext(input);
        const before = new Map(input.verdicts.map((verdict) => [verdict.node.name, verdict]));
        const { freed, outcomes } = rehome(rehomeInput(context, pinnedCases(context)));
        for (const name of freed)
          expect(input.scheduling.podsOn(name).filter((each) => !isDaemonSetPod(each))).toEqual([]);
        const standing = new Set(
          world.nodes.filter(({ name }) => !freed.has(name)).flatMap(({ name }) => input.scheduling.podsOn(name)),
        );
        for (const name of freed)
          for (const each of before.get(name)?.podsToMove ?? []) expect(standing.has(each)).toBe(true);
        for (const [name, { found, limitedBy, weighed }] of outcomes) {
          expect(freed.has(name)).toBe(limitedBy === null && weighed.whyNot === null);
          if (found.kind === "found" && freed.has(name))
            for (const home of found.home.nodes) expect(freed.has(home)).toBe(false);
        }
        for (const each of world.nodes) {
          const standing = input.scheduling.podsOn(each.name);
          if (standing.length > (before.get(each.name)?.podsToMove.length ?? 0))
            expect(isOverfull(each, standing, world)).toBe(false);
        }
        for (const { name, min, target } of world.nodeGroups ?? []) {
          const gone = [...freed].filter((each) => each.startsWith(name.replace(/grp$/u, ""))).length;
          expect(gone).toBeLessThanOrEqual(Math.max(0, target - min));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("neither the order of the nodes nor that of the pods matters", () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), (world, stream) => {
        const input = inputOf(world);
        const shuffle = <Item>(items: readonly Item[]): readonly Item[] =>
          items
            .map((item) => ({ item, key: stream.next().value ?? 0 }))
            .toSorted((left, right) => left.key - right.key)
            .map(({ item }) => item);
        const shuffled: AuditInput = {
          ...input,
          snapshot: snapshotOf({ ...world, nodes: shuffle(world.nodes), pods: shuffle(world.pods) }),
          verdicts: shuffle(input.verdicts).map((verdict) => ({
            ...verdict,
            podsToMove: shuffle(verdict.podsToMove),
            blockers: shuffle(verdict.blockers),
          })),
        };
        expect(essence(audit(shuffled))).toEqual(essence(audit(input)));
      }),
      { numRuns: 150 },
    );
  });

  test("the scheduling is given back as it was", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputOf(world);
        const before = world.nodes.map(({ name }) => [
          name,
          ...input.scheduling
            .podsOn(name)
            .map((each) => each.name)
            .toSorted(),
        ]);
        audit(input);
        const after = world.nodes.map(({ name }) => [
          name,
          ...input.scheduling
            .podsOn(name)
            .map((each) => each.name)
            .toSorted(),
        ]);
        expect(after).toEqual(before);
        expect(essence(audit(input))).toEqual(essence(audit(input)));
      }),
      { numRuns: 60 },
    );
  });
});

/** More asked for than there is, on a node where that was not so from the start. */
function isOverfull(each: Node, standing: readonly Pod[], world: World): boolean {
  const asked = (counted: readonly Pod[], resource: string) =>
    counted.reduce((sum, { spec }) => sum + (spec.requests.get(resource) ?? 0n), 0n);
  const first = world.pods.filter(({ nodeName }) => nodeName === each.name);
  return ["cpu", "memory"].some((resource) => {
    const room = each.allocatable.get(resource) ?? 0n;
    return asked(standing, resource) > room && asked(first, resource) <= room;
  });
}
